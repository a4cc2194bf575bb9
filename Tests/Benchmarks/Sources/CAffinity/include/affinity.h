#ifndef BENCHMARKS_AFFINITY_H
#define BENCHMARKS_AFFINITY_H

#include <stdbool.h>

// The macros behind these are invisible to Swift.

/// Whether the calling thread may run on a processor.
bool affinity_has(int processor);

/// Keeps a thread, and those that it starts from now on, on some processors; 0 is the calling one.
void affinity_set(int thread, const int *processors, int count);

#endif

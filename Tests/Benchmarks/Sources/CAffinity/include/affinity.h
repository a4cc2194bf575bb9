#ifndef BENCHMARKS_AFFINITY_H
#define BENCHMARKS_AFFINITY_H

#include <stdbool.h>

// The macros behind these are invisible to Swift.

/// Whether the calling thread may run on a processor.
bool affinity_has(int processor);

/// Keeps the calling thread, and those that it starts from now on, on some processors.
void affinity_set(const int *processors, int count);

#endif

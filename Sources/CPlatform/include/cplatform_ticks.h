#ifndef CPLATFORM_TICKS_H
#define CPLATFORM_TICKS_H

#include <stdbool.h>
#include <stdint.h>

// What the processor counts with time, since some moment; 0 where it is not read.
static inline uint64_t cplatform_ticks(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  return 0;
#endif
}

// Whether the kernel keeps its own time by these ticks: then they go at one pace, on all
// processors.
bool cplatform_ticks_are_steady(void);

#endif

#define _GNU_SOURCE
#include "affinity.h"

#include <sched.h>

bool affinity_has(int processor) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_ISSET(processor, &set);
}

void affinity_set(int thread, const int *processors, int count) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int index = 0; index < count; index++) CPU_SET(processors[index], &set);
  sched_setaffinity(thread, sizeof set, &set);
}

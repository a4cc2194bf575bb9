#include "cplatform_ticks.h"

#include <stdio.h>
#include <string.h>

bool cplatform_ticks_are_steady(void) {
#if defined(__x86_64__) && defined(__linux__)
  // The kernel found out whether they are, and watches over that.
  FILE *file = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
  if (!file) return false;
  char name[8] = "";
  bool is_read = fgets(name, sizeof name, file) != NULL;
  fclose(file);
  return is_read && strcmp(name, "tsc\n") == 0;
#else
  return false;
#endif
}

#define _GNU_SOURCE
#include "cplatform_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

static struct rlimit limit_before;
static bool is_limit_raised;

int cplatform_open_unnamed(const char *folder) {
#ifdef O_TMPFILE
  return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
#else
  (void)folder;
  errno = EOPNOTSUPP;
  return -1;
#endif
}

void cplatform_occupy_standard_places(void) {
  int place;
  do place = open("/", O_PATH);
  while (place >= 0 && place <= 2);
  if (place > 2) close(place);
}

void cplatform_raise_file_limit(void) {
  if (getrlimit(RLIMIT_NOFILE, &limit_before) != 0) return;
  struct rlimit limit = {.rlim_cur = limit_before.rlim_max, .rlim_max = limit_before.rlim_max};
  is_limit_raised = setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

void cplatform_give_back_file_limit(pid_t process) {
  if (is_limit_raised) (void)prlimit(process, RLIMIT_NOFILE, &limit_before, NULL);
}

#define _GNU_SOURCE
#include "cplatform_files.h"

#include <errno.h>
#include <fcntl.h>

int cplatform_open_unnamed(const char *folder) {
#ifdef O_TMPFILE
  return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
#else
  (void)folder;
  errno = EOPNOTSUPP;
  return -1;
#endif
}

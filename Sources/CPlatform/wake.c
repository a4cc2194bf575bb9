#define _GNU_SOURCE
#include "cplatform_wake.h"

#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int cplatform_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cplatform_wake_set(int descriptor) {
  uint64_t one = 1;
  // Fails only when it is set so often already that it cannot count on.
  (void)!write(descriptor, &one, sizeof one);
}

void cplatform_wake_clear(int descriptor) {
  uint64_t count;
  (void)!read(descriptor, &count, sizeof count);
}

unsigned cplatform_wait_readable(const int *descriptors, int count, int timeout_milliseconds) {
  enum { most = 8 };
  struct pollfd requests[most];
  if (count > most) count = most;
  for (int i = 0; i < count; i++) {
    requests[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
  }
  if (poll(requests, (nfds_t)count, timeout_milliseconds) <= 0) return 0;
  unsigned ready = 0;
  for (int i = 0; i < count; i++) {
    if (requests[i].revents != 0) ready |= 1u << i;
  }
  return ready;
}

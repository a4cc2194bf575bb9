#define _GNU_SOURCE
#include "cplatform_wake.h"

#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

bool cplatform_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline_nanoseconds) {
  struct timespec deadline = {
      .tv_sec = (time_t)(deadline_nanoseconds / 1000000000),
      .tv_nsec = (long)(deadline_nanoseconds % 1000000000),
  };
  // The operation with a set of bits, because its moment is one and not a span.
  long code = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, value,
                      deadline_nanoseconds == UINT64_MAX ? NULL : &deadline, NULL,
                      FUTEX_BITSET_MATCH_ANY);
  return code == 0 || errno != ETIMEDOUT;
}

void cplatform_word_wake(const uint32_t *word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

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

int cplatform_set_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int set, int operation, int descriptor, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = descriptor};
  return epoll_ctl(set, operation, descriptor, &event);
}

int cplatform_set_add(int set, int descriptor) {
  return control(set, EPOLL_CTL_ADD, descriptor, EPOLLIN);
}

void cplatform_set_remove(int set, int descriptor) { control(set, EPOLL_CTL_DEL, descriptor, 0); }

void cplatform_set_watch(int set, int descriptor, int is_watched) {
  control(set, EPOLL_CTL_MOD, descriptor, is_watched ? EPOLLIN : 0);
}

int cplatform_set_wait(int set) {
  struct epoll_event event;
  return epoll_wait(set, &event, 1, -1) == 1 ? event.data.fd : -1;
}

#define _GNU_SOURCE
#include "cplatform_threads.h"

#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int cplatform_thread_start(pthread_t *thread, void *(*body)(void *), void *argument) {
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
  sigset_t blocked, before;
  sigfillset(&blocked);
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) {
    sigdelset(&blocked, crashes[i]);
  }
  // A new thread inherits the mask of the one that starts it.
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  int code = pthread_create(thread, NULL, body, argument);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return code;
}

int64_t cplatform_thread_id(void) { return (int64_t)syscall(SYS_gettid); }

void cplatform_thread_set_name(const char *name) { pthread_setname_np(pthread_self(), name); }

int cplatform_usable_processor_count(void) {
  cpu_set_t mask;
  if (sched_getaffinity(0, sizeof mask, &mask) == 0 && CPU_COUNT(&mask) > 0) {
    return CPU_COUNT(&mask);
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

static _Thread_local void *thread_attachment;

void *cplatform_thread_attachment(void) { return thread_attachment; }

void cplatform_thread_set_attachment(void *attachment) { thread_attachment = attachment; }

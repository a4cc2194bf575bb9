#define _GNU_SOURCE
#include "cplatform_threads.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// All signals but those of a crash.
static void block_all(sigset_t *blocked) {
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
  sigfillset(blocked);
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) sigdelset(blocked, crashes[i]);
}

// What the main thread has blocked; as it is where the system does not say.
static void block_as_main(sigset_t *blocked) {
  static const char key[] = "\nSigBlk:";
  char facts[8192];
  int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  ssize_t count = file < 0 ? -1 : read(file, facts, sizeof facts - 1);
  if (file >= 0) close(file);
  if (count <= 0) return;
  facts[count] = 0;
  const char *line = strstr(facts, key);
  if (line == NULL) return;
  unsigned long long mask = strtoull(line + sizeof key - 1, NULL, 16);
  sigemptyset(blocked);
  for (int signal = 1; signal <= 64; signal++) {
    if (mask >> (signal - 1) & 1) (void)sigaddset(blocked, signal);
  }
}

bool cplatform_thread_provide_stack(void *memory) {
  stack_t present;
  if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE)) return false;
  stack_t stack = {.ss_sp = memory, .ss_size = cplatform_alternate_stack_size};
  return sigaltstack(&stack, NULL) == 0;
}

void *cplatform_thread_run(void *(*body)(void *), void *argument) {
  // At the far end of the thread's own stack: there it takes no memory until it is used.
  uint8_t memory[cplatform_alternate_stack_size];
  bool is_provided = cplatform_thread_provide_stack(memory);
  void *result = body(argument);
  stack_t none = {.ss_flags = SS_DISABLE};
  if (is_provided) sigaltstack(&none, NULL);
  return result;
}

int cplatform_thread_start(
    pthread_t *thread, void *(*body)(void *), void *argument, int hears_signals) {
  sigset_t blocked, before;
  pthread_sigmask(SIG_SETMASK, NULL, &before);
  blocked = before;
  if (hears_signals) {
    block_as_main(&blocked);
  } else {
    block_all(&blocked);
  }
  // A new thread inherits the mask of the one that starts it.
  pthread_sigmask(SIG_SETMASK, &blocked, NULL);
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

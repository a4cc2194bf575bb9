// Signals as bytes in a pipe.
//
//   signal ──► handler: pending |= bit, write one byte ──► poll(2) wakes ──► drain: the bits
//
// The byte only wakes the reader. The mask is the truth, so a full pipe loses nothing. An interrupt
// that comes again before anybody asked is told: who presses Ctrl-C twice means it.

#define _GNU_SOURCE
#include "cplatform_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

enum { signal_limit = 64 };

static _Atomic uint64_t pending;
static atomic_bool is_interrupted_again;
static atomic_int write_end = -1;
static int read_end = -1;
static bool is_kept[signal_limit];
static struct sigaction former[signal_limit];

static void note_signal(int signal) {
  int saved_errno = errno;
  uint64_t bit = UINT64_C(1) << signal;
  bool is_again = atomic_fetch_or(&pending, bit) & bit && signal == SIGINT;
  if (is_again) atomic_store(&is_interrupted_again, true);
  // It ends the program, which must not wait for a screen that takes nothing.
  if (signal == SIGTERM || signal == SIGHUP || is_again) cplatform_crash_silence_screen();
  int descriptor = atomic_load(&write_end);
  if (descriptor >= 0) {
    uint8_t byte = (uint8_t)signal;
    ssize_t ignored = write(descriptor, &byte, 1);
    (void)ignored;
  }
  errno = saved_errno;
}

static void do_nothing(int signal) { (void)signal; }

// Whether a signal is to stay ignored where it was when the program began: nohup(1) and a shell's
// background say by that what the program is to be deaf to.
static bool stays_ignored(int signal, const struct sigaction *before) {
  return before->sa_handler == SIG_IGN &&
         (signal == SIGHUP || signal == SIGINT || signal == SIGTSTP);
}

static int install(int signal, void (*handler)(int)) {
  if (signal <= 0 || signal >= signal_limit) {
    errno = EINVAL;
    return -1;
  }
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  struct sigaction before;
  if (sigaction(signal, NULL, &before) != 0) return -1;
  if (stays_ignored(signal, &before)) return 0;
  if (sigaction(signal, &action, NULL) != 0) return -1;
  if (!is_kept[signal]) {
    former[signal] = before;
    is_kept[signal] = true;
  }
  return 0;
}

int cplatform_capture_pipe(int ends[2], int capacity) {
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  (void)fcntl(ends[1], F_SETPIPE_SZ, capacity);
  return 0;
}

void cplatform_line_buffer_output(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

int cplatform_signal_pipe_open(void) {
  if (read_end >= 0) {
    errno = EBUSY;
    return -1;
  }
  int ends[2];
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  read_end = ends[0];
  atomic_store(&pending, 0);
  atomic_store(&is_interrupted_again, false);
  atomic_store(&write_end, ends[1]);
  return read_end;
}

int cplatform_signal_pipe_catch(int signal) { return install(signal, note_signal); }

int cplatform_signal_pipe_swallow(int signal) { return install(signal, do_nothing); }

uint64_t cplatform_signal_pipe_drain(bool *interrupted_again) {
  uint8_t bytes[64];
  for (;;) {
    ssize_t count = read(read_end, bytes, sizeof bytes);
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    break;
  }
  // After the pipe, not before it: a signal in between leaves a byte for the next poll.
  *interrupted_again = atomic_exchange(&is_interrupted_again, false);
  return atomic_exchange(&pending, 0);
}

void cplatform_signal_pipe_close(void) {
  for (int signal = 1; signal < signal_limit; signal++) {
    if (!is_kept[signal]) continue;
    sigaction(signal, &former[signal], NULL);
    is_kept[signal] = false;
  }
  int descriptor = atomic_exchange(&write_end, -1);
  if (descriptor >= 0) close(descriptor);
  if (read_end >= 0) close(read_end);
  read_end = -1;
}

void cplatform_signal_unhandle(int number) {
  struct sigaction present;
  if (sigaction(number, NULL, &present) == 0 && present.sa_handler != SIG_IGN) {
    (void)signal(number, SIG_DFL);
  }
}

void cplatform_stop_process(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL}, before;
  if (sigaction(SIGTSTP, NULL, &before) == 0 && stays_ignored(SIGTSTP, &before)) return;
  sigset_t stop, mask;
  sigemptyset(&standard.sa_mask);
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigaction(SIGTSTP, &standard, &before);
  pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &before, NULL);
}

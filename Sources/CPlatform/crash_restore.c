// The terminal after a crash.
//
//   crash ──► silence the screen's descriptor, so that no thread draws any more
//         ──► restore string and modes, through a descriptor of our own
//         ──► descriptors 1 and 2 lead to where they led; what was captured is shown
//         ──► former dispositions; the same signal again, at the same instruction
//
// A signal that ends the program silences the screen as well: it may take no bytes, and the thread
// that draws would wait for it. Then the terminal is given back when this is disarmed.
//
// Everything in the handler is async-signal-safe: no allocation, no lock, no curses.

#define _GNU_SOURCE
#include "cplatform_signals.h"
#include "cplatform_threads.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// SIGQUIT is among them: Ctrl-\ ends a program at once and must not leave the screen behind.
static const int crash_signals[] = {
    SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS,
};
enum { crash_signal_count = sizeof crash_signals / sizeof *crash_signals };
// A power of two: the tail is a ring.
enum { tail_capacity = 4096 };
// How long a terminal may take nothing before it is left as it is. Longer holds up the end of the
// program; shorter leaves the screen of a terminal that is only slow.
enum { patience_milliseconds = 2000 };

static struct sigaction former[crash_signal_count];
static bool is_armed;
static atomic_bool is_silenced;
static atomic_flag is_crashing = ATOMIC_FLAG_INIT;

// A handler reads these while another thread disarms.
static atomic_int screen = -1;
static atomic_int own_terminal = -1;
static atomic_int nowhere = -1;
static struct termios modes_before;
static uint8_t restore_bytes[cplatform_crash_restore_capacity];
static size_t restore_count;

static atomic_int real_output = -1;
static atomic_int real_error = -1;
static atomic_int captured_end = -1;
static uint8_t tail[tail_capacity];
static _Atomic size_t tail_total;

static uint8_t alternate_stack[cplatform_alternate_stack_size];

static void write_all(int descriptor, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      struct pollfd request = {.fd = descriptor, .events = POLLOUT};
      if (poll(&request, 1, patience_milliseconds) > 0) continue;
    }
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

static void release_streams(void) {
  int error = atomic_load(&real_error);
  if (error < 0) return;
  dup2(atomic_load(&real_output), STDOUT_FILENO);
  dup2(error, STDERR_FILENO);
  size_t total = atomic_load(&tail_total);
  size_t kept = total < tail_capacity ? total : tail_capacity;
  size_t first = (total - kept) % tail_capacity;
  size_t until_end = kept < tail_capacity - first ? kept : tail_capacity - first;
  write_all(error, tail + first, until_end);
  write_all(error, tail, kept - until_end);
  uint8_t unread[512];
  for (;;) {
    ssize_t count = read(atomic_load(&captured_end), unread, sizeof unread);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    write_all(error, unread, (size_t)count);
  }
}

static void restore_terminal(void) {
  int terminal = atomic_load(&own_terminal);
  write_all(terminal, restore_bytes, restore_count);
  tcsetattr(terminal, TCSANOW, &modes_before);
}

// Lets all that is written to the screen from now on vanish.
static void redirect_screen(void) {
  int from = atomic_load(&screen), to = atomic_load(&nowhere);
  if (from >= 0 && to >= 0) dup2(to, from);
}

void cplatform_crash_silence_screen(void) {
  if (atomic_load(&screen) < 0) return;
  atomic_store(&is_silenced, true);
  // A write that waits for the terminal goes on here: this interrupted it, and it begins anew.
  redirect_screen();
}

static void raise_again(int signal, siginfo_t *information) {
  // With its origin, so that whoever handles it next sees the same fault. It waits until this
  // handler returns, and then comes at the instruction that failed.
  if (syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), signal, information) == 0) return;
  raise(signal);
}

static void restore_and_raise(int signal, siginfo_t *information, void *context) {
  (void)context;
  // A second thread that crashes meanwhile waits for the end that the first one brings.
  if (atomic_flag_test_and_set(&is_crashing)) {
    for (;;) pause();
  }
  redirect_screen();
  // What another thread has begun to draw arrives before this does.
  struct timespec pause = {.tv_nsec = 5000000};
  nanosleep(&pause, NULL);
  // All signals are blocked here, so a background process is not stopped for this.
  restore_terminal();
  release_streams();
  // Not to the one who had it before: that is Swift's backtracer, which asks for a key and waits
  // half a minute for it, and lets the process go on after a signal that no fault has sent.
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int index = 0; index < crash_signal_count; index++) {
    sigaction(crash_signals[index], &standard, NULL);
  }
  raise_again(signal, information);
}

// Opens the terminal once more, so that a write to it need not wait; where that is not allowed,
// with a second descriptor.
static int open_again(int descriptor) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  int again = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  return again >= 3 ? again : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

static void close_descriptors(void) {
  // First of all what a signal that comes meanwhile looks at.
  atomic_store(&screen, -1);
  int terminal = atomic_exchange(&own_terminal, -1), sink = atomic_exchange(&nowhere, -1);
  if (terminal >= 0) close(terminal);
  if (sink >= 0) close(sink);
}

int cplatform_crash_arm(int descriptor, const uint8_t *restore, size_t count) {
  if (is_armed || count > cplatform_crash_restore_capacity) {
    errno = is_armed ? EBUSY : EINVAL;
    return -1;
  }
  if (tcgetattr(descriptor, &modes_before) != 0) return -1;
  atomic_store(&own_terminal, open_again(descriptor));
  atomic_store(&nowhere, open("/dev/null", O_WRONLY | O_CLOEXEC));
  if (atomic_load(&own_terminal) < 0 || atomic_load(&nowhere) < 0) {
    int saved_errno = errno;
    close_descriptors();
    errno = saved_errno;
    return -1;
  }
  atomic_store(&is_silenced, false);
  memcpy(restore_bytes, restore, count);
  restore_count = count;
  atomic_store(&screen, descriptor);
  cplatform_thread_provide_stack(alternate_stack);

  struct sigaction action = {.sa_sigaction = restore_and_raise,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  for (int index = 0; index < crash_signal_count; index++) {
    sigaction(crash_signals[index], &action, &former[index]);
  }
  is_armed = true;
  return 0;
}

void cplatform_crash_disarm(void) {
  if (!is_armed) return;
  for (int index = 0; index < crash_signal_count; index++) {
    sigaction(crash_signals[index], &former[index], NULL);
  }
  is_armed = false;
  // In the background this would stop the program, and the terminal is somebody else's by now.
  pid_t owner = tcgetpgrp(atomic_load(&own_terminal));
  bool is_background = owner > 0 && owner != getpgrp();
  if (atomic_load(&is_silenced) && !is_background) restore_terminal();
  close_descriptors();
}

void cplatform_crash_set_streams(int output, int error, int captured) {
  atomic_store(&tail_total, 0);
  atomic_store(&captured_end, captured);
  atomic_store(&real_output, output);
  atomic_store(&real_error, error);
}

void cplatform_crash_remember(const uint8_t *bytes, size_t count) {
  size_t total = atomic_load(&tail_total);
  for (size_t index = 0; index < count; index++) {
    tail[(total + index) % tail_capacity] = bytes[index];
  }
  atomic_store(&tail_total, total + count);
}

// Commands, by vfork and exec.
//
// posix_spawn cannot ask for the parent-death signal, which the child has to ask for itself. So this
// does what posix_spawn does: the child borrows the parent's memory for the few system calls before
// exec, and nothing but system calls is done there. Signals are blocked meanwhile, since a handler
// would run in that memory.
//
// The parent-death signal belongs to the thread that spawns: a worker thread waits for the command it
// has started, and so never ends before it.

#define _GNU_SOURCE
#include "cplatform_spawn_command.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What a child that could not become the command tells its parent through a pipe. Memory would do,
// were it not that the thread sanitizer turns a vfork into a fork.
struct failure {
  int code;
  const char *call;
};

static _Noreturn void fail(int report, const char *call) {
  struct failure failure = {.code = errno, .call = call};
  (void)!write(report, &failure, sizeof failure);
  _exit(127);
}

static _Noreturn void become(
    const struct cplatform_command *command, pid_t parent, int report) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int signal = 1; signal < NSIG; signal++) (void)sigaction(signal, &usual, NULL);
  if (setsid() < 0) fail(report, "setsid");
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail(report, "prctl");
  // The parent may have died before it could be a reason.
  if (getppid() != parent) _exit(127);
  int null = open("/dev/null", O_RDONLY);
  if (null < 0) fail(report, "open(/dev/null)");
  if (dup2(null, 0) < 0 || dup2(command->output, 1) < 0 || dup2(command->output, 2) < 0) {
    fail(report, "dup2");
  }
#ifdef SYS_close_range
  enum { close_on_exec = 4 };
  (void)syscall(SYS_close_range, 3u, ~0u, close_on_exec);
#endif
  if (command->folder != NULL && chdir(command->folder) != 0) fail(report, "chdir");
  sigset_t none;
  sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  (void)execvpe(
      command->arguments[0], (char *const *)command->arguments,
      (char *const *)command->environment);
  fail(report, "execvp");
}

// Moves a descriptor above the standard ones.
static int raise_descriptor(int descriptor) {
  if (descriptor > 2) return descriptor;
  int raised = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int code = errno;
  close(descriptor);
  errno = code;
  return raised;
}

// A pipe that closes on exec, with both ends above the standard descriptors.
static int pipe_above_standard(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  ends[0] = raise_descriptor(ends[0]);
  ends[1] = raise_descriptor(ends[1]);
  if (ends[0] < 0 || ends[1] < 0) {
    int code = errno;
    if (ends[0] >= 0) close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    errno = code;
    return -1;
  }
  return 0;
}

pid_t cplatform_spawn_command(const struct cplatform_command *command, const char **failed_call) {
  int report[2];
  if (pipe_above_standard(report) != 0) {
    *failed_call = "pipe2";
    return -1;
  }
  pid_t parent = getpid();
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = vfork();
  if (child == 0) become(command, parent, report[1]);
  struct failure failure = {.code = errno, .call = "vfork"};
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  // Exec closes the child's end, so that nothing comes when all is well.
  ssize_t count = 0;
  while (child > 0 && (count = read(report[0], &failure, sizeof failure)) < 0 && errno == EINTR) {
    continue;
  }
  close(report[0]);
  if (child > 0 && count <= 0) return child;
  if (child > 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  }
  *failed_call = failure.call;
  errno = failure.code;
  return -1;
}

int cplatform_command_pipe(int ends[2]) {
  if (pipe_above_standard(ends) != 0) return -1;
  (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return 0;
}

int cplatform_command_watch(pid_t process) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, process, 0);
#else
  (void)process;
  return -1;
#endif
}

int cplatform_command_has_ended(pid_t process) {
  siginfo_t info = {.si_pid = 0};
  while (waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (errno != EINTR) return -1;
  }
  return info.si_pid == process;
}

int cplatform_command_reap(pid_t process, int *ending) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  *ending = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  return 0;
}

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
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What the child tells its parent, in memory that both see.
struct failure {
  volatile int code;
  const char *volatile call;
};

static _Noreturn void fail(struct failure *failure, const char *call) {
  failure->code = errno;
  failure->call = call;
  _exit(127);
}

static _Noreturn void become(
    const struct cplatform_command *command, pid_t parent, struct failure *failure) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int signal = 1; signal < NSIG; signal++) (void)sigaction(signal, &usual, NULL);
  if (setsid() < 0) fail(failure, "setsid");
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail(failure, "prctl");
  // The parent may have died before it could be a reason.
  if (getppid() != parent) _exit(127);
  int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null < 0) fail(failure, "open(/dev/null)");
  if (dup2(null, 0) < 0 || dup2(command->output, 1) < 0 || dup2(command->output, 2) < 0) {
    fail(failure, "dup2");
  }
#ifdef SYS_close_range
  enum { close_on_exec = 4 };
  (void)syscall(SYS_close_range, 3u, ~0u, close_on_exec);
#endif
  if (command->folder != NULL && chdir(command->folder) != 0) fail(failure, "chdir");
  sigset_t none;
  sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  (void)execvpe(
      command->arguments[0], (char *const *)command->arguments,
      (char *const *)command->environment);
  fail(failure, "execvp");
}

pid_t cplatform_spawn_command(const struct cplatform_command *command, const char **failed_call) {
  struct failure failure = {.code = 0, .call = ""};
  pid_t parent = getpid();
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = vfork();
  if (child == 0) become(command, parent, &failure);
  int code = child < 0 ? errno : failure.code;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child < 0) {
    *failed_call = "vfork";
  } else if (code != 0) {
    *failed_call = failure.call;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  } else {
    return child;
  }
  errno = code;
  return -1;
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

int cplatform_command_pipe(int ends[2]) {
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

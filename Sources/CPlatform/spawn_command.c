// Commands, by vfork and exec.
//
// posix_spawn cannot ask for the parent-death signal, which the child has to ask for itself. So
// this does what posix_spawn does: the child borrows the parent's memory for the few system calls
// before exec, and nothing but system calls is done there. Signals are blocked meanwhile, since a
// handler would run in that memory.
//
// The parent-death signal belongs to the thread that spawns: a worker thread waits for the command
// it has started, and so never ends before it. It reaches the command alone; what that has started
// is ended by a watchdog, which the child tells of itself before it becomes the command.

#define _GNU_SOURCE
#include "cplatform_files.h"
#include "cplatform_spawn_command.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
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

// Puts a descriptor, or /dev/null where it is below 0, in the place of a standard one.
static void become_standard(int descriptor, int place, int flags, int report) {
  if (descriptor < 0) descriptor = open("/dev/null", flags);
  if (descriptor < 0) fail(report, "open(/dev/null)");
  if (dup2(descriptor, place) < 0) fail(report, "dup2");
}

void cplatform_command_tell(int socket, char sign, pid_t process) {
  // By hand: in a child that borrows its parent's memory there is nothing but system calls.
  char line[16] = {sign, ' '};
  int length = 2;
  char digits[12];
  int count = 0;
  for (unsigned rest = (unsigned)process; rest > 0; rest /= 10) {
    digits[count++] = (char)('0' + rest % 10);
  }
  while (count > 0) line[length++] = digits[--count];
  line[length++] = '\n';
  // A socket that waits no longer than so long is not begun anew after a signal.
  while (send(socket, line, (size_t)length, MSG_NOSIGNAL) < 0 && errno == EINTR) continue;
}

static _Noreturn void become(
    const struct cplatform_command *command, pid_t parent, int report) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int signal = 1; signal < NSIG; signal++) (void)sigaction(signal, &usual, NULL);
  if (command->stays_in_session) {
    if (setpgid(0, 0) < 0) fail(report, "setpgid");
  } else if (setsid() < 0) {
    fail(report, "setsid");
  }
  if (command->registry >= 0) cplatform_command_tell(command->registry, '+', getpid());
  if (!command->outlives_parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail(report, "prctl");
    // The parent may have died before it could be a reason.
    if (getppid() != parent) _exit(127);
  }
  become_standard(command->input, 0, O_RDONLY, report);
  become_standard(command->output, 1, O_WRONLY, report);
  become_standard(command->errors, 2, O_WRONLY, report);
#ifdef SYS_close_range
  enum { close_on_exec = 4 };
  (void)syscall(SYS_close_range, 3u, ~0u, close_on_exec);
#endif
  if (command->folder != NULL && chdir(command->folder) != 0) fail(report, "chdir");
  sigset_t none;
  sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  // Last of all: nothing can be opened any more where more than that is open.
  cplatform_give_back_file_limit(0);
  (void)execvpe(
      command->arguments[0], (char *const *)command->arguments,
      (char *const *)command->environment);
  fail(report, "execvp");
}

// Moves a descriptor above the standard ones.
static int raise_descriptor(int descriptor) {
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int raised = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int code = errno;
  close(descriptor);
  errno = code;
  return raised;
}

// Moves both ends of a pipe or a pair above the standard descriptors; closes them where it cannot.
static int raise_ends(int ends[2]) {
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

static int pipe_above_standard(int ends[2]) {
  return pipe2(ends, O_CLOEXEC) == 0 ? raise_ends(ends) : -1;
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
    // It has told of itself. Taken back before it is reaped: then its number is somebody else's.
    if (command->registry >= 0) cplatform_command_tell(command->registry, '-', child);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  }
  *failed_call = failure.call;
  errno = failure.code;
  return -1;
}

char *const *cplatform_environment(void) { return environ; }

int cplatform_command_pipe(int ends[2]) {
  if (pipe_above_standard(ends) != 0) return -1;
  (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return 0;
}

int cplatform_command_socket_pair(int ends[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 ? raise_ends(ends) : -1;
}

int cplatform_nameless_file(const char *folder) {
  int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return raise_descriptor(file);
  // A file system that knows only files with names.
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/pooltop-XXXXXX", folder) >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  file = mkostemp(path, O_CLOEXEC);
  if (file >= 0) (void)unlink(path);
  return raise_descriptor(file);
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

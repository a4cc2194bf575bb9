// Worker processes, by posix_spawn. Never a fork without an exec.

#define _GNU_SOURCE
#include "cplatform_files.h"
#include "cplatform_worker.h"

#include "cplatform_sessions.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

int cplatform_spawn_worker(const struct cplatform_worker_spawn *spawn, pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  // The parent's ends are above these, so that none is overwritten before it is copied.
  int code = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, spawn->output, 1);
  if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, spawn->error, 2);
  if (code == 0) {
    code = posix_spawn_file_actions_adddup2(&actions, spawn->socket, CPLATFORM_WORKER_SOCKET);
  }
  if (code == 0) {
    code = posix_spawn_file_actions_adddup2(&actions, spawn->page, CPLATFORM_WORKER_PAGE);
  }
  if (code == 0) {
    code = posix_spawn_file_actions_addclosefrom_np(&actions, CPLATFORM_WORKER_PAGE + 1);
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  // A session and not only a group: what a job starts may make a group of its own, and is found.
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  if (code == 0) {
    code = posix_spawn(
        process, spawn->path, &actions, &attributes, (char *const *)spawn->arguments,
        (char *const *)spawn->environment);
  }
  if (code == 0) cplatform_give_back_file_limit(*process);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

int cplatform_above_worker_descriptors(int descriptor) {
  if (descriptor < 0 || descriptor > CPLATFORM_WORKER_PAGE) return descriptor;
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, CPLATFORM_WORKER_PAGE + 1);
  int code = errno;
  close(descriptor);
  errno = code;
  return copy;
}

int cplatform_socket_pair(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  ends[0] = cplatform_above_worker_descriptors(ends[0]);
  ends[1] = cplatform_above_worker_descriptors(ends[1]);
  if (ends[0] < 0 || ends[1] < 0) {
    int code = errno;
    if (ends[0] >= 0) close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    errno = code;
    return -1;
  }
  // What the system allows; a large payload then needs fewer turns.
  int size = 1 << 20;
  for (int i = 0; i < 2; i++) (void)setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  return 0;
}

enum { page_size = 4096 };

int cplatform_page_open(void) {
  int descriptor =
      cplatform_above_worker_descriptors(memfd_create("worker", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (descriptor >= 0 && ftruncate(descriptor, page_size) != 0) {
    int code = errno;
    close(descriptor);
    errno = code;
    return -1;
  }
  // A job that shortens it would end the pool's program at its next look.
  if (descriptor >= 0) {
    (void)fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
  }
  return descriptor;
}

void *cplatform_page_map(int descriptor) {
  void *page = mmap(NULL, page_size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return page == MAP_FAILED ? NULL : page;
}

void cplatform_page_unmap(void *page) { munmap(page, page_size); }

uint64_t cplatform_page_load(const void *page, int word) {
  return atomic_load_explicit((const _Atomic(uint64_t) *)page + word, memory_order_acquire);
}

void cplatform_page_store(void *page, int word, uint64_t value) {
  atomic_store_explicit((_Atomic(uint64_t) *)page + word, value, memory_order_release);
}

ssize_t cplatform_send(
    int socket, const void *first, size_t first_count, const void *second, size_t second_count) {
  if (second_count == 0) return send(socket, first, first_count, MSG_NOSIGNAL);
  struct iovec pieces[2] = {
      {.iov_base = (void *)first, .iov_len = first_count},
      {.iov_base = (void *)second, .iov_len = second_count}};
  struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

int cplatform_is_unread(int socket) {
  int count = 0;
  return ioctl(socket, SIOCOUTQ, &count) == 0 && count > 0;
}

static void end_session(int signal) {
  (void)signal;
  cplatform_session_end_own();
}

static void *watch_parent(void *unused) {
  (void)unused;
  struct pollfd watched = {.fd = CPLATFORM_WORKER_SOCKET, .events = POLLRDHUP};
  while (poll(&watched, 1, -1) < 0 && errno == EINTR) continue;
  end_session(0);
  return NULL;
}

int cplatform_die_with_parent(pid_t parent) {
  // A signal that nobody else uses, so that a job's own handlers are left alone.
  int signal = SIGRTMAX - 1;
  struct sigaction action = {.sa_handler = end_session};
  if (sigaction(signal, &action, NULL) != 0) return errno;
  if (prctl(PR_SET_PDEATHSIG, signal) != 0) return errno;
  // The parent may have died before it could be a reason.
  if (getppid() != parent) return -1;
  // A job may block every signal on its thread; this thread does not care.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  pthread_t thread;
  int code = pthread_create(&thread, &attributes, watch_parent, NULL);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return code;
}

int cplatform_is_socket(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
}

void cplatform_close_on_exec(int descriptor) { (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

void cplatform_flush_output(void) { (void)fflush(stdout); }

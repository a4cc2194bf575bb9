// The processes of a session, found in /proc.
//
// With nothing but system calls, and no memory but the stack's: a worker whose parent is gone looks
// in a signal handler, and whatever that interrupts may hold a lock of the C library.

#define _GNU_SOURCE
#include "cplatform_sessions.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

// The number that a name is; 0 for other names.
static pid_t number(const char *name) {
  pid_t number = 0;
  for (; *name != 0; name++) {
    if (*name < '0' || *name > '9') return 0;
    number = number * 10 + (*name - '0');
  }
  return number;
}

// Whether a process has ended, and waits to be reaped by whoever its parent is now.
static bool has_ended(int processes, const char *name) {
  char path[32] = "", facts[512];
  (void)strcat(strncpy(path, name, sizeof path - sizeof "/stat"), "/stat");
  int file = openat(processes, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  ssize_t count = read(file, facts, sizeof facts);
  close(file);
  // Behind the program's name, which may hold anything.
  const char *end = count > 0 ? memrchr(facts, ')', (size_t)count) : NULL;
  if (end == NULL || end + 2 >= facts + count) return true;
  return end[2] == 'Z' || end[2] == 'X';
}

// Signals those of a session that are in none of its leader's group; or, without a signal, says
// whether any other than the leader lives.
static bool visit(pid_t leader, int signal) {
  int processes = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (processes < 0) return false;
  _Alignas(struct dirent64) char entries[4096];
  bool is_found = false;
  ssize_t count;
  while (!is_found && (count = getdents64(processes, entries, sizeof entries)) > 0) {
    for (ssize_t place = 0; place < count && !is_found;) {
      const struct dirent64 *entry = (const void *)(entries + place);
      place += entry->d_reclen;
      pid_t process = number(entry->d_name);
      if (process <= 0 || process == leader) continue;
      bool is_in_session = getsid(process) == leader;
      if (signal == 0) {
        is_found = (is_in_session || getpgid(process) == leader) &&
                   !has_ended(processes, entry->d_name);
      } else if (is_in_session && getpgid(process) != leader) {
        (void)kill(process, signal);
      }
    }
  }
  close(processes);
  return is_found;
}

void cplatform_session_signal(pid_t leader, int signal) {
  (void)kill(-leader, signal);
  // Some, such as timeout(1), run in a group of their own.
  (void)visit(leader, signal);
}

int cplatform_session_has_others(pid_t leader) { return visit(leader, 0); }

void cplatform_session_end_own(void) {
  // Others first: this process is in the group.
  if (getsid(0) == getpid()) (void)visit(getpid(), SIGKILL);
  (void)kill(0, SIGKILL);
}

#ifndef CPLATFORM_SPAWN_COMMAND_H
#define CPLATFORM_SPAWN_COMMAND_H

#include <sys/types.h>

// A command that is to be started.
struct cplatform_command {
  // The program, which is looked for in PATH, and its arguments; ended by null.
  const char *const *arguments;
  // NAME=value, ended by null.
  const char *const *environment;
  // Where it runs; null is where this process does.
  const char *folder;
  // Becomes its standard output and standard error; above 2.
  int output;
};

// Starts a command in a session of its own, with nothing to read, with default signals, and with no
// descriptor of ours but the output. It is killed when the calling thread ends before it does.
// Returns its process id; or -1, errno, and which call failed.
pid_t cplatform_spawn_command(const struct cplatform_command *command, const char **failed_call);

// A pipe whose ends lie above 2 and close on exec; the reading one does not block. -1 and errno when
// there is none.
int cplatform_command_pipe(int ends[2]);

// A descriptor that is readable once the process has ended; -1 where the system has none.
int cplatform_command_watch(pid_t process);

// Whether a child has ended, which stays so until it is reaped; -1 and errno when it is no child.
int cplatform_command_has_ended(pid_t process);

// Reaps a child that has ended: its exit code, or below 0 the signal that ended it.
int cplatform_command_reap(pid_t process, int *ending);

#endif

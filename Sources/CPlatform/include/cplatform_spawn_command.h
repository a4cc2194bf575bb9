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
  // Becomes its standard input; above 2, or below 0 for nothing to read.
  int input;
  // Become its standard output and standard error; above 2, or below 0 for nowhere.
  int output;
  int errors;
  // A socket that is told "+ PROCESS" before the command becomes itself; below 0 for none.
  int registry;
  // Whether it goes on when the calling thread ends before it does; else it is killed then.
  int outlives_parent;
  // Whether it leads a group in the caller's session, and not a session of its own.
  int stays_in_session;
};

// Starts a command in a session or a group of its own, with default signals, and with no descriptor
// of ours but those it is given. Returns its process id; or -1, errno, and which call failed.
pid_t cplatform_spawn_command(const struct cplatform_command *command, const char **failed_call);

// The variables of this process, ended by null; null itself once clearenv(3) was called.
char *const *cplatform_environment(void);

// A pipe whose ends lie above 2 and close on exec; the reading one does not block. -1 and errno
// when there is none.
int cplatform_command_pipe(int ends[2]);

// A pair of sockets above 2 that close on exec. -1 and errno when there is none.
int cplatform_command_socket_pair(int ends[2]);

// Sends a line to the other end of a socket, if that is there; waits as long as the socket may.
void cplatform_command_tell(int socket, char sign, pid_t process);

// A file that has no name, above 2, that closes on exec; it is gone with its last descriptor. -1
// and errno when there can be none in that folder.
int cplatform_nameless_file(const char *folder);

// A descriptor that is readable once the process has ended; -1 where the system has none.
int cplatform_command_watch(pid_t process);

// Whether a child has ended, which stays so until it is reaped; -1 and errno when it is no child.
int cplatform_command_has_ended(pid_t process);

// Reaps a child that has ended: its exit code, or below 0 the signal that ended it.
int cplatform_command_reap(pid_t process, int *ending);

#endif

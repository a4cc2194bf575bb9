// Worker processes: a socket pair to each, its output in pipes, and its death as a descriptor.

#ifndef CPLATFORM_WORKER_H
#define CPLATFORM_WORKER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The descriptors that a worker finds open beside the standard ones.
enum { CPLATFORM_WORKER_SOCKET = 3, CPLATFORM_WORKER_PAGE = 4 };

struct cplatform_worker_spawn {
  const char *path;
  const char *const *arguments;    // ends with NULL
  const char *const *environment;  // ends with NULL
  int socket, page, output, error;
};

// Starts a program as the leader of a session of its own, with signals as usual, /dev/null as
// its input, and no descriptors but those named. Returns 0 or an error number.
int cplatform_spawn_worker(const struct cplatform_worker_spawn *spawn, pid_t *process);

// A pair of connected sockets, above the standard descriptors, closed on exec. -1: see errno.
int cplatform_socket_pair(int ends[2]);

// A page of memory as a descriptor, all zero, closed on exec. -1: see errno.
int cplatform_page_open(void);
// Maps it; NULL: see errno.
void *cplatform_page_map(int descriptor);
void cplatform_page_unmap(void *page);
uint64_t cplatform_page_load(const void *page, int word);
void cplatform_page_store(void *page, int word, uint64_t value);

// Sends two pieces of memory, one after the other, as much as goes at once; never raises SIGPIPE.
ssize_t cplatform_send(int socket, const void *first, size_t first_count, const void *second,
                       size_t second_count);

// Whether the other end of a socket pair has not read all that was sent to it.
int cplatform_is_unread(int socket);

// In a worker: ends the whole session when the parent dies, by a signal and by a thread that
// waits for the end of the socket. Returns 0, -1 when the parent is dead, or an error number.
int cplatform_die_with_parent(pid_t parent);

// Moves a descriptor above those that a worker is given. -1: see errno.
int cplatform_above_worker_descriptors(int descriptor);

// Whether a descriptor is a socket of a socket pair.
int cplatform_is_socket(int descriptor);
// Closes a descriptor in programs that this one starts.
void cplatform_close_on_exec(int descriptor);
void cplatform_flush_output(void);

#endif

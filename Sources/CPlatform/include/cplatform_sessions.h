// Sessions that this program, or a worker's, has made: their leader is one of its processes.

#ifndef CPLATFORM_SESSIONS_H
#define CPLATFORM_SESSIONS_H

#include <sys/types.h>

// Sends a signal to all processes of a session, whatever groups they have made in it. The leader
// must not be reaped yet: then nobody else can have its number.
void cplatform_session_signal(pid_t leader, int signal);

// Whether any process lives in a leader's session, or in its group, beside the leader itself.
int cplatform_session_has_others(pid_t leader);

// Kills this process's group, itself among it, and the whole session if it leads one.
void cplatform_session_end_own(void);

#endif

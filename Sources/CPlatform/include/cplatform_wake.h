#ifndef CPLATFORM_WAKE_H
#define CPLATFORM_WAKE_H

// A descriptor that is readable from a set to the next clear; -1 and errno when there is none.
int cplatform_wake_open(void);
void cplatform_wake_set(int descriptor);
void cplatform_wake_clear(int descriptor);

// Waits until one of the descriptors is readable, has an error, or is hung up, or a signal came.
// Returns a bit for each such descriptor, the first one's the lowest. At most 8; those below 0 are
// passed over. A timeout below 0 waits for ever.
unsigned cplatform_wait_readable(const int *descriptors, int count, int timeout_milliseconds);

#endif

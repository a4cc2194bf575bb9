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

// A set of descriptors; -1 and errno when there is none. Closing it is the caller's.
int cplatform_set_open(void);
int cplatform_set_add(int set, int descriptor);
void cplatform_set_remove(int set, int descriptor);
// Whether the set's waiter is to be told of a descriptor.
void cplatform_set_watch(int set, int descriptor, int is_watched);
// Waits until one of the set can be read, has an error, or is hung up; returns it, or -1 when a
// signal came.
int cplatform_set_wait(int set);

#endif

#ifndef CPLATFORM_WAKE_H
#define CPLATFORM_WAKE_H

#include <stdbool.h>
#include <stdint.h>

// Sleeps while a word holds a value, until it is woken, a signal came, or a moment of the monotonic
// clock has come; UINT64_MAX never comes. False when the moment has come. May wake for no reason.
bool cplatform_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline_nanoseconds);
// Wakes one thread that sleeps on a word; the word may be gone already.
void cplatform_word_wake(const uint32_t *word);

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

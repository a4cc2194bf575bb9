#ifndef CPLATFORM_THREADS_H
#define CPLATFORM_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

// Starts a joinable thread that has every signal blocked but those of a crash; or, where it is to
// hear signals, those that the main thread has. Returns 0 or an error number.
int cplatform_thread_start(
    pthread_t *thread, void *(*body)(void *), void *argument, int hears_signals);

// Room for the stack on which a handler runs when a thread's own is full. More takes it from the
// threads' own; less may be too small for what processors save of themselves there.
enum { cplatform_alternate_stack_size = 32 * 1024 };

// Gives the calling thread such a stack, unless it has one. Tells whether it had none.
bool cplatform_thread_provide_stack(void *memory);

// Runs a thread's body, with such a stack for as long as it runs.
void *cplatform_thread_run(void *(*body)(void *), void *argument);

// The kernel's id of the calling thread.
int64_t cplatform_thread_id(void);

// Names the calling thread for the kernel; what is over 15 bytes is not taken.
void cplatform_thread_set_name(const char *name);

// How many processors this process may use, by its affinity mask; at least 1.
int cplatform_usable_processor_count(void);

// A pointer that each thread has for itself; null until it is set.
void *cplatform_thread_attachment(void);
void cplatform_thread_set_attachment(void *attachment);

// Tells the processor that this thread spins.
static inline void cplatform_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

// Asks for the line of memory at an address, to be written soon; any address may be given.
static inline void cplatform_prefetch_for_write(const void *address) {
#if defined(__x86_64__)
  // Not the compiler's own: without an option for newer processors that only asks to read.
  __asm__ volatile("prefetchw (%0)" : : "r"(address));
#else
  __builtin_prefetch(address, 1);
#endif
}

#endif

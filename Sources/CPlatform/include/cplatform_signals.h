#ifndef CPLATFORM_SIGNALS_H
#define CPLATFORM_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Signals as bytes in a pipe. One pipe for the process.

// Opens the pipe. Returns the descriptor to poll and read, or -1 and errno.
int cplatform_signal_pipe_open(void);
// From now on this signal writes its number to the pipe, but for a hang-up, an interrupt or a stop
// that is ignored: that stays so. Returns 0, or -1 and errno.
int cplatform_signal_pipe_catch(int signal);
// Gives the signal a handler that does nothing. Unlike SIG_IGN it is not inherited by a program
// that is executed. Returns 0, or -1 and errno.
int cplatform_signal_pipe_swallow(int signal);
// Empties the pipe. Returns the signals that came since the last call: bit n stands for signal n.
// Tells whether SIGINT came more than once.
uint64_t cplatform_signal_pipe_drain(bool *interrupted_again);
// Gives every signal its former disposition back and closes the pipe.
void cplatform_signal_pipe_close(void);

// Gives the signal its default disposition, but where it is ignored. Whoever handles it is forgotten.
void cplatform_signal_unhandle(int signal);

// Stops this process as SIGTSTP would have done without the pipe; returns when it is continued.
void cplatform_stop_process(void);

// The terminal after a crash. A handler for the crash signals gives the terminal its modes and
// screen back, shows what lay unread in captured streams, restores the former dispositions, and
// raises the signal again.

// Room for a restore string. Longer ones are refused.
enum { cplatform_crash_restore_capacity = 512 };

// Keeps the terminal's present modes and arms the handler. Returns 0, or -1 and errno.
int cplatform_crash_arm(int descriptor, const uint8_t *restore, size_t count);
// Lets whatever is drawn from now on, or waits to be, lead nowhere; disarming gives the terminal
// back. For the handler of a signal that ends the program; does nothing when it is not armed.
void cplatform_crash_silence_screen(void);
// Gives every crash signal its former disposition back.
void cplatform_crash_disarm(void);

// Tells the handler where descriptors 1 and 2 really lead, and the pipe that stands in for them
// meanwhile. -1 three times: they are not captured.
void cplatform_crash_set_streams(int output, int error, int captured);
// Keeps the last bytes that were read from the captured streams, for the handler to show.
void cplatform_crash_remember(const uint8_t *bytes, size_t count);

// A pipe that is not blocking at either end and not inherited. It holds so many bytes, or the usual
// number where the system refuses. Returns 0, or -1 and errno.
int cplatform_capture_pipe(int ends[2], int capacity);
// Makes standard output write line by line, whatever it leads to.
void cplatform_line_buffer_output(void);

#endif

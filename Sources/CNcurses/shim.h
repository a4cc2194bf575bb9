#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// What Swift cannot see of ncurses: macros and globals, as functions.

#define _XOPEN_SOURCE_EXTENDED 1
#include <ncurses.h>

static inline WINDOW *cncurses_stdscr(void) { return stdscr; }

#endif

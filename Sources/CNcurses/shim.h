#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// What Swift cannot see of ncurses: macros and globals, as functions.

#define _XOPEN_SOURCE_EXTENDED 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <wchar.h>

static inline WINDOW *cncurses_stdscr(void) { return stdscr; }
static inline WINDOW *cncurses_curscr(void) { return curscr; }
static inline int cncurses_pair_limit(void) { return COLOR_PAIRS; }

static inline void cncurses_set_style(
    WINDOW *window, bool bold, bool dim, bool reverse, bool underline, short pair) {
  attr_t attributes = (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (reverse ? A_REVERSE : 0) |
                      (underline ? A_UNDERLINE : 0);
  wattr_set(window, attributes, pair, NULL);
}

static inline int cncurses_write(
    WINDOW *window, int row, int column, const wchar_t *text, int count) {
  return mvwaddnwstr(window, row, column, text, count);
}

// Asks for reports of the left button and the wheel, or for none; a click is told at once.
static inline void cncurses_set_mouse(bool is_on) {
  mousemask(is_on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
  mouseinterval(0);
}

// What the mouse did: 1 for the left button, 4 and 5 for the wheel up and down, 0 for nothing.
static inline int cncurses_read_mouse(int *column, int *row) {
  MEVENT event;
  if (getmouse(&event) != OK) return 0;
  *column = event.x;
  *row = event.y;
  if (event.bstate & BUTTON1_PRESSED) return 1;
  if (event.bstate & BUTTON4_PRESSED) return 4;
  if (event.bstate & BUTTON5_PRESSED) return 5;
  return 0;
}

static inline void cncurses_use_locale(void) { setlocale(LC_CTYPE, ""); }
static inline const char *cncurses_codeset(void) { return nl_langinfo(CODESET); }
static inline int cncurses_width(wchar_t scalar) { return wcwidth(scalar); }

// 0, or -1 when the descriptor has no window.
static inline int cncurses_window_size(int descriptor, int *columns, int *rows) {
  struct winsize window;
  if (ioctl(descriptor, TIOCGWINSZ, &window) != 0) return -1;
  *columns = window.ws_col;
  *rows = window.ws_row;
  return 0;
}

// Last, because it defines `columns`, `lines` and their like as macros.
#include <term.h>

static inline TERMINAL *cncurses_current_terminal(void) { return cur_term; }

// terminfo's "absent" and "no such thing" are both NULL here.
static inline const char *cncurses_string(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

// What moves the cursor to the beginning of the last row: terminals stop there.
static inline const char *cncurses_to_last_row(void) {
  const char *move = cncurses_string("cup");
  return move == NULL ? NULL : tiparm(move, 998, 0);
}

#endif

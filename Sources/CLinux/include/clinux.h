#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>

/// Sets `bytes` of room aside from `offset` on without changing the length of the file. 0, or -1 with `errno`.
/// fallocate(2) with FALLOC_FL_KEEP_SIZE, which the C library shows to GNU sources only.
int clinux_set_aside(int descriptor, int64_t offset, int64_t bytes);

/// Lets the calling thread run only when others leave the processor to it: nice 19 for this thread alone, which Linux has
/// though POSIX speaks of processes. 0, or -1 with `errno`.
int clinux_yield_to_others(void);

/// Starts `command` and stays until it ends or `lifeline` is closed at its other end; then kills whatever the command
/// has started, also what has left its process group or session. Gives the command's exit status, 126 if it could not
/// be kept. prctl(2), PR_SET_CHILD_SUBREAPER.
int clinux_keep(int lifeline, char *const command[]);

#endif

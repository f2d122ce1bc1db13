#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>

/// Sets `bytes` of room aside from `offset` on without changing the length of the file. 0, or -1 with `errno`.
/// fallocate(2) with FALLOC_FL_KEEP_SIZE, which the C library shows to GNU sources only.
int clinux_set_aside(int descriptor, int64_t offset, int64_t bytes);

/// What SO_PEERCRED says of the process at the other end of a Unix socket, as it was when it connected. unix(7).
struct clinux_credentials {
  int32_t process;
  uint32_t user;
  uint32_t group;
};

/// Numbers of socket options that the C library hides or does not know yet. socket(7), unix(7).
extern const int clinux_peer_credentials;
extern const int clinux_peer_process;

/// Whether the process behind a descriptor of pidfd_open(2) or SO_PEERPIDFD has not been reaped, so that its number
/// still means it.
int clinux_process_is_there(int descriptor);

/// Lets the calling thread run only when others leave the processor to it: nice 19 for this thread alone, which Linux has
/// though POSIX speaks of processes. 0, or -1 with `errno`.
int clinux_yield_to_others(void);

/// Starts `command` and stays until it ends or `lifeline` is closed at its other end; then kills whatever the command
/// has started, also what has left its process group or session. Gives the command's exit status, 126 if it could not
/// be kept. prctl(2), PR_SET_CHILD_SUBREAPER.
int clinux_keep(int lifeline, char *const command[]);

#endif

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

#endif

#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_set_aside(int descriptor, int64_t offset, int64_t bytes) {
#ifdef FALLOC_FL_KEEP_SIZE
  return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, bytes);
#else
  errno = EOPNOTSUPP;
  return -1;
#endif
}

const int clinux_peer_credentials = SO_PEERCRED;

// Linux 6.5 and later; the number is the same on every architecture that has the asm-generic list.
const int clinux_peer_process = 77;

int clinux_process_is_there(int descriptor) {
  // Signal 0 asks only. EPERM comes from a process that is there and belongs to somebody else.
  if (syscall(SYS_pidfd_send_signal, descriptor, 0, (void *)0, 0) == 0) return 1;
  return errno == EPERM;
}

int clinux_yield_to_others(void) {
  return setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 19);
}

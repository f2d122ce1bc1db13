#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
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

int clinux_yield_to_others(void) {
  return setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 19);
}

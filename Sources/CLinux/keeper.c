#define _GNU_SOURCE
#include "clinux.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* The parent of a process as /proc has it; 0 if it is gone. The name in parentheses may hold anything. */
static pid_t parent_of(const char *pid) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = 0;
  const char *end = strrchr(text, ')');
  int parent = 0;
  char state;
  return end && sscanf(end + 1, " %c %d", &state, &parent) == 2 ? parent : 0;
}

/* Kills every child; those of the killed become children in turn, because this process is their subreaper. */
static void kill_all(void) {
  pid_t self = getpid();
  for (;;) {
    pid_t reaped;
    while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (reaped < 0 && errno == ECHILD) return;
    DIR *processes = opendir("/proc");
    if (!processes) {
      kill(0, SIGKILL);
      return;
    }
    struct dirent *entry;
    while ((entry = readdir(processes))) {
      if (isdigit((unsigned char)entry->d_name[0]) && parent_of(entry->d_name) == self)
        kill((pid_t)atol(entry->d_name), SIGKILL);
    }
    closedir(processes);
    usleep(2000);
  }
}

static int start(char **command) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGTERM, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  signal(SIGHUP, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGCHLD, SIG_DFL);
  execvp(command[0], command);
  fprintf(stderr, "cannot start %s: %s\n", command[0], strerror(errno));
  _exit(127);
}

int clinux_keep(int lifeline, char *const command[]) {
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return 126;
  signal(SIGTERM, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  fcntl(lifeline, F_SETFD, FD_CLOEXEC);
  pid_t child = fork();
  if (child < 0) return 126;
  if (child == 0) start((char **)command);
  /* The pipes are the child's alone: whoever reads them sees its end. */
  close(0);
  close(1);
  int status = 0;
  for (;;) {
    struct pollfd end = {.fd = lifeline, .events = POLLIN};
    int ready = poll(&end, 1, 50);
    if (ready > 0) {
      char byte;
      if (read(lifeline, &byte, 1) <= 0) break;
    }
    pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno == ECHILD) break;
  }
  kill_all();
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

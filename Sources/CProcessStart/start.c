#define _POSIX_C_SOURCE 200809L
#include "CProcessStart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// More than any command needs beside the files of its user: queues, pipes to a program, a watch on its end.
enum { descriptors_needed = 20 };

// Where no further file can be opened, queues and timers of the system's libraries end the process by a trap.
static void require_descriptors(void) {
  int opened[descriptors_needed];
  int count = 0;
  int error = 0;
  while (count < descriptors_needed && error == 0) {
    int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      error = errno;
    } else {
      opened[count++] = descriptor;
    }
  }
  while (count > 0) close(opened[--count]);
  if (error != EMFILE && error != ENFILE) return;
  const char *message =
      "gmm: error: too few files can be open at a time; allow 32 or more (ulimit -n), or close some.\n";
  ssize_t written = write(STDERR_FILENO, message, strlen(message));
  (void)written;
  _exit(74);
}

// Before OpenBLAS starts its threads, which happens before main: the command uses the calling thread alone, and where
// the address space is limited those threads ask for memory for ever.
__attribute__((constructor(101))) static void prepare(void) {
  require_descriptors();
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
}

void process_start_is_linked(void) {}

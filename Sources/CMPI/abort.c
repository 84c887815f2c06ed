#if !defined(_WIN32) && !defined(__wasi__)

// For kill.
#define _GNU_SOURCE

#include "mpi_calls.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Whoever ends all has so many seconds for it.
enum { SECONDS_TO_ABORT = 5 };
// More files than a process has open, and less than takes time to close.
enum { MOST_FILES = 1 << 16 };

// Whether a process has started this one for an MPI, by what it is called.
static bool is_launcher(pid_t process) {
  // What they begin with: Debian has mpirun.openmpi, MPICH mpiexec.hydra. The system keeps fifteen letters of a name.
  static const char *const names[] = {"prterun", "prted", "mpirun", "mpiexec", "orterun", "orted", "hydra_pmi_proxy"};
  char path[64], name[32] = "";
  snprintf(path, sizeof path, "/proc/%ld/comm", (long)process);
  const int file = open(path, O_RDONLY);
  if (file < 0) return false;
  if (read(file, name, sizeof name - 1) < 0) name[0] = 0;
  close(file);
  for (size_t index = 0; index < sizeof names / sizeof *names; index++)
    if (!strncmp(name, names[index], strlen(names[index]))) return true;
  return false;
}

// Waits for a launcher to end; whether it did.
static bool has_ended(pid_t launcher, double seconds) {
  for (double waited = 0; waited < seconds && is_launcher(launcher); waited += 0.1) cmpi_pause(0.1);
  return !is_launcher(launcher);
}

// What ends a launcher: asked once it waits for all machines, asked again it says so, and asked for the third time it goes.
static void end_launcher(pid_t launcher) {
  static const int signals[] = {SIGTERM, SIGTERM, SIGTERM, SIGKILL};
  if (has_ended(launcher, SECONDS_TO_ABORT)) return;
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
    kill(launcher, signals[index]);
    if (has_ended(launcher, 0.5)) return;
  }
}

// Where a machine is out of reach, whoever started this process ends it at once, and then may wait for that machine without
// end. So that somebody is left to end it, a process of its own looks on, which it does not know.
static void watch_launcher(void) {
  const pid_t launcher = getppid();
  if (!is_launcher(launcher) || fork() != 0) return;
  setsid();
  // Nobody waits for the end of what this one had open.
  for (int file = 0; file < MOST_FILES; file++) close(file);
  end_launcher(launcher);
  _exit(0);
}

// Where the library waits for that machine, this process ends without it.
static void *end_anyway(void *code) {
  cmpi_pause(SECONDS_TO_ABORT);
  _exit((int)(intptr_t)code);
}

void cmpi_abort(int code) {
  if (!cmpi.is_begun) return;
  watch_launcher();
  pthread_t thread;
  if (pthread_create(&thread, NULL, end_anyway, (void *)(intptr_t)code)) alarm(SECONDS_TO_ABORT);
  for (int trial = 0; trial < 10 && pthread_mutex_trylock(&cmpi.turn); trial++) cmpi_pause(0.1);
  cmpi.abort(cmpi.world, code);
  // Whoever started this process ends it with all others.
  for (;;) cmpi_pause(1);
}

#endif

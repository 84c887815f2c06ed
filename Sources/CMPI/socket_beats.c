#if !defined(_WIN32) && !defined(__wasi__)

#include "beats.h"
#include "mpi_calls.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Where there is none, whoever starts the program lets writing to nobody be no signal.
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// Signs of life as bytes, by connections that nothing else goes by.

struct cmpi_pulse {
  struct beats beats;
  int *descriptors;
};

// Whatever a process says, it is alive. One that closes its end has ended, which its other connection tells.
static beats_word hear(void *place, int index) {
  const int descriptor = ((struct cmpi_pulse *)place)->descriptors[index];
  char bytes[64];
  beats_word word = BEATS_NOTHING;
  ssize_t count;
  while ((count = recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT)) > 0) word = BEATS_ALIVE;
  return count == 0 ? BEATS_LEFT : word;
}

// Where there is no room the other has not listened for long: it has enough to hear.
static bool tell(void *place, int index, bool is_leaving) {
  const char byte = 1;
  if (is_leaving) return true;
  const ssize_t count = send(((struct cmpi_pulse *)place)->descriptors[index], &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
  (void)count;
  return true;
}

static void release(struct cmpi_pulse *pulse) {
  free(pulse->beats.peers);
  free(pulse->descriptors);
  free(pulse);
}

static void *keep_beating(void *place) {
  struct cmpi_pulse *pulse = place;
  beats_keep(&pulse->beats);
  for (int index = 0; index < pulse->beats.count; index++) close(pulse->descriptors[index]);
  release(pulse);
  return NULL;
}

static bool begin(struct cmpi_pulse *pulse) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, keep_beating, pulse)) return false;
  pthread_detach(thread);
  return true;
}

cmpi_pulse *cmpi_begin_pulse(const int *descriptors, const int *ranks, int count, double most_silence, double until_first) {
  cmpi_pulse *pulse = calloc(1, sizeof *pulse);
  if (!pulse) return NULL;
  pulse->descriptors = malloc(((size_t)count + 1) * sizeof *pulse->descriptors);
  if (pulse->descriptors && beats_prepare(&pulse->beats, count)) {
    memcpy(pulse->descriptors, descriptors, (size_t)count * sizeof *descriptors);
    for (int index = 0; index < count; index++) {
      pulse->beats.peers[index].rank = ranks[index];
      pulse->beats.peers[index].silence = -until_first;
    }
    pulse->beats.way = (struct beats_way){.hear = hear, .tell = tell, .place = pulse};
    pulse->beats.most_silence = most_silence;
    if (begin(pulse)) return pulse;
  }
  release(pulse);
  return NULL;
}

int cmpi_lost_by(const cmpi_pulse *pulse) { return atomic_load(&pulse->beats.lost); }

void cmpi_end_pulse(cmpi_pulse *pulse) { atomic_store(&pulse->beats.is_ending, true); }

#endif

#if !defined(_WIN32) && !defined(__wasi__)

#include "beats.h"
#include "mpi_calls.h"

#include <stdlib.h>

// Signs of life as messages of the library, by which all other messages go as well.

enum { TAG = 23 };
static const double alive = 0, leaving = 1;

// What is on the way to and from another process.
struct words {
  int rank;
  cmpi_handle sending, receiving;
  double told, heard;
  bool is_sending, is_receiving;
};

static struct beats beats = {.lost = -1};
static struct words *words;
static pthread_t thread;
static bool is_watching;

int cmpi_lost(void) { return atomic_load(&beats.lost); }

int cmpi_take_lost(void) {
  const int lost = atomic_load(&beats.lost);
  if (lost >= 0) atomic_store(&beats.is_noticed, true);
  return lost;
}

bool cmpi_has_left(int rank) {
  for (int index = 0; index < beats.count; index++)
    if (beats.peers[index].rank == rank) return atomic_load(&beats.peers[index].has_left);
  return false;
}

static beats_word hear(void *place, int index) {
  struct words *peer = (struct words *)place + index;
  int done = 0;
  beats_word word = BEATS_NOTHING;
  if (peer->is_receiving && !cmpi.test(&peer->receiving, &done, cmpi.no_status) && done) {
    peer->is_receiving = false;
    word = peer->heard == leaving ? BEATS_LEFT : BEATS_ALIVE;
  }
  if (peer->is_receiving || word == BEATS_LEFT) return word;
  peer->receiving = 0;
  peer->is_receiving = !cmpi.receive(&peer->heard, 1, cmpi.number, peer->rank, TAG, cmpi.world, &peer->receiving);
  return word;
}

static bool has_arrived(void *place, int index) {
  struct words *peer = (struct words *)place + index;
  int done = 0;
  if (peer->is_sending && !cmpi.test(&peer->sending, &done, cmpi.no_status) && done) peer->is_sending = false;
  return !peer->is_sending;
}

static bool tell(void *place, int index, bool is_leaving) {
  struct words *peer = (struct words *)place + index;
  if (!has_arrived(place, index)) return false;
  peer->told = is_leaving ? leaving : alive;
  peer->sending = 0;
  peer->is_sending = !cmpi.send(&peer->told, 1, cmpi.number, peer->rank, TAG, cmpi.world, &peer->sending);
  return true;
}

static void *keep_beating(void *nothing) {
  beats_keep(&beats);
  return nothing;
}

bool cmpi_watch(double most_silence, double seconds_to_notice, void (*when_lost)(int)) {
  const int count = cmpi.own_rank == 0 ? cmpi.own_size - 1 : 1;
  words = calloc((size_t)count + 1, sizeof *words);
  if (!words || !beats_prepare(&beats, count)) return false;
  for (int index = 0; index < count; index++)
    words[index].rank = beats.peers[index].rank = cmpi.own_rank == 0 ? index + 1 : 0;
  beats.way = (struct beats_way){hear, tell, has_arrived, words, &cmpi.turn};
  beats.most_silence = most_silence;
  beats.seconds_to_notice = seconds_to_notice;
  beats.when_lost = when_lost;
  is_watching = !pthread_create(&thread, NULL, keep_beating, NULL);
  return is_watching;
}

void cmpi_say_farewell(void) {
  if (!is_watching) return;
  atomic_store(&beats.is_ending, true);
  pthread_join(thread, NULL);
  is_watching = false;
}

#endif

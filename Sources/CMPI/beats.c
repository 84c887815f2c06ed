#if !defined(_WIN32) && !defined(__wasi__)

#include "beats.h"

#include "mpi_calls.h"

#include <stdlib.h>

// A process tells rank 0, and rank 0 all others, that it is alive: from a thread of its own, so that work takes as long as it
// takes.

static const double period = 0.1, seconds_between_beats = 1, longest_step = 1;

bool beats_prepare(struct beats *beats, int count) {
  beats->peers = calloc((size_t)count + 1, sizeof *beats->peers);
  if (!beats->peers) return false;
  beats->count = count;
  for (int index = 0; index < count; index++) beats->peers[index].since_beat = seconds_between_beats;
  atomic_store(&beats->lost, -1);
  return true;
}

static void hear(struct beats *beats, int index) {
  struct beats_peer *peer = &beats->peers[index];
  if (atomic_load(&peer->has_left)) return;
  const beats_word word = beats->way.hear(beats->way.place, index);
  if (word != BEATS_NOTHING) peer->silence = 0;
  if (word == BEATS_LEFT) atomic_store(&peer->has_left, true);
}

static void tell(struct beats *beats, int index) {
  struct beats_peer *peer = &beats->peers[index];
  const bool is_ending = atomic_load(&beats->is_ending);
  if (peer->has_farewell || (!is_ending && peer->since_beat < seconds_between_beats)) return;
  if (!beats->way.tell(beats->way.place, index, is_ending)) return;
  peer->has_farewell = is_ending;
  peer->since_beat = 0;
}

// Whether nothing is to be heard of or told to anybody any more.
static bool is_over(struct beats *beats) {
  if (!beats->way.has_arrived) return atomic_load(&beats->is_ending);
  for (int index = 0; index < beats->count; index++) {
    const struct beats_peer *peer = &beats->peers[index];
    if (!peer->has_farewell || !atomic_load(&peer->has_left)) return false;
    if (!beats->way.has_arrived(beats->way.place, index)) return false;
  }
  return true;
}

static void turn(struct beats *beats, double step) {
  for (int index = 0; index < beats->count; index++) {
    struct beats_peer *peer = &beats->peers[index];
    peer->silence += step;
    peer->since_beat += step;
    hear(beats, index);
    tell(beats, index);
    const bool is_silent = peer->silence > beats->most_silence && !atomic_load(&peer->has_left);
    if (is_silent && atomic_load(&beats->lost) < 0) atomic_store(&beats->lost, peer->rank);
  }
}

void beats_keep(struct beats *beats) {
  double last = cmpi_now(), since_loss = 0;
  for (bool is_done = false; !is_done;) {
    const double now = cmpi_now();
    // Who was stopped itself does not take the time for others' silence.
    const double step = now - last < longest_step ? now - last : longest_step;
    last = now;
    if (beats->way.turn) pthread_mutex_lock(beats->way.turn);
    turn(beats, step);
    is_done = is_over(beats);
    if (beats->way.turn) pthread_mutex_unlock(beats->way.turn);
    const int lost = atomic_load(&beats->lost);
    if (lost >= 0) since_loss += step;
    // Where nobody waits for a message, nobody but this thread notices.
    if (since_loss > beats->seconds_to_notice && beats->when_lost && !atomic_exchange(&beats->is_noticed, true))
      beats->when_lost(lost);
    if (!is_done) cmpi_pause(period);
  }
}

#endif

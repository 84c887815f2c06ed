#if !defined(_WIN32) && !defined(__wasi__)

#include "mpi_calls.h"

#include <stdatomic.h>
#include <stdlib.h>

// A process tells rank 0, and rank 0 all others, that it is alive: from a thread of its own, so that work takes as long as it
// takes. Beats go as messages of the library, by which all other messages go as well.

enum { TAG = 23 };
static const double period = 0.1, seconds_between_beats = 1, longest_step = 1;
static const double alive = 0, leaving = 1;

// What is known of another process.
struct peer {
  int rank;
  cmpi_handle sending, receiving;
  double told, heard;
  bool is_sending, is_receiving, has_farewell;
  double silence, since_beat;
  atomic_bool has_left;
};

static struct {
  struct peer *peers;
  int count;
  double most_silence, seconds_to_notice;
  void (*when_lost)(int);
  pthread_t thread;
  bool runs;
  atomic_bool is_ending, is_noticed;
  atomic_int lost;
} watch = {.lost = -1};

int cmpi_lost(void) { return atomic_load(&watch.lost); }

int cmpi_take_lost(void) {
  const int lost = atomic_load(&watch.lost);
  if (lost >= 0) atomic_store(&watch.is_noticed, true);
  return lost;
}

bool cmpi_has_left(int rank) {
  for (int index = 0; index < watch.count; index++)
    if (watch.peers[index].rank == rank) return atomic_load(&watch.peers[index].has_left);
  return false;
}

// Takes what a process has told.
static void hear(struct peer *peer) {
  int done = 0;
  if (peer->is_receiving && !cmpi.test(&peer->receiving, &done, cmpi.no_status) && done) {
    peer->is_receiving = false;
    peer->silence = 0;
    if (peer->heard == leaving) atomic_store(&peer->has_left, true);
  }
  if (peer->is_receiving || atomic_load(&peer->has_left)) return;
  peer->receiving = 0;
  peer->is_receiving = !cmpi.receive(&peer->heard, 1, cmpi.number, peer->rank, TAG, cmpi.world, &peer->receiving);
}

// Tells a process that this one is alive, or leaves: not before it has taken what was told last.
static void tell(struct peer *peer) {
  int done = 0;
  if (peer->is_sending && !cmpi.test(&peer->sending, &done, cmpi.no_status) && done) peer->is_sending = false;
  if (peer->is_sending || peer->has_farewell) return;
  const bool is_ending = atomic_load(&watch.is_ending);
  if (!is_ending && peer->since_beat < seconds_between_beats) return;
  peer->has_farewell = is_ending;
  peer->told = is_ending ? leaving : alive;
  peer->since_beat = 0;
  peer->sending = 0;
  peer->is_sending = !cmpi.send(&peer->told, 1, cmpi.number, peer->rank, TAG, cmpi.world, &peer->sending);
}

// Whether nothing is to be heard of or told to anybody any more.
static bool is_over(void) {
  for (int index = 0; index < watch.count; index++) {
    const struct peer *peer = &watch.peers[index];
    if (!peer->has_farewell || peer->is_sending || !atomic_load(&peer->has_left)) return false;
  }
  return true;
}

static void turn(double step) {
  pthread_mutex_lock(&cmpi.turn);
  for (int index = 0; index < watch.count; index++) {
    struct peer *peer = &watch.peers[index];
    peer->silence += step;
    peer->since_beat += step;
    hear(peer);
    tell(peer);
    const bool is_silent = peer->silence > watch.most_silence && !atomic_load(&peer->has_left);
    if (is_silent && atomic_load(&watch.lost) < 0) atomic_store(&watch.lost, peer->rank);
  }
  pthread_mutex_unlock(&cmpi.turn);
}

static void *keep_beating(void *nothing) {
  double last = cmpi_now(), since_loss = 0;
  while (!is_over()) {
    const double now = cmpi_now();
    // Who was stopped itself does not take the time for others' silence.
    const double step = now - last < longest_step ? now - last : longest_step;
    last = now;
    turn(step);
    const int lost = cmpi_lost();
    if (lost >= 0) since_loss += step;
    // Where nobody waits for a message, nobody but this thread notices.
    if (since_loss > watch.seconds_to_notice && !atomic_exchange(&watch.is_noticed, true)) watch.when_lost(lost);
    cmpi_pause(period);
  }
  return nothing;
}

bool cmpi_watch(double most_silence, double seconds_to_notice, void (*when_lost)(int)) {
  watch.count = cmpi.own_rank == 0 ? cmpi.own_size - 1 : 1;
  watch.peers = calloc((size_t)watch.count + 1, sizeof *watch.peers);
  if (!watch.peers) return false;
  for (int index = 0; index < watch.count; index++) {
    watch.peers[index].rank = cmpi.own_rank == 0 ? index + 1 : 0;
    watch.peers[index].since_beat = seconds_between_beats;
  }
  watch.most_silence = most_silence;
  watch.seconds_to_notice = seconds_to_notice;
  watch.when_lost = when_lost;
  watch.runs = !pthread_create(&watch.thread, NULL, keep_beating, NULL);
  return watch.runs;
}

void cmpi_say_farewell(void) {
  if (!watch.runs) return;
  atomic_store(&watch.is_ending, true);
  pthread_join(watch.thread, NULL);
  watch.runs = false;
}

#endif

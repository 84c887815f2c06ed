// Signs of life between processes, by whatever way they go.
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

// What was heard of a process.
typedef enum { BEATS_NOTHING, BEATS_ALIVE, BEATS_LEFT } beats_word;

// How words go to and from other processes, by their numbers in the list of them.
struct beats_way {
  // Takes what a process has told.
  beats_word (*hear)(void *place, int index);
  // Tells a process that this one is alive, or leaves; false where what it was told last is still on the way.
  bool (*tell)(void *place, int index, bool is_leaving);
  // Whether all that it was told has arrived; NULL where nobody waits for that, nor for its farewell.
  bool (*has_arrived)(void *place, int index);
  void *place;
  // Held meanwhile; NULL for nothing.
  pthread_mutex_t *turn;
};

// What is known of another process.
struct beats_peer {
  int rank;
  double silence, since_beat;
  bool has_farewell;
  atomic_bool has_left;
};

struct beats {
  struct beats_way way;
  struct beats_peer *peers;
  int count;
  double most_silence, seconds_to_notice;
  // What is called where nobody takes notice of a loss; NULL for nothing.
  void (*when_lost)(int);
  atomic_bool is_ending, is_noticed;
  // The first process of which nothing was heard for too long; -1 for none.
  atomic_int lost;
};

// Makes room for so many processes, whose ranks are to be filled in; false where there is none.
bool beats_prepare(struct beats *beats, int count);

// Tells and hears until this process is ending, and all others too, where the way has a farewell.
void beats_keep(struct beats *beats);

// What the parts of this module share: the library that was found, and who takes its turn with it.
#pragma once

#include "CMPI.h"

#include <pthread.h>

// Handles are pointers in Open MPI and in the standard's own interface, and ints in MPICH's older one; a register holds
// either. Requests are written into eight bytes that are 0 before.
typedef uintptr_t cmpi_handle;

struct cmpi_calls {
  int (*init)(int *, char ***, int, int *);
  int (*rank)(cmpi_handle, int *);
  int (*size)(cmpi_handle, int *);
  int (*send)(const void *, int, cmpi_handle, int, int, cmpi_handle, cmpi_handle *);
  int (*receive)(void *, int, cmpi_handle, int, int, cmpi_handle, cmpi_handle *);
  int (*test)(cmpi_handle *, int *, void *);
  int (*finalize)(void);
  int (*abort)(cmpi_handle, int);
  int (*set_handler)(cmpi_handle, cmpi_handle);
  cmpi_handle world, number, errors_return;
  void *no_status;
  int own_rank, own_size;
  bool is_begun;
  char reason[256];
  // Held by whoever calls the library: two threads take turns.
  pthread_mutex_t turn;
};

extern struct cmpi_calls cmpi;

double cmpi_now(void);
void cmpi_pause(double seconds);

// Whether a process has said that it has no more to say.
bool cmpi_has_left(int rank);

// The process that gives no sign of life, which whoever asks takes care of; -1 for none.
int cmpi_take_lost(void);

// Tells all that there is no more to say, and waits until they do.
void cmpi_say_farewell(void);

// MPI without its header: the library is found when the program runs.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What became of a call.
typedef enum {
  CMPI_DONE = 0,
  /// There is no library of this name, or none that can be loaded.
  CMPI_ABSENT,
  /// The library is no MPI that is known, or threads cannot take turns with it.
  CMPI_STRANGE,
  /// The library refuses.
  CMPI_REFUSED,
  /// The other process did not answer in time.
  CMPI_LATE,
} cmpi_outcome;

/// Loads a library and begins with it; once in a process.
cmpi_outcome cmpi_begin(const char *library);

/// What the system says of a library that is absent; empty for nothing.
const char *cmpi_reason(void);

/// Whether this process is between beginning and end.
bool cmpi_is_begun(void);

int cmpi_rank(void);
int cmpi_size(void);

/// Sends numbers to a process, and returns when it may have them.
///
/// seconds: for how long it is waited for that; 0 for ever.
cmpi_outcome cmpi_send(const double *numbers, size_t count, int to, double seconds);

/// Takes as many numbers from a process as it sends.
cmpi_outcome cmpi_receive(double *numbers, size_t count, int from, double seconds);

/// Begins to tell others every second that this process is alive, and to listen for them: rank 0 to all, all others to rank 0.
///
/// most_silence: for how many seconds nothing may be heard of a process.
/// seconds_to_notice: how long whoever waits for a message has to take care of that.
/// when_lost: what is called otherwise, on a thread of its own, with the number of the process.
bool cmpi_watch(double most_silence, double seconds_to_notice, void (*when_lost)(int));

/// The first process of which nothing was heard for too long; -1 for none.
int cmpi_lost(void);

/// Signs of life by connections that nothing else goes by, where there is no MPI.
typedef struct cmpi_pulse cmpi_pulse;

/// Begins to tell others every second that this process is alive, and to listen for them, on a thread of its own.
///
/// descriptors: a connection with each of count processes; they are closed at the end. Where it cannot begin, they are not.
/// ranks: the numbers of these processes.
/// most_silence: for how many seconds nothing may be heard of a process.
/// until_first: for how many seconds more its first sign is waited for.
///
/// Returns NULL where there is no memory or thread for it.
cmpi_pulse *cmpi_begin_pulse(const int *descriptors, const int *ranks, int count, double most_silence, double until_first);

/// The first process of which nothing was heard for too long; -1 for none.
int cmpi_lost_by(const cmpi_pulse *pulse);

/// Ends it; it may not be asked any more.
void cmpi_end_pulse(cmpi_pulse *pulse);

/// Ends in order: all processes do, and each waits for that.
void cmpi_end(void);

/// Ends all processes.
void cmpi_abort(int code);

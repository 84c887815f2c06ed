// Gaussian mixtures for C, and for every language that calls C.
//
//   gmm_failure failure = {0};
//   gmm_points points = {numbers, 1000, 3, .point_stride = 3, .coordinate_stride = 1};
//   gmm_model *model = gmm_fit(&points, NULL, "{\"componentCount\": 2}", NULL, &failure);
//   if (model == NULL) fprintf(stderr, "%s\n", failure.message);
//
// Examples/example.c is a whole program. Rules that hold for all functions:
//
// - Texts are UTF-8 and end with a zero. Options and answers that have many parts are JSON: the keys are those of the model
//   file, Documentation/ModelFile.md.
// - What is returned belongs to the caller: texts go back by gmm_free, models by gmm_model_release, runs by gmm_run_release.
// - A function that fails returns NULL or false, and fills in the failure, whose message goes back by gmm_failure_clear. The
//   failure may be NULL. What went well leaves it as it is.
// - Numbers of points stay where they are, and must not be written as long as the call lasts; for a run, as long as it lives.
// - Models may be asked by many threads at once; a run by one at a time. Nothing is global.
// - Pointers that are null where something is needed, counts of 0 and the like are failures, never crashes. What no function
//   can see is that memory is there: count, dimension and strides have to be right.
#ifndef GAUSSIAN_MIXTURES_H
#define GAUSSIAN_MIXTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of this contract: it grows where a function or a struct is no longer what it was.
#define GMM_CONTRACT 4

/// The version of the library, such as "0.1.0"; it lasts as long as the program.
const char *gmm_version(void);

/// The contract that the library was built with, to be compared with GMM_CONTRACT.
int32_t gmm_contract(void);

/// How many threads work where nobody says: those of the process's affinity and control group.
int32_t gmm_thread_count(void);

/// Why something failed.
typedef struct gmm_failure {
  /// What failed: "fit", "model", "points", "file" or "options".
  char kind[16];
  /// The kind of the failure among these, such as "tooFewPoints".
  char code[24];
  /// The column to blame, from 0; -1 for none.
  int64_t column;
  /// What was found, where, and what would cure it; NULL where nothing failed.
  char *message;
} gmm_failure;

/// Takes the message back.
void gmm_failure_clear(gmm_failure *failure);

/// Takes a text back; NULL is nothing.
void gmm_free(char *text);

/// The coordinate of all points in one dimension, as frames have it.
typedef struct gmm_column {
  /// That of the first point: doubles, or floats where `is_single`.
  const void *numbers;
  /// From a point to the next one.
  ptrdiff_t stride;
  /// Whether the numbers are floats.
  bool is_single;
} gmm_column;

/// N points of D coordinates where they stand in memory, in any order: strides are in numbers, and may be negative or 0.
typedef struct gmm_points {
  /// The first coordinate of the first point: doubles, or floats where `is_single`. Not looked at where there are columns.
  const void *numbers;
  /// The number of points, N.
  size_t count;
  /// The number of coordinates, D.
  size_t dimension;
  /// From a point to the next one.
  ptrdiff_t point_stride;
  /// From a coordinate to the next one of the same point.
  ptrdiff_t coordinate_stride;
  /// Whether the numbers are floats.
  bool is_single;
  /// D columns, each with memory of its own; or NULL.
  const gmm_column *columns;
} gmm_points;

/// A mixture that answers questions, and how it was fitted.
typedef struct gmm_model gmm_model;

/// What is known of points besides their coordinates.
typedef struct gmm_knowledge {
  /// N weights, or NULL.
  const double *weights;
  /// For each point the number of its group, from 0, or -1 for none; or NULL. The options name the groups.
  const int32_t *labels;
  /// The mixture that a fit starts from where its "start" is "model"; or NULL.
  const gmm_model *start;
} gmm_knowledge;

/// What an observer is told after every iteration. Numbers that are not known are NaN or -1.
typedef struct gmm_progress {
  int64_t restart, restart_count;
  int64_t iteration;
  double log_likelihood, mean_change, weight_change, covariance_change, seconds;
  double fraction_completed;
  int64_t remaining_iterations;
  bool is_searching;
  /// Of a selection: the model that is being fitted, and how many fits are over.
  int64_t component_count, completed_fits, fit_count;
  char structure[4];
} gmm_progress;

/// Who watches a fit, and may end it. Functions may be NULL.
typedef struct gmm_observer {
  /// Asked every few milliseconds, on any thread, whether to leave off; once true, it stays so.
  bool (*is_over)(void *context);
  /// Told of every iteration, of one at a time: true ends the fit, and keeps the best model so far. In a selection on any
  /// thread, else on the caller's.
  bool (*observe)(void *context, const gmm_progress *progress);
  void *context;
} gmm_observer;

/// Fits a mixture, or where the options have the key "selection" several, and returns the best, whose document has how that
/// went.
///
/// Options: "componentCount" and all that a model file's "configuration" has, of which what is absent is at its default;
/// "start" ("auto", "hierarchical", "kmeans", "random", "labels", "model"), "effort", "labelNames", "allowsMissing",
/// "weightMeaning", "threads", "columns", "software", and "selection" with "componentCounts", "structures", "criterion",
/// "foldCount" and "stability". The labels are known ones, unless the start is "labels".
///
/// Returns NULL with the code "stopped" where it was ended before there was a model. Time: O(N K D²) an iteration.
gmm_model *gmm_fit(const gmm_points *points, const gmm_knowledge *knowledge, const char *options,
                   const gmm_observer *observer, gmm_failure *failure);

/// A way between processes that fit together.
typedef struct gmm_ranks gmm_ranks;

/// Where processes meet.
typedef struct gmm_meeting {
  /// The machine where rank 0 listens, by its name or number, and the port.
  const char *host;
  int32_t port;
  /// On rank 0 the descriptor of a socket that listens there already, which is closed; -1 to listen.
  int32_t listener;
  /// The number of this process, from 0, and how many there are.
  int32_t rank, size;
  /// A text that these processes alone know.
  const char *secret;
  /// For how long the others are waited for, and for how long rank 0 waits for an answer later, however alive who works on it.
  double seconds, seconds_to_answer;
  /// For how long nothing may be heard of a process: each tells every second that it is alive, whatever it works on.
  double seconds_of_silence;
} gmm_meeting;

/// Meets the other processes. Of the observer, `is_over` is asked while this one waits, as long as the way lasts.
gmm_ranks *gmm_ranks_meet(const gmm_meeting *meeting, const gmm_observer *observer, gmm_failure *failure);

/// Ends the way: whoever waits at the other end is told that this process is gone; NULL is nothing.
void gmm_ranks_release(gmm_ranks *ranks);

/// Brings a JSON value of each process to rank 0, which has them as an array in the order of ranks; the others have "[]".
/// All processes call the same functions in the same order.
char *gmm_ranks_gather(gmm_ranks *ranks, const char *json, gmm_failure *failure);

/// Brings a text of rank 0 to all; that of the others may be NULL.
char *gmm_ranks_broadcast(gmm_ranks *ranks, const char *text, gmm_failure *failure);

/// Fits as gmm_fit to the points of several processes together, in the order of ranks: all call it, with the same options
/// but for "threads", and all have the same mixture or failure. The bits are those of one process with all points. There may
/// be no points (a count of 0, with the dimension of the others). Where labels are known, "labelNames" are those of all
/// processes; either all that have points have weights, or none. The mixture to start from and the observer are rank 0's. There
/// the option "checkpoint", a text of gmm_ranks_kept, makes it go on from where another fit had come, to the same bits; one of
/// other points or options is nothing.
gmm_model *gmm_ranks_fit(gmm_ranks *ranks, const gmm_points *points, const gmm_knowledge *knowledge,
                         const char *options, const gmm_observer *observer, gmm_failure *failure);

/// How far the last fit had come on rank 0, for another one to go on from. "" elsewhere, and in the first two seconds.
char *gmm_ranks_kept(gmm_ranks *ranks);

/// The mixture of a model document.
gmm_model *gmm_model_read(const char *document, gmm_failure *failure);

/// The mixture of K weights, K x D means and K x D x D covariances, or K x D variances, all row by row.
gmm_model *gmm_model_make(size_t component_count, size_t dimension, const double *weights, const double *means,
                          const double *covariances, bool are_variances, gmm_failure *failure);

/// The mixture of some coordinates, each from 0 and none twice; of a model document's columns these.
gmm_model *gmm_model_marginal(const gmm_model *model, const size_t *coordinates, size_t count, gmm_failure *failure);

/// Takes a model back; NULL is nothing.
void gmm_model_release(gmm_model *model);

/// The number of components, K, without the noise; 0 for NULL.
size_t gmm_model_component_count(const gmm_model *model);

/// The number of coordinates, D; 0 for NULL.
size_t gmm_model_dimension(const gmm_model *model);

/// Writes the parameters: K weights, K x D means, K x D x D covariances.
bool gmm_model_parameters(const gmm_model *model, double *weights, double *means, double *covariances,
                          gmm_failure *failure);

/// The model document as JSON, as a model file has it.
char *gmm_model_document(const gmm_model *model, gmm_failure *failure);

/// Where answers go; what is NULL is not asked for.
typedef struct gmm_answers {
  /// N components, from 0, or -1 for the noise.
  int32_t *labels;
  /// N numbers each: the largest responsibility, what it leaves to 1, and the natural logarithm of the density.
  double *probabilities, *uncertainties, *log_densities;
  /// K x N responsibilities: those of the first component for all points come first.
  double *responsibilities;
  /// The labels in eight bytes each, for callers that count so.
  int64_t *wide_labels;
} gmm_answers;

/// What a mixture says of points, of which coordinates may be missing (NaN) where `allows_missing`; threads 0 for all.
bool gmm_evaluate(const gmm_model *model, const gmm_points *points, bool allows_missing, int32_t threads,
                  const gmm_answers *answers, gmm_failure *failure);

/// Log-likelihood and criteria of a mixture on points as JSON; N weights or NULL, and what they are ("frequencies",
/// "importance") or NULL.
char *gmm_score(const gmm_model *model, const gmm_points *points, const double *weights, const char *weight_meaning,
                int32_t threads, gmm_failure *failure);

/// Writes N x D coordinates, each column's side by side, with what is missing at its mean given the others.
bool gmm_impute(const gmm_model *model, const gmm_points *points, int32_t threads, double *output,
                gmm_failure *failure);

/// Draws points: N x D coordinates, each column's side by side, and the component of each or -1 (labels may be NULL).
bool gmm_sample(const gmm_model *model, size_t count, uint64_t seed, int32_t threads, double *output, int32_t *labels,
                gmm_failure *failure);

/// One run of EM, iteration by iteration.
typedef struct gmm_run gmm_run;

/// A run from a mixture; options as for a fit. Of the observer, `is_over` alone is asked, as long as the run lives.
gmm_run *gmm_run_make(const gmm_points *points, const gmm_knowledge *knowledge, const gmm_model *start,
                      const char *options, const gmm_observer *observer, gmm_failure *failure);

/// An iteration. Where it was ended by the observer, the run is as before, and false says so with the code "stopped".
bool gmm_run_step(gmm_run *run, gmm_failure *failure);

/// The log-likelihood of the current mixture, in nats.
double gmm_run_log_likelihood(const gmm_run *run);

/// Writes the current mixture: K weights, K x D means, K x D x D covariances.
bool gmm_run_read(const gmm_run *run, double *weights, double *means, double *covariances, gmm_failure *failure);

/// Takes a run back; NULL is nothing.
void gmm_run_release(gmm_run *run);

/// Reads a model file, and returns its document as JSON.
char *gmm_file_read(const char *path, gmm_failure *failure);

/// Writes a document as a model file, whole or not at all: the bytes that the command gmm writes.
bool gmm_file_write(const char *document, const char *path, gmm_failure *failure);

#ifdef __cplusplus
}
#endif
#endif

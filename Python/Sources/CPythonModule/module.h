// What the files of the module share.
#ifndef MODULE_H
#define MODULE_H
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include "gaussian_mixtures.h"

// Raises the exception of a failure, whose message it takes back.
PyObject *native_raise(gmm_failure *failure);
// A text of the library as a str, or the exception of why there is none.
PyObject *native_text(char *text, gmm_failure *failure);

// A buffer of Python that is held; not held where `view.obj` is null.
typedef struct native_buffer {
  Py_buffer view;
  // Where it is points that came as columns: a buffer of each, and what the library is told of them.
  struct native_buffer *parts;
  gmm_column *columns;
  size_t part_count;
} native_buffer;

// Holds N x D doubles or floats of any strides, which are one buffer of two axes or a tuple of D buffers of one.
int native_take_points(PyObject *object, native_buffer *buffer, gmm_points *points);
// Holds `count` items side by side of a kind ('d', 'i', 'q'), to be read; None leaves `*items` null.
int native_take(PyObject *object, native_buffer *buffer, char kind, size_t count, const char *name, const void **items);
// The same, to be written.
int native_take_room(PyObject *object, native_buffer *buffer, char kind, size_t count, const char *name, void **items);
// The same for labels of either width.
int native_take_labels(PyObject *object, native_buffer *buffer, size_t count, gmm_answers *answers);
void native_let_go(native_buffer *buffers, int count);

// The model of a capsule, with its sizes; null with an exception for other objects.
gmm_model *native_model(PyObject *object, size_t *component_count, size_t *dimension);
// The same of None too, which leaves `*model` null; -1 with an exception for other objects.
int native_optional_model(PyObject *object, const gmm_model **model);
// Writes weights, means and covariances into three arrays of these sizes.
typedef bool native_parameters(const void *of, double *weights, double *means, double *covariances, gmm_failure *failure);
PyObject *native_write_parameters(PyObject *const given[3], size_t k, size_t d, native_parameters *write, const void *of);
// A capsule that owns a model, or the exception of why there is none.
PyObject *native_held_model(gmm_model *model, gmm_failure *failure);

// Who watches a fit on behalf of Python: signals, and a callback.
typedef struct native_watch native_watch;
// Both may be None: the callback is told of iterations, and the check is called whenever signals are looked at. What either
// raises ends the work.
native_watch *native_watch_make(PyObject *callback, PyObject *check);
gmm_observer native_watch_observer(native_watch *watch);
// Raises what came up while the GIL was released; 0 where nothing did.
int native_watch_raise(native_watch *watch);
void native_watch_release(native_watch *watch);
// What came of a fit as a capsule, or what was raised meanwhile, or why there is none.
PyObject *native_watched_model(native_watch *watch, gmm_model *model, gmm_failure *failure);

#define NATIVE_FUNCTION(name) PyObject *name(PyObject *self, PyObject *arguments)
NATIVE_FUNCTION(native_fit);
NATIVE_FUNCTION(native_ranks_meet);
NATIVE_FUNCTION(native_ranks_close);
NATIVE_FUNCTION(native_ranks_gather);
NATIVE_FUNCTION(native_ranks_broadcast);
NATIVE_FUNCTION(native_ranks_fit);
NATIVE_FUNCTION(native_ranks_kept);
NATIVE_FUNCTION(native_run_make);
NATIVE_FUNCTION(native_run_step);
NATIVE_FUNCTION(native_run_log_likelihood);
NATIVE_FUNCTION(native_run_read);
NATIVE_FUNCTION(native_model_read);
NATIVE_FUNCTION(native_model_make);
NATIVE_FUNCTION(native_model_marginal);
NATIVE_FUNCTION(native_model_shape);
NATIVE_FUNCTION(native_model_parameters);
NATIVE_FUNCTION(native_model_document);
NATIVE_FUNCTION(native_evaluate);
NATIVE_FUNCTION(native_score);
NATIVE_FUNCTION(native_impute);
NATIVE_FUNCTION(native_sample);
#endif

// Fits, and runs of EM iteration by iteration.
#include <stdlib.h>

#include "module.h"

PyObject *native_watched_model(native_watch *watch, gmm_model *model, gmm_failure *failure) {
  if (native_watch_raise(watch) == 0) return native_held_model(model, failure);
  gmm_model_release(model);
  gmm_failure_clear(failure);
  return NULL;
}

PyObject *native_fit(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *array, *weights, *labels, *start, *callback;
  const char *options;
  if (!PyArg_ParseTuple(arguments, "OOOOsO", &array, &weights, &labels, &start, &options, &callback)) return NULL;
  native_buffer buffers[3] = {0};
  gmm_points points;
  gmm_knowledge knowledge = {0};
  gmm_failure failure = {0};
  PyObject *answer = NULL;
  native_watch *watch = native_watch_make(callback, Py_None);
  if (watch == NULL) return NULL;
  if (native_take_points(array, &buffers[0], &points) == 0 &&
      native_take(weights, &buffers[1], 'd', points.count, "weights", (const void **)&knowledge.weights) == 0 &&
      native_take(labels, &buffers[2], 'i', points.count, "labels", (const void **)&knowledge.labels) == 0 &&
      native_optional_model(start, &knowledge.start) == 0) {
    const gmm_observer observer = native_watch_observer(watch);
    gmm_model *model;
    Py_BEGIN_ALLOW_THREADS
    model = gmm_fit(&points, &knowledge, options, &observer, &failure);
    Py_END_ALLOW_THREADS
    answer = native_watched_model(watch, model, &failure);
  }
  native_let_go(buffers, 3);
  native_watch_release(watch);
  return answer;
}

// A run with what it needs as long as it lives.
typedef struct run_holder {
  gmm_run *run;
  native_watch *watch;
  native_buffer buffers[2];
  size_t component_count, dimension;
  bool is_busy;
} run_holder;

static const char run_name[] = "gaussian_mixtures._native.run";

static void release_run(run_holder *holder) {
  gmm_run_release(holder->run);
  native_watch_release(holder->watch);
  native_let_go(holder->buffers, 2);
  free(holder);
}

static void destroy_run(PyObject *capsule) { release_run(PyCapsule_GetPointer(capsule, run_name)); }

PyObject *native_run_make(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *array, *weights, *model;
  const char *options;
  if (!PyArg_ParseTuple(arguments, "OOOs", &array, &weights, &model, &options)) return NULL;
  run_holder *holder = calloc(1, sizeof(run_holder));
  if (holder == NULL) return PyErr_NoMemory();
  gmm_points points;
  gmm_knowledge knowledge = {0};
  gmm_failure failure = {0};
  gmm_model *start = native_model(model, &holder->component_count, &holder->dimension);
  if (start == NULL || native_take_points(array, &holder->buffers[0], &points) < 0 ||
      native_take(weights, &holder->buffers[1], 'd', points.count, "weights", (const void **)&knowledge.weights) < 0 ||
      (holder->watch = native_watch_make(Py_None, Py_None)) == NULL) {
    release_run(holder);
    return NULL;
  }
  const gmm_observer observer = native_watch_observer(holder->watch);
  Py_BEGIN_ALLOW_THREADS
  holder->run = gmm_run_make(&points, &knowledge, start, options, &observer, &failure);
  Py_END_ALLOW_THREADS
  if (native_watch_raise(holder->watch) < 0 || holder->run == NULL) {
    if (PyErr_Occurred()) gmm_failure_clear(&failure);
    else native_raise(&failure);
    release_run(holder);
    return NULL;
  }
  PyObject *capsule = PyCapsule_New(holder, run_name, destroy_run);
  if (capsule == NULL) release_run(holder);
  return capsule;
}

// The run of a capsule that no other thread is at.
static run_holder *idle_run(PyObject *capsule) {
  run_holder *holder = PyCapsule_GetPointer(capsule, run_name);
  if (holder != NULL && holder->is_busy) {
    PyErr_SetString(PyExc_RuntimeError, "another thread is at this run");
    return NULL;
  }
  return holder;
}

PyObject *native_run_step(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule;
  if (!PyArg_ParseTuple(arguments, "O", &capsule)) return NULL;
  run_holder *holder = idle_run(capsule);
  if (holder == NULL) return NULL;
  gmm_failure failure = {0};
  bool is_done;
  holder->is_busy = true;
  Py_BEGIN_ALLOW_THREADS
  is_done = gmm_run_step(holder->run, &failure);
  Py_END_ALLOW_THREADS
  holder->is_busy = false;
  if (native_watch_raise(holder->watch) < 0) {
    gmm_failure_clear(&failure);
    return NULL;
  }
  if (!is_done) return native_raise(&failure);
  return PyFloat_FromDouble(gmm_run_log_likelihood(holder->run));
}

PyObject *native_run_log_likelihood(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule;
  if (!PyArg_ParseTuple(arguments, "O", &capsule)) return NULL;
  run_holder *holder = idle_run(capsule);
  return holder == NULL ? NULL : PyFloat_FromDouble(gmm_run_log_likelihood(holder->run));
}

static bool write_run(const void *run, double *weights, double *means, double *covariances, gmm_failure *failure) {
  return gmm_run_read(run, weights, means, covariances, failure);
}

PyObject *native_run_read(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *given[3];
  if (!PyArg_ParseTuple(arguments, "OOOO", &capsule, &given[0], &given[1], &given[2])) return NULL;
  run_holder *holder = idle_run(capsule);
  if (holder == NULL) return NULL;
  return native_write_parameters(given, holder->component_count, holder->dimension, write_run, holder->run);
}

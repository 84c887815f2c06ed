// Fits to points that several processes have: where these meet, and what they say to each other.
#include <stdlib.h>

#include "module.h"

// A way between processes with who watches while it waits.
typedef struct ranks_holder {
  gmm_ranks *ranks;
  native_watch *watch;
} ranks_holder;

static const char ranks_name[] = "gaussian_mixtures._native.ranks";

static void release(ranks_holder *holder) {
  gmm_ranks_release(holder->ranks);
  native_watch_release(holder->watch);
  free(holder);
}

static void destroy(PyObject *capsule) { release(PyCapsule_GetPointer(capsule, ranks_name)); }

static ranks_holder *open_ranks(PyObject *capsule) {
  ranks_holder *holder = PyCapsule_GetPointer(capsule, ranks_name);
  if (holder != NULL && holder->ranks == NULL) {
    PyErr_SetString(PyExc_RuntimeError, "the way between the processes is closed");
    return NULL;
  }
  return holder;
}

PyObject *native_ranks_meet(PyObject *self, PyObject *arguments) {
  (void)self;
  gmm_meeting meeting = {0};
  PyObject *callback, *check;
  if (!PyArg_ParseTuple(arguments, "siiiisdddOO", &meeting.host, &meeting.port, &meeting.listener, &meeting.rank,
                        &meeting.size, &meeting.secret, &meeting.seconds, &meeting.seconds_to_answer,
                        &meeting.seconds_of_silence, &callback, &check))
    return NULL;
  ranks_holder *holder = calloc(1, sizeof(ranks_holder));
  if (holder == NULL) return PyErr_NoMemory();
  if ((holder->watch = native_watch_make(callback, check)) == NULL) {
    release(holder);
    return NULL;
  }
  const gmm_observer observer = native_watch_observer(holder->watch);
  gmm_failure failure = {0};
  Py_BEGIN_ALLOW_THREADS
  holder->ranks = gmm_ranks_meet(&meeting, &observer, &failure);
  Py_END_ALLOW_THREADS
  if (native_watch_raise(holder->watch) < 0 || holder->ranks == NULL) {
    if (PyErr_Occurred()) gmm_failure_clear(&failure);
    else native_raise(&failure);
    release(holder);
    return NULL;
  }
  PyObject *capsule = PyCapsule_New(holder, ranks_name, destroy);
  if (capsule == NULL) release(holder);
  return capsule;
}

PyObject *native_ranks_close(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule;
  if (!PyArg_ParseTuple(arguments, "O", &capsule)) return NULL;
  ranks_holder *holder = PyCapsule_GetPointer(capsule, ranks_name);
  if (holder == NULL) return NULL;
  gmm_ranks_release(holder->ranks);
  holder->ranks = NULL;
  Py_RETURN_NONE;
}

// What came of a call: its text, or what was raised meanwhile, or why there is none.
static PyObject *answer(ranks_holder *holder, char *text, gmm_failure *failure) {
  if (native_watch_raise(holder->watch) == 0) return native_text(text, failure);
  gmm_free(text);
  gmm_failure_clear(failure);
  return NULL;
}

typedef char *exchange(gmm_ranks *ranks, const char *text, gmm_failure *failure);

static PyObject *exchanged(PyObject *arguments, exchange *function) {
  PyObject *capsule;
  const char *given;
  if (!PyArg_ParseTuple(arguments, "Os", &capsule, &given)) return NULL;
  ranks_holder *holder = open_ranks(capsule);
  if (holder == NULL) return NULL;
  gmm_failure failure = {0};
  char *text;
  Py_BEGIN_ALLOW_THREADS
  text = function(holder->ranks, given, &failure);
  Py_END_ALLOW_THREADS
  return answer(holder, text, &failure);
}

PyObject *native_ranks_gather(PyObject *self, PyObject *arguments) {
  (void)self;
  return exchanged(arguments, gmm_ranks_gather);
}

PyObject *native_ranks_broadcast(PyObject *self, PyObject *arguments) {
  (void)self;
  return exchanged(arguments, gmm_ranks_broadcast);
}

PyObject *native_ranks_fit(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *array, *weights, *labels, *start, *result = NULL;
  Py_ssize_t dimension;
  const char *options;
  if (!PyArg_ParseTuple(arguments, "OOnOOOs", &capsule, &array, &dimension, &weights, &labels, &start, &options))
    return NULL;
  ranks_holder *holder = open_ranks(capsule);
  if (holder == NULL) return NULL;
  native_buffer buffers[3] = {0};
  gmm_points points = {.dimension = dimension < 0 ? 0 : (size_t)dimension};
  gmm_knowledge knowledge = {0};
  gmm_failure failure = {0};
  if ((array == Py_None || native_take_points(array, &buffers[0], &points) == 0) &&
      native_take(weights, &buffers[1], 'd', points.count, "weights", (const void **)&knowledge.weights) == 0 &&
      native_take(labels, &buffers[2], 'i', points.count, "labels", (const void **)&knowledge.labels) == 0 &&
      native_optional_model(start, &knowledge.start) == 0) {
    const gmm_observer observer = native_watch_observer(holder->watch);
    gmm_model *model;
    Py_BEGIN_ALLOW_THREADS
    model = gmm_ranks_fit(holder->ranks, &points, &knowledge, options, &observer, &failure);
    Py_END_ALLOW_THREADS
    result = native_watched_model(holder->watch, model, &failure);
  }
  native_let_go(buffers, 3);
  return result;
}

PyObject *native_ranks_kept(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule;
  if (!PyArg_ParseTuple(arguments, "O", &capsule)) return NULL;
  ranks_holder *holder = open_ranks(capsule);
  if (holder == NULL) return NULL;
  gmm_failure failure = {0};
  return native_text(gmm_ranks_kept(holder->ranks), &failure);
}

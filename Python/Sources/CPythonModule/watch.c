// A fit on behalf of Python: the GIL is released, signals are looked at, and a callback is told.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "module.h"

// How often Python is looked after, in nanoseconds: more often would make other threads wait for the GIL.
static const int64_t interval = 20000000;

struct native_watch {
  PyObject *callback, *check;
  // The thread that called: signals are looked at on that one, as Python wants it.
  pthread_t caller;
  // When Python was last looked after.
  _Atomic int64_t last;
  atomic_bool is_over;
  // The exception that came up, of whichever came first.
  PyObject *kind, *value, *trace;
};

static int64_t now(void) {
  struct timespec time;
  timespec_get(&time, TIME_UTC);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

native_watch *native_watch_make(PyObject *callback, PyObject *check) {
  if ((callback != Py_None && !PyCallable_Check(callback)) || (check != Py_None && !PyCallable_Check(check))) {
    PyErr_SetString(PyExc_TypeError, "what is told of iterations, and what checks, has to be callable");
    return NULL;
  }
  native_watch *watch = calloc(1, sizeof(native_watch));
  if (watch == NULL) return (native_watch *)PyErr_NoMemory();
  watch->callback = callback == Py_None ? NULL : Py_NewRef(callback);
  watch->check = check == Py_None ? NULL : Py_NewRef(check);
  watch->caller = pthread_self();
  atomic_store(&watch->last, now());
  return watch;
}

// Keeps the exception that is set, with the GIL.
static void keep(native_watch *watch) {
  PyObject *kind, *value, *trace;
  PyErr_Fetch(&kind, &value, &trace);
  if (watch->kind == NULL) {
    watch->kind = kind, watch->value = value, watch->trace = trace;
  } else {
    Py_XDECREF(kind);
    Py_XDECREF(value);
    Py_XDECREF(trace);
  }
  atomic_store(&watch->is_over, true);
}

static bool is_over(void *context) {
  native_watch *watch = context;
  if (atomic_load_explicit(&watch->is_over, memory_order_relaxed)) return true;
  if (!pthread_equal(pthread_self(), watch->caller)) return false;
  const int64_t time = now(), since = time - atomic_load_explicit(&watch->last, memory_order_relaxed);
  // A clock that is set back is no reason to wait.
  if (since >= 0 && since < interval) return false;
  const PyGILState_STATE state = PyGILState_Ensure();
  PyObject *answer = NULL;
  const bool is_well = PyErr_CheckSignals() == 0 &&
                       (watch->check == NULL || (answer = PyObject_CallNoArgs(watch->check)) != NULL);
  if (!is_well) keep(watch);
  Py_XDECREF(answer);
  PyGILState_Release(state);
  atomic_store_explicit(&watch->last, now(), memory_order_relaxed);
  return atomic_load(&watch->is_over);
}

static PyObject *told(const gmm_progress *progress) {
  return Py_BuildValue(
      "{sL sL sO sL sd sd sd sd sd sd sL sL sL sL ss}", "restart", (long long)progress->restart, "restart_count",
      (long long)progress->restart_count, "is_searching", progress->is_searching ? Py_True : Py_False, "iteration",
      (long long)progress->iteration, "log_likelihood", progress->log_likelihood, "mean_change",
      progress->mean_change, "weight_change", progress->weight_change, "covariance_change",
      progress->covariance_change, "seconds", progress->seconds, "fraction_completed",
      progress->fraction_completed, "remaining_iterations", (long long)progress->remaining_iterations,
      "component_count", (long long)progress->component_count, "completed_fits",
      (long long)progress->completed_fits, "fit_count", (long long)progress->fit_count, "structure",
      progress->structure);
}

static bool observe(void *context, const gmm_progress *progress) {
  native_watch *watch = context;
  if (watch->callback == NULL) return is_over(context);
  const PyGILState_STATE state = PyGILState_Ensure();
  bool ends = atomic_load(&watch->is_over);
  PyObject *report = ends ? NULL : told(progress);
  PyObject *answer = report == NULL ? NULL : PyObject_CallFunctionObjArgs(watch->callback, report, NULL);
  if (!ends && (answer == NULL || PyErr_CheckSignals() < 0)) keep(watch), ends = true;
  // Only False ends a fit: None is what functions return that say nothing.
  if (answer == Py_False) ends = true;
  Py_XDECREF(answer);
  Py_XDECREF(report);
  PyGILState_Release(state);
  return ends;
}

gmm_observer native_watch_observer(native_watch *watch) {
  return (gmm_observer){.is_over = is_over, .observe = observe, .context = watch};
}

int native_watch_raise(native_watch *watch) {
  // A signal may have come after the last look.
  if (watch->kind == NULL) return PyErr_CheckSignals();
  PyErr_Restore(watch->kind, watch->value, watch->trace);
  watch->kind = watch->value = watch->trace = NULL;
  return -1;
}

void native_watch_release(native_watch *watch) {
  if (watch == NULL) return;
  Py_XDECREF(watch->callback);
  Py_XDECREF(watch->check);
  Py_XDECREF(watch->kind);
  Py_XDECREF(watch->value);
  Py_XDECREF(watch->trace);
  free(watch);
}

// The module gaussian_mixtures._native: the functions of gaussian_mixtures.h with Python's buffers, exceptions and signals.
// It takes nothing on trust: shapes, types and rooms of all buffers are checked here, since the library works on memory.
#include "module.h"

PyObject *native_raise(gmm_failure *failure) {
  // The exceptions are written in Python, and so is which failure is which.
  PyObject *errors = PyImport_ImportModule("gaussian_mixtures._errors");
  PyObject *error =
      errors == NULL ? NULL
                     : PyObject_CallMethod(errors, "failure", "sssL", failure->kind, failure->code,
                                           failure->message ? failure->message : "", (long long)failure->column);
  if (error != NULL) PyErr_SetObject((PyObject *)Py_TYPE(error), error);
  Py_XDECREF(error);
  Py_XDECREF(errors);
  gmm_failure_clear(failure);
  return NULL;
}

PyObject *native_text(char *text, gmm_failure *failure) {
  if (text == NULL) return native_raise(failure);
  PyObject *answer = PyUnicode_FromString(text);
  gmm_free(text);
  return answer;
}

static PyObject *version(PyObject *self, PyObject *none) {
  (void)self, (void)none;
  return PyUnicode_FromString(gmm_version());
}

static PyObject *thread_count(PyObject *self, PyObject *none) {
  (void)self, (void)none;
  return PyLong_FromLong(gmm_thread_count());
}

static PyObject *file_read(PyObject *self, PyObject *arguments) {
  (void)self;
  const char *path;
  if (!PyArg_ParseTuple(arguments, "s", &path)) return NULL;
  gmm_failure failure = {0};
  char *text;
  Py_BEGIN_ALLOW_THREADS
  text = gmm_file_read(path, &failure);
  Py_END_ALLOW_THREADS
  return native_text(text, &failure);
}

static PyObject *file_write(PyObject *self, PyObject *arguments) {
  (void)self;
  const char *document, *path;
  if (!PyArg_ParseTuple(arguments, "ss", &document, &path)) return NULL;
  gmm_failure failure = {0};
  bool is_written;
  Py_BEGIN_ALLOW_THREADS
  is_written = gmm_file_write(document, path, &failure);
  Py_END_ALLOW_THREADS
  if (!is_written) return native_raise(&failure);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"version", version, METH_NOARGS, "The version of the library."},
    {"thread_count", thread_count, METH_NOARGS, "How many threads work where nobody says."},
    {"fit", native_fit, METH_VARARGS, "Fits; the model."},
    {"ranks_meet", native_ranks_meet, METH_VARARGS, "A way between processes, from where they meet."},
    {"ranks_close", native_ranks_close, METH_VARARGS, "Ends the way."},
    {"ranks_gather", native_ranks_gather, METH_VARARGS, "JSON of all processes, on rank 0."},
    {"ranks_broadcast", native_ranks_broadcast, METH_VARARGS, "The text of rank 0."},
    {"ranks_kept", native_ranks_kept, METH_VARARGS, "How far the last fit had come, as a text; \"\" for nothing."},
    {"ranks_fit", native_ranks_fit, METH_VARARGS, "Fits to the points of all; the model."},
    {"run_make", native_run_make, METH_VARARGS, "A run of EM from a model."},
    {"run_step", native_run_step, METH_VARARGS, "An iteration; the log-likelihood after it."},
    {"run_log_likelihood", native_run_log_likelihood, METH_VARARGS, "The log-likelihood of the current mixture."},
    {"run_read", native_run_read, METH_VARARGS, "Writes weights, means and covariances."},
    {"model_read", native_model_read, METH_VARARGS, "The model of a document."},
    {"model_make", native_model_make, METH_VARARGS, "The model of weights, means and covariances."},
    {"model_marginal", native_model_marginal, METH_VARARGS, "The model of some coordinates."},
    {"model_shape", native_model_shape, METH_VARARGS, "The numbers of components and of coordinates."},
    {"model_parameters", native_model_parameters, METH_VARARGS, "Writes weights, means and covariances."},
    {"model_document", native_model_document, METH_VARARGS, "The document of a model."},
    {"evaluate", native_evaluate, METH_VARARGS, "Writes what a model says of points."},
    {"score", native_score, METH_VARARGS, "Log-likelihood and criteria as JSON."},
    {"impute", native_impute, METH_VARARGS, "Writes points without missing coordinates."},
    {"sample", native_sample, METH_VARARGS, "Writes points drawn from a model."},
    {"file_read", file_read, METH_VARARGS, "Reads a model file."},
    {"file_write", file_write, METH_VARARGS, "Writes a model file."},
    {NULL, NULL, 0, NULL}};

static int check(PyObject *module) {
  (void)module;
  if (gmm_contract() == GMM_CONTRACT) return 0;
  PyErr_SetString(PyExc_ImportError, "the module and its library are of different versions; install the package again");
  return -1;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, check}, {0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_native", "Gaussian mixtures, natively.", 0, methods,
                                    slots, NULL, NULL, NULL};

PyMODINIT_FUNC __attribute__((visibility("default"))) PyInit__native(void) { return PyModuleDef_Init(&module); }

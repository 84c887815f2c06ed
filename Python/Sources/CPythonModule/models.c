// Models, and what is asked of them.
#include <stdlib.h>

#include "module.h"

static const char model_name[] = "gaussian_mixtures._native.model";

gmm_model *native_model(PyObject *object, size_t *component_count, size_t *dimension) {
  gmm_model *model = PyCapsule_GetPointer(object, model_name);
  if (model == NULL) return NULL;
  *component_count = gmm_model_component_count(model);
  *dimension = gmm_model_dimension(model);
  return model;
}

static void destroy_model(PyObject *capsule) { gmm_model_release(PyCapsule_GetPointer(capsule, model_name)); }

int native_optional_model(PyObject *object, const gmm_model **model) {
  *model = object == Py_None ? NULL : PyCapsule_GetPointer(object, model_name);
  return *model == NULL && object != Py_None ? -1 : 0;
}

PyObject *native_held_model(gmm_model *model, gmm_failure *failure) {
  if (model == NULL) return native_raise(failure);
  PyObject *capsule = PyCapsule_New(model, model_name, destroy_model);
  if (capsule == NULL) gmm_model_release(model);
  return capsule;
}

PyObject *native_model_read(PyObject *self, PyObject *arguments) {
  (void)self;
  const char *document;
  if (!PyArg_ParseTuple(arguments, "s", &document)) return NULL;
  gmm_failure failure = {0};
  gmm_model *model;
  Py_BEGIN_ALLOW_THREADS
  model = gmm_model_read(document, &failure);
  Py_END_ALLOW_THREADS
  return native_held_model(model, &failure);
}

PyObject *native_model_make(PyObject *self, PyObject *arguments) {
  (void)self;
  Py_ssize_t k, d;
  PyObject *given[3];
  int are_variances;
  if (!PyArg_ParseTuple(arguments, "nnOOOp", &k, &d, &given[0], &given[1], &given[2], &are_variances)) return NULL;
  if (k < 1 || d < 1 || k > INT32_MAX || d > 1 << 24) {
    PyErr_SetString(PyExc_ValueError, "a model has a component and a coordinate at least");
    return NULL;
  }
  const size_t means = (size_t)k * (size_t)d;
  const size_t sizes[3] = {(size_t)k, means, are_variances ? means : means * (size_t)d};
  const char *names[3] = {"weights", "means", "covariances"};
  native_buffer buffers[3] = {0};
  const void *numbers[3] = {NULL};
  gmm_failure failure = {0};
  bool is_there = true;
  for (int i = 0; i < 3 && is_there; i++)
    is_there = native_take(given[i], &buffers[i], 'd', sizes[i], names[i], &numbers[i]) == 0;
  PyObject *answer = NULL;
  if (is_there)
    answer = native_held_model(
        gmm_model_make((size_t)k, (size_t)d, numbers[0], numbers[1], numbers[2], are_variances, &failure), &failure);
  native_let_go(buffers, 3);
  return answer;
}

PyObject *native_model_marginal(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *list;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "OO", &capsule, &list)) return NULL;
  gmm_model *model = native_model(capsule, &k, &d);
  if (model == NULL) return NULL;
  const Py_ssize_t count = PySequence_Size(list);
  if (count < 0) return NULL;
  size_t *coordinates = calloc((size_t)count + 1, sizeof(size_t));
  if (coordinates == NULL) return PyErr_NoMemory();
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *item = PySequence_GetItem(list, i);
    const Py_ssize_t place = item == NULL ? -1 : PyNumber_AsSsize_t(item, PyExc_IndexError);
    Py_XDECREF(item);
    if (PyErr_Occurred()) {
      free(coordinates);
      return NULL;
    }
    // One that is none is refused by the library, by its number.
    coordinates[i] = place < 0 ? (size_t)INT64_MAX : (size_t)place;
  }
  gmm_failure failure = {0};
  gmm_model *marginal = gmm_model_marginal(model, coordinates, (size_t)count, &failure);
  free(coordinates);
  return native_held_model(marginal, &failure);
}

PyObject *native_model_shape(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "O", &capsule) || native_model(capsule, &k, &d) == NULL) return NULL;
  return Py_BuildValue("nn", (Py_ssize_t)k, (Py_ssize_t)d);
}

PyObject *native_write_parameters(PyObject *const given[3], size_t k, size_t d, native_parameters *write, const void *of) {
  const size_t sizes[3] = {k, k * d, k * d * d};
  const char *names[3] = {"weights", "means", "covariances"};
  native_buffer buffers[3] = {0};
  double *rooms[3];
  gmm_failure failure = {0};
  bool is_there = true;
  for (int i = 0; i < 3 && is_there; i++)
    is_there = native_take_room(given[i], &buffers[i], 'd', sizes[i], names[i], (void **)&rooms[i]) == 0;
  if (is_there && !write(of, rooms[0], rooms[1], rooms[2], &failure)) {
    native_raise(&failure);
    is_there = false;
  }
  native_let_go(buffers, 3);
  if (!is_there) return NULL;
  Py_RETURN_NONE;
}

static bool write_model(const void *model, double *weights, double *means, double *covariances, gmm_failure *failure) {
  return gmm_model_parameters(model, weights, means, covariances, failure);
}

PyObject *native_model_parameters(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *given[3];
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "OOOO", &capsule, &given[0], &given[1], &given[2])) return NULL;
  const gmm_model *model = native_model(capsule, &k, &d);
  return model == NULL ? NULL : native_write_parameters(given, k, d, write_model, model);
}

PyObject *native_model_document(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "O", &capsule)) return NULL;
  gmm_model *model = native_model(capsule, &k, &d);
  if (model == NULL) return NULL;
  gmm_failure failure = {0};
  char *text;
  Py_BEGIN_ALLOW_THREADS
  text = gmm_model_document(model, &failure);
  Py_END_ALLOW_THREADS
  return native_text(text, &failure);
}

PyObject *native_evaluate(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *array, *given[5];
  int allows_missing, threads;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "OOpiOOOOO", &capsule, &array, &allows_missing, &threads, &given[0], &given[1],
                        &given[2], &given[3], &given[4]))
    return NULL;
  gmm_model *model = native_model(capsule, &k, &d);
  if (model == NULL) return NULL;
  native_buffer buffers[6] = {0};
  gmm_points points;
  gmm_failure failure = {0};
  gmm_answers answers = {0};
  double **rooms[5] = {NULL, &answers.probabilities, &answers.uncertainties, &answers.log_densities,
                       &answers.responsibilities};
  const char *names[5] = {"labels", "probabilities", "uncertainties", "log_densities", "responsibilities"};
  bool is_there = native_take_points(array, &buffers[5], &points) == 0 &&
                  native_take_labels(given[0], &buffers[0], points.count, &answers) == 0;
  for (int i = 1; i < 5 && is_there; i++)
    is_there = native_take_room(given[i], &buffers[i], 'd', i == 4 ? k * points.count : points.count, names[i],
                                (void **)rooms[i]) == 0;
  if (is_there) {
    Py_BEGIN_ALLOW_THREADS
    is_there = gmm_evaluate(model, &points, allows_missing, threads, &answers, &failure);
    Py_END_ALLOW_THREADS
    if (!is_there) native_raise(&failure);
  }
  native_let_go(buffers, 6);
  if (!is_there) return NULL;
  Py_RETURN_NONE;
}

PyObject *native_score(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *array, *given;
  const char *meaning;
  int threads;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "OOOzi", &capsule, &array, &given, &meaning, &threads)) return NULL;
  gmm_model *model = native_model(capsule, &k, &d);
  if (model == NULL) return NULL;
  native_buffer buffers[2] = {0};
  gmm_points points;
  gmm_failure failure = {0};
  const double *weights;
  PyObject *answer = NULL;
  if (native_take_points(array, &buffers[0], &points) == 0 &&
      native_take(given, &buffers[1], 'd', points.count, "weights", (const void **)&weights) == 0) {
    char *text;
    Py_BEGIN_ALLOW_THREADS
    text = gmm_score(model, &points, weights, meaning, threads, &failure);
    Py_END_ALLOW_THREADS
    answer = native_text(text, &failure);
  }
  native_let_go(buffers, 2);
  return answer;
}

PyObject *native_impute(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *array, *given;
  int threads;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "OOiO", &capsule, &array, &threads, &given)) return NULL;
  gmm_model *model = native_model(capsule, &k, &d);
  if (model == NULL) return NULL;
  native_buffer buffers[2] = {0};
  gmm_points points;
  gmm_failure failure = {0};
  void *room;
  bool is_there = native_take_points(array, &buffers[0], &points) == 0 &&
                  native_take_room(given, &buffers[1], 'd', points.count * points.dimension, "output", &room) == 0;
  if (is_there) {
    Py_BEGIN_ALLOW_THREADS
    is_there = gmm_impute(model, &points, threads, room, &failure);
    Py_END_ALLOW_THREADS
    if (!is_there) native_raise(&failure);
  }
  native_let_go(buffers, 2);
  if (!is_there) return NULL;
  Py_RETURN_NONE;
}

PyObject *native_sample(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *capsule, *given[2];
  Py_ssize_t count;
  unsigned long long seed;
  int threads;
  size_t k, d;
  if (!PyArg_ParseTuple(arguments, "OnKiOO", &capsule, &count, &seed, &threads, &given[0], &given[1])) return NULL;
  gmm_model *model = native_model(capsule, &k, &d);
  if (model == NULL) return NULL;
  if (count < 1 || count > INT32_MAX) {
    PyErr_Format(PyExc_ValueError, "from 1 to %d points can be drawn, not %zd", INT32_MAX, count);
    return NULL;
  }
  native_buffer buffers[2] = {0};
  gmm_failure failure = {0};
  void *output, *labels;
  bool is_there = native_take_room(given[0], &buffers[0], 'd', (size_t)count * d, "output", &output) == 0 &&
                  native_take_room(given[1], &buffers[1], 'i', (size_t)count, "labels", &labels) == 0;
  if (is_there) {
    Py_BEGIN_ALLOW_THREADS
    is_there = gmm_sample(model, (size_t)count, seed, threads, output, labels, &failure);
    Py_END_ALLOW_THREADS
    if (!is_there) native_raise(&failure);
  }
  native_let_go(buffers, 2);
  if (!is_there) return NULL;
  Py_RETURN_NONE;
}

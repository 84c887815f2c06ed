// Python's buffers as the memory that the library reads and writes.
#include <stdlib.h>
#include <string.h>

#include "module.h"

static int refuse(const char *name, const char *what) {
  PyErr_Format(PyExc_ValueError, "%s: %s", name, what);
  return -1;
}

// The kind of a buffer's items in native byte order and alignment; 0 for others. An int is what four bytes are called by.
static char kind_of(const Py_buffer *view) {
  const char *format = view->format ? view->format : "B";
  if (*format == '@' || *format == '=' || (*format == '<' && *(const char *)&(int){1})) format++;
  if (format[0] == '\0' || format[1] != '\0') return 0;
  if (*format == 'd' && view->itemsize == sizeof(double)) return 'd';
  if (*format == 'f' && view->itemsize == sizeof(float)) return 'f';
  if ((*format == 'i' || *format == 'l') && view->itemsize == sizeof(int32_t)) return 'i';
  if ((*format == 'l' || *format == 'q') && view->itemsize == sizeof(int64_t)) return 'q';
  return 0;
}

static bool is_aligned(const Py_buffer *view) { return (uintptr_t)view->buf % (size_t)view->itemsize == 0; }

// Holds doubles or floats of so many axes, of any strides.
static int take_numbers(PyObject *object, Py_buffer *view, int axes) {
  if (PyObject_GetBuffer(object, view, PyBUF_STRIDES | PyBUF_FORMAT) < 0) return -1;
  const char kind = kind_of(view);
  if (view->ndim != axes)
    return refuse("points", axes == 2 ? "an array of two axes is needed, points and coordinates"
                                      : "columns are arrays of one axis");
  if (kind != 'd' && kind != 'f') return refuse("points", "float64 or float32 in native byte order is needed");
  bool is_apart = is_aligned(view);
  for (int i = 0; i < axes; i++) {
    if (view->shape[i] < 1) return refuse("points", "there are no points");
    is_apart = is_apart && view->strides[i] % view->itemsize == 0;
  }
  return is_apart ? 0 : refuse("points", "numbers have to stand at multiples of their size");
}

static int take_columns(PyObject *tuple, native_buffer *buffer, gmm_points *points) {
  const Py_ssize_t dimension = PyTuple_Size(tuple);
  if (dimension < 1) return refuse("points", "there are no columns");
  buffer->parts = calloc((size_t)dimension, sizeof(native_buffer));
  buffer->columns = calloc((size_t)dimension, sizeof(gmm_column));
  if (buffer->parts == NULL || buffer->columns == NULL) return PyErr_NoMemory(), -1;
  buffer->part_count = (size_t)dimension;
  for (Py_ssize_t d = 0; d < dimension; d++) {
    Py_buffer *view = &buffer->parts[d].view;
    if (take_numbers(PyTuple_GetItem(tuple, d), view, 1) < 0) return -1;
    if (view->shape[0] != buffer->parts[0].view.shape[0]) return refuse("points", "columns are of one length");
    buffer->columns[d] = (gmm_column){
        .numbers = view->buf, .stride = view->strides[0] / view->itemsize, .is_single = kind_of(view) == 'f'};
  }
  *points = (gmm_points){.count = (size_t)buffer->parts[0].view.shape[0],
                         .dimension = (size_t)dimension,
                         .columns = buffer->columns};
  return 0;
}

int native_take_points(PyObject *object, native_buffer *buffer, gmm_points *points) {
  if (PyTuple_Check(object)) return take_columns(object, buffer, points);
  Py_buffer *view = &buffer->view;
  if (take_numbers(object, view, 2) < 0) return -1;
  *points = (gmm_points){.numbers = view->buf,
                         .count = (size_t)view->shape[0],
                         .dimension = (size_t)view->shape[1],
                         .point_stride = view->strides[0] / view->itemsize,
                         .coordinate_stride = view->strides[1] / view->itemsize,
                         .is_single = kind_of(view) == 'f'};
  return 0;
}

static int take(PyObject *object, native_buffer *buffer, int flags, char kind, size_t count, const char *name) {
  if (PyObject_GetBuffer(object, &buffer->view, flags | PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0) return -1;
  if (kind_of(&buffer->view) != kind || !is_aligned(&buffer->view))
    return refuse(name, kind == 'd' ? "float64 is needed" : kind == 'q' ? "int64 is needed" : "int32 is needed");
  if ((size_t)(buffer->view.len / buffer->view.itemsize) != count) {
    PyErr_Format(PyExc_ValueError, "%s: %zd numbers are there and %zu are needed", name,
                 buffer->view.len / buffer->view.itemsize, count);
    return -1;
  }
  return 0;
}

int native_take(PyObject *object, native_buffer *buffer, char kind, size_t count, const char *name,
                const void **items) {
  *items = NULL;
  if (object == Py_None) return 0;
  if (take(object, buffer, PyBUF_SIMPLE, kind, count, name) < 0) return -1;
  *items = buffer->view.buf;
  return 0;
}

int native_take_room(PyObject *object, native_buffer *buffer, char kind, size_t count, const char *name,
                     void **items) {
  *items = NULL;
  if (object == Py_None) return 0;
  if (take(object, buffer, PyBUF_WRITABLE, kind, count, name) < 0) return -1;
  *items = buffer->view.buf;
  return 0;
}

int native_take_labels(PyObject *object, native_buffer *buffer, size_t count, gmm_answers *answers) {
  if (object == Py_None) return 0;
  Py_buffer seen = {0};
  if (PyObject_GetBuffer(object, &seen, PyBUF_STRIDES | PyBUF_FORMAT) < 0) return -1;
  const bool is_wide = kind_of(&seen) == 'q';
  PyBuffer_Release(&seen);
  return is_wide ? native_take_room(object, buffer, 'q', count, "labels", (void **)&answers->wide_labels)
                 : native_take_room(object, buffer, 'i', count, "labels", (void **)&answers->labels);
}

void native_let_go(native_buffer *buffers, int count) {
  for (int i = 0; i < count; i++) {
    if (buffers[i].view.obj != NULL) PyBuffer_Release(&buffers[i].view);
    native_let_go(buffers[i].parts, (int)buffers[i].part_count);
    free(buffers[i].parts);
    free(buffers[i].columns);
  }
}

// Python's buffers as the memory that the library reads and writes.
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
  return 0;
}

static bool is_aligned(const Py_buffer *view) { return (uintptr_t)view->buf % (size_t)view->itemsize == 0; }

int native_take_points(PyObject *object, native_buffer *buffer, gmm_points *points) {
  Py_buffer *view = &buffer->view;
  if (PyObject_GetBuffer(object, view, PyBUF_STRIDES | PyBUF_FORMAT) < 0) return -1;
  const char kind = kind_of(view);
  if (view->ndim != 2) return refuse("points", "an array of two axes is needed, points and coordinates");
  if (kind != 'd' && kind != 'f') return refuse("points", "float64 or float32 in native byte order is needed");
  if (!is_aligned(view) || view->strides[0] % view->itemsize != 0 || view->strides[1] % view->itemsize != 0)
    return refuse("points", "numbers have to stand at multiples of their size");
  if (view->shape[0] < 1 || view->shape[1] < 1) return refuse("points", "there are no points");
  *points = (gmm_points){.numbers = view->buf,
                         .count = (size_t)view->shape[0],
                         .dimension = (size_t)view->shape[1],
                         .point_stride = view->strides[0] / view->itemsize,
                         .coordinate_stride = view->strides[1] / view->itemsize,
                         .is_single = kind == 'f'};
  return 0;
}

static int take(PyObject *object, native_buffer *buffer, int flags, char kind, size_t count, const char *name) {
  if (PyObject_GetBuffer(object, &buffer->view, flags | PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0) return -1;
  if (kind_of(&buffer->view) != kind || !is_aligned(&buffer->view))
    return refuse(name, kind == 'd' ? "float64 is needed" : "int32 is needed");
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

void native_let_go(native_buffer *buffers, int count) {
  for (int i = 0; i < count; i++)
    if (buffers[i].view.obj != NULL) PyBuffer_Release(&buffers[i].view);
}

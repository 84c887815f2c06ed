// What the readers of the kinds of pictures share.

#ifndef PICTURE_INTERNAL_H
#define PICTURE_INTERNAL_H

#include <setjmp.h>

#include "CPictures.h"

struct cpicture {
  enum cpicture_kind kind;
  struct cpicture_header header;
  const uint8_t *bytes;
  size_t size, position;
  // The rows that have been read.
  uint32_t row;
  // Where the library's errors go; set by whoever calls it.
  jmp_buf failure;
  char message[200];
  // Of the library.
  void *state;
};

// Answer whether it went well.
int cpicture_open_png(struct cpicture *picture);
int cpicture_read_png(struct cpicture *picture, uint8_t *rows, uint32_t count);
void cpicture_close_png(struct cpicture *picture);
int cpicture_open_jpeg(struct cpicture *picture);
int cpicture_read_jpeg(struct cpicture *picture, uint8_t *rows, uint32_t count);
void cpicture_close_jpeg(struct cpicture *picture);

// The bytes of a row as it comes out.
size_t cpicture_row_size(const struct cpicture *picture);

#endif

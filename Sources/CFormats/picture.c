#ifdef FORMATS

#include <stdio.h>
#include <stdlib.h>

#include "picture_internal.h"

struct cpicture *cpicture_open(
    enum cpicture_kind kind, const uint8_t *bytes, size_t size, char *message, size_t message_size,
    size_t *position) {
  struct cpicture *picture = calloc(1, sizeof *picture);
  if (!picture) {
    snprintf(message, message_size, "there is no memory");
    *position = 0;
    return NULL;
  }
  picture->kind = kind;
  picture->bytes = bytes;
  picture->size = size;
  // Until a library says something else.
  snprintf(picture->message, sizeof picture->message, "there is no memory");
  int is_open = kind == CPICTURE_PNG ? cpicture_open_png(picture) : cpicture_open_jpeg(picture);
  if (is_open) return picture;
  snprintf(message, message_size, "%s", picture->message);
  *position = cpicture_position(picture);
  cpicture_close(picture);
  return NULL;
}

void cpicture_close(struct cpicture *picture) {
  if (!picture) return;
  if (picture->kind == CPICTURE_PNG) {
    cpicture_close_png(picture);
  } else {
    cpicture_close_jpeg(picture);
  }
  free(picture);
}

const struct cpicture_header *cpicture_header_of(const struct cpicture *picture) { return &picture->header; }

int cpicture_read(struct cpicture *picture, uint8_t *rows, uint32_t count) {
  if (count > picture->header.height - picture->row) return 0;
  return picture->kind == CPICTURE_PNG ? cpicture_read_png(picture, rows, count)
                                       : cpicture_read_jpeg(picture, rows, count);
}

const char *cpicture_message(const struct cpicture *picture) { return picture->message; }

size_t cpicture_position(const struct cpicture *picture) {
  return picture->position < picture->size ? picture->position : picture->size;
}

size_t cpicture_row_size(const struct cpicture *picture) {
  const struct cpicture_header *header = &picture->header;
  size_t samples = header->colours == CPICTURE_RGB ? 3 : 1;
  if (header->has_alpha && header->colours != CPICTURE_INDEXED) samples++;
  return header->width * samples * (size_t)(header->bits / 8);
}

#endif

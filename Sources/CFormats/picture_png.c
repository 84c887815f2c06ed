#ifdef FORMATS

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture_internal.h"

struct png_state {
  png_structp png;
  png_infop info;
};

// A profile or a text that unpacks to more is left out; colours need a few kilobytes.
#define MOST_OF_CHUNK (16u << 20)

static void fail(png_structp png, png_const_charp message) {
  struct cpicture *picture = png_get_error_ptr(png);
  snprintf(picture->message, sizeof picture->message, "%s", message);
  longjmp(picture->failure, 1);
}

static void warn(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_bytes(png_structp png, png_bytep target, size_t size) {
  struct cpicture *picture = png_get_io_ptr(png);
  if (size > picture->size - picture->position) {
    picture->position = picture->size;
    png_error(png, "the file ends within the picture");
  }
  memcpy(target, picture->bytes + picture->position, size);
  picture->position += size;
}

static void take_palette(struct cpicture *picture, struct png_state *state) {
  struct cpicture_header *header = &picture->header;
  png_colorp colours = NULL;
  png_bytep alphas = NULL;
  int count = 0, alpha_count = 0;
  png_get_PLTE(state->png, state->info, &colours, &count);
  png_get_tRNS(state->png, state->info, &alphas, &alpha_count, NULL);
  if (count > 256) count = 256;
  for (int place = 0; place < count; place++) {
    uint8_t *colour = header->palette + 4 * place;
    colour[0] = colours[place].red;
    colour[1] = colours[place].green;
    colour[2] = colours[place].blue;
    colour[3] = place < alpha_count ? alphas[place] : 255;
  }
  header->palette_count = count;
  header->has_alpha = alpha_count > 0;
}

static void take_words(struct cpicture *picture, struct png_state *state) {
  struct cpicture_header *header = &picture->header;
  png_charp name;
  png_bytep profile = NULL, exif = NULL;
  png_uint_32 size = 0;
  int method;
  if (png_get_iCCP(state->png, state->info, &name, &method, &profile, &size)) {
    header->profile = profile;
    header->profile_size = size;
  }
  if (png_get_eXIf_1(state->png, state->info, &size, &exif)) {
    header->exif = exif;
    header->exif_size = size;
  }
}

// Samples come out with 8 or 16 bits, and colours that are marked as transparent with a sample of opacity.
static void choose_samples(struct cpicture *picture, struct png_state *state) {
  struct cpicture_header *header = &picture->header;
  png_structp png = state->png;
  int type = png_get_color_type(png, state->info);
  header->stored_bits = png_get_bit_depth(png, state->info) * png_get_channels(png, state->info);
  if (type == PNG_COLOR_TYPE_PALETTE) {
    header->colours = CPICTURE_INDEXED;
    header->bits = 8;
    take_palette(picture, state);
    png_set_packing(png);
    return;
  }
  const int has_transparent = png_get_valid(png, state->info, PNG_INFO_tRNS) != 0;
  header->colours = type & PNG_COLOR_MASK_COLOR ? CPICTURE_RGB : CPICTURE_GREY;
  header->bits = png_get_bit_depth(png, state->info) == 16 ? 16 : 8;
  header->has_alpha = has_transparent || (type & PNG_COLOR_MASK_ALPHA) != 0;
  png_set_expand_gray_1_2_4_to_8(png);
  if (has_transparent) png_set_tRNS_to_alpha(png);
}

int cpicture_open_png(struct cpicture *picture) {
  struct png_state *state = calloc(1, sizeof *state);
  if (!state) return 0;
  picture->state = state;
  if (setjmp(picture->failure)) return 0;
  state->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, picture, fail, warn);
  if (state->png) state->info = png_create_info_struct(state->png);
  if (!state->info) return 0;
  png_structp png = state->png;
  png_set_read_fn(png, picture, read_bytes);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(png, MOST_OF_CHUNK);
  png_read_info(png, state->info);
  struct cpicture_header *header = &picture->header;
  header->width = png_get_image_width(png, state->info);
  header->height = png_get_image_height(png, state->info);
  header->is_interlaced = png_get_interlace_type(png, state->info) != PNG_INTERLACE_NONE;
  choose_samples(picture, state);
  take_words(picture, state);
  return 1;
}

int cpicture_read_png(struct cpicture *picture, uint8_t *rows, uint32_t count) {
  struct png_state *state = picture->state;
  const size_t row_size = cpicture_row_size(picture);
  const int passes = picture->header.is_interlaced ? 7 : 1;
  if (setjmp(picture->failure)) return 0;
  if (picture->row == 0) {
    // Not before: it takes memory for rows, however long they are said to be.
    png_set_interlace_handling(state->png);
    png_read_update_info(state->png, state->info);
  }
  if (row_size != png_get_rowbytes(state->png, state->info) || (passes > 1 && count != picture->header.height)) {
    snprintf(picture->message, sizeof picture->message, "its rows are not as its header says");
    return 0;
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t row = 0; row < count; row++) {
      png_read_row(state->png, rows + row * row_size, NULL);
      if (pass + 1 == passes) picture->row++;
    }
  }
  if (picture->row == picture->header.height) png_read_end(state->png, NULL);
  return 1;
}

void cpicture_close_png(struct cpicture *picture) {
  struct png_state *state = picture->state;
  if (!state) return;
  png_destroy_read_struct(&state->png, &state->info, NULL);
  free(state);
}

// --- Writing ---------------------------------------------------------------------------------------------------------

struct cpicture_writer {
  png_structp png;
  png_infop info;
  uint32_t width, height, row;
  uint8_t *bytes;
  size_t size, capacity;
  jmp_buf failure;
  char message[200];
};

static void fail_to_write(png_structp png, png_const_charp message) {
  struct cpicture_writer *writer = png_get_error_ptr(png);
  snprintf(writer->message, sizeof writer->message, "%s", message);
  longjmp(writer->failure, 1);
}

static void write_bytes(png_structp png, png_bytep bytes, size_t size) {
  struct cpicture_writer *writer = png_get_io_ptr(png);
  if (size > writer->capacity - writer->size) {
    size_t capacity = 2 * (writer->size + size) + 4096;
    uint8_t *larger = realloc(writer->bytes, capacity);
    if (!larger) png_error(png, "there is no memory");
    writer->bytes = larger;
    writer->capacity = capacity;
  }
  memcpy(writer->bytes + writer->size, bytes, size);
  writer->size += size;
}

static void flush_nothing(png_structp png) { (void)png; }

static void set_palette(struct cpicture_writer *writer, const uint8_t *palette, int32_t count) {
  png_color colours[256];
  for (int32_t place = 0; place < count && place < 256; place++) {
    colours[place] = (png_color){palette[3 * place], palette[3 * place + 1], palette[3 * place + 2]};
  }
  png_set_PLTE(writer->png, writer->info, colours, count < 256 ? count : 256);
}

struct cpicture_writer *cpicture_writer_make(
    uint32_t width, uint32_t height, const uint8_t *palette, int32_t palette_count, const uint8_t *profile,
    size_t profile_size) {
  struct cpicture_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  writer->width = width;
  writer->height = height;
  if (setjmp(writer->failure)) {
    cpicture_writer_free(writer);
    return NULL;
  }
  writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, writer, fail_to_write, warn);
  if (writer->png) writer->info = png_create_info_struct(writer->png);
  if (!writer->info) {
    cpicture_writer_free(writer);
    return NULL;
  }
  png_set_write_fn(writer->png, writer, write_bytes, flush_nothing);
  png_set_user_limits(writer->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // A profile that libpng does not like is a warning and left out.
  png_set_benign_errors(writer->png, 1);
  int type = palette_count > 0 ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_GRAY;
  png_set_IHDR(
      writer->png, writer->info, width, height, 8, type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
      PNG_FILTER_TYPE_DEFAULT);
  if (palette_count > 0) set_palette(writer, palette, palette_count);
  if (profile && profile_size < PNG_UINT_31_MAX) {
    png_set_iCCP(writer->png, writer->info, "icc", PNG_COMPRESSION_TYPE_BASE, profile, (png_uint_32)profile_size);
  }
  png_write_info(writer->png, writer->info);
  return writer;
}

int cpicture_write(struct cpicture_writer *writer, const uint8_t *rows, uint32_t count) {
  if (count > writer->height - writer->row) return 0;
  if (setjmp(writer->failure)) return 0;
  for (uint32_t row = 0; row < count; row++) {
    png_write_row(writer->png, rows + (size_t)row * writer->width);
    writer->row++;
  }
  if (writer->row == writer->height && count > 0) png_write_end(writer->png, NULL);
  return 1;
}

const uint8_t *cpicture_writer_take(struct cpicture_writer *writer, size_t *size) {
  *size = writer->size;
  writer->size = 0;
  return writer->bytes;
}

const char *cpicture_writer_message(const struct cpicture_writer *writer) { return writer->message; }

void cpicture_writer_free(struct cpicture_writer *writer) {
  if (!writer) return;
  png_destroy_write_struct(&writer->png, &writer->info);
  free(writer->bytes);
  free(writer);
}

#endif

#ifdef FORMATS

// The library's header needs this one before it.
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>
#include <stdlib.h>
#include <string.h>

#include "picture_internal.h"

struct jpeg_state {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  // What is put together of several markers.
  JOCTET *profile;
  int has_begun;
};

// Encoders make ten or twelve; each goes over the whole picture, however few bytes it has.
#define MOST_SCANS 100

static void note_position(struct cpicture *picture, j_common_ptr jpeg) {
  const struct jpeg_source_mgr *source = ((j_decompress_ptr)jpeg)->src;
  // At the end of the file the library puts a mark of its own in.
  if (source && source->next_input_byte >= picture->bytes &&
      source->next_input_byte <= picture->bytes + picture->size) {
    picture->position = (size_t)(source->next_input_byte - picture->bytes);
  } else if (source) {
    picture->position = picture->size;
  }
}

static void fail(j_common_ptr jpeg) {
  struct cpicture *picture = jpeg->client_data;
  char message[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, message);
  note_position(picture, jpeg);
  snprintf(picture->message, sizeof picture->message, "%s", message);
  longjmp(picture->failure, 1);
}

// What the library calls a warning is a picture whose rest it makes up, but for these.
static void hear(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
  case JWRN_ADOBE_XFORM:
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_JFIF_MAJOR:
  case JWRN_NOT_SEQUENTIAL:
  case JWRN_TOO_MUCH_DATA: return;
  default: fail(jpeg);
  }
}

static void say_nothing(j_common_ptr jpeg) { (void)jpeg; }

static void count_scans(j_common_ptr jpeg) {
  if (((j_decompress_ptr)jpeg)->input_scan_number <= MOST_SCANS) return;
  struct cpicture *picture = jpeg->client_data;
  note_position(picture, jpeg);
  snprintf(picture->message, sizeof picture->message, "it has more than %d scans", MOST_SCANS);
  longjmp(picture->failure, 1);
}

static void take_words(struct cpicture *picture, struct jpeg_state *state) {
  struct cpicture_header *header = &picture->header;
  unsigned size = 0;
  if (jpeg_read_icc_profile(&state->jpeg, &state->profile, &size)) {
    header->profile = state->profile;
    header->profile_size = size;
  }
  for (jpeg_saved_marker_ptr marker = state->jpeg.marker_list; marker; marker = marker->next) {
    if (marker->marker != JPEG_APP0 + 1 || marker->data_length < 6) continue;
    if (memcmp(marker->data, "Exif\0\0", 6) != 0) continue;
    header->exif = marker->data + 6;
    header->exif_size = marker->data_length - 6;
    return;
  }
}

static void describe(struct cpicture *picture, struct jpeg_state *state) {
  struct cpicture_header *header = &picture->header;
  j_decompress_ptr jpeg = &state->jpeg;
  header->width = jpeg->image_width;
  header->height = jpeg->image_height;
  header->bits = 8;
  header->stored_bits = 8 * jpeg->num_components;
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    header->colours = CPICTURE_GREY;
    jpeg->out_color_space = JCS_GRAYSCALE;
    break;
  case JCS_RGB:
  case JCS_YCbCr:
    header->colours = CPICTURE_RGB;
    jpeg->out_color_space = JCS_RGB;
    break;
  default: header->colours = CPICTURE_OTHER;
  }
  if (jpeg_has_multiple_scans(jpeg)) {
    // Coefficients of two bytes for all samples, before any row comes out.
    header->whole_size = (uint64_t)header->width * header->height * (uint64_t)jpeg->num_components * 2;
  }
  take_words(picture, state);
}

int cpicture_open_jpeg(struct cpicture *picture) {
  struct jpeg_state *state = calloc(1, sizeof *state);
  if (!state) return 0;
  picture->state = state;
  j_decompress_ptr jpeg = &state->jpeg;
  jpeg->err = jpeg_std_error(&state->errors);
  state->errors.error_exit = fail;
  state->errors.emit_message = hear;
  state->errors.output_message = say_nothing;
  state->progress.progress_monitor = count_scans;
  jpeg->client_data = picture;
  if (setjmp(picture->failure)) return 0;
  // Keeps the handler and what it is given.
  jpeg_create_decompress(jpeg);
  state->has_begun = 1;
  jpeg->progress = &state->progress;
  jpeg_mem_src(jpeg, picture->bytes, picture->size);
  jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xFFFF);
  jpeg_read_header(jpeg, TRUE);
  describe(picture, state);
  note_position(picture, (j_common_ptr)jpeg);
  return 1;
}

int cpicture_read_jpeg(struct cpicture *picture, uint8_t *rows, uint32_t count) {
  struct jpeg_state *state = picture->state;
  j_decompress_ptr jpeg = &state->jpeg;
  const size_t row_size = cpicture_row_size(picture);
  if (setjmp(picture->failure)) return 0;
  if (picture->row == 0) {
    jpeg_start_decompress(jpeg);
    if (jpeg->output_width != picture->header.width || jpeg->output_height != picture->header.height ||
        (size_t)jpeg->output_components * jpeg->output_width != row_size) {
      snprintf(picture->message, sizeof picture->message, "its rows are not as its header says");
      return 0;
    }
  }
  for (uint32_t done = 0; done < count;) {
    JSAMPROW row = rows + done * row_size;
    if (jpeg_read_scanlines(jpeg, &row, 1) == 0) return 0;
    done++;
    picture->row++;
  }
  note_position(picture, (j_common_ptr)jpeg);
  if (picture->row == picture->header.height) jpeg_finish_decompress(jpeg);
  return 1;
}

void cpicture_close_jpeg(struct cpicture *picture) {
  struct jpeg_state *state = picture->state;
  if (!state) return;
  if (state->has_begun) jpeg_destroy_decompress(&state->jpeg);
  free(state->profile);
  free(state);
}

#endif

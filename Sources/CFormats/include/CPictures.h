// Pictures, some rows at a time: the narrow face before libpng and libjpeg. Neither's way of jumping out of a function
// is seen from outside.
//
// A picture and a writer each belong to one thread at a time. Messages live as long as what they are of.

#ifndef CPICTURES_H
#define CPICTURES_H

#include <stddef.h>
#include <stdint.h>

enum cpicture_kind { CPICTURE_PNG = 0, CPICTURE_JPEG = 1 };

// What the samples of a pixel are.
enum cpicture_colours {
  CPICTURE_GREY = 1,
  CPICTURE_RGB = 3,
  // One byte, the place of a colour in the palette.
  CPICTURE_INDEXED = 4,
  // Cyan, magenta, yellow and black, or whatever else is no colour of a screen.
  CPICTURE_OTHER = 5
};

struct cpicture_header {
  uint32_t width, height;
  enum cpicture_colours colours;
  // Whether a sample of opacity follows those of the colour; with a palette, whether any of its colours is not opaque.
  int32_t has_alpha;
  // Bits of a sample as it comes out, 8 or 16; those of 16 have the high byte first.
  int32_t bits;
  // Bits of a pixel in the file, before it is compressed.
  int32_t stored_bits;
  // Whether all rows have to be read at once.
  int32_t is_interlaced;
  // The bytes of memory that all of the picture takes beside its rows, as progressive pictures have it.
  uint64_t whole_size;
  // Red, green, blue and opacity of each colour.
  uint8_t palette[256 * 4];
  int32_t palette_count;
  // What the camera says (Exif, from its byte order on), and what the colours are (a profile of the ICC). NULL for none; they
  // are there until rows are read.
  const uint8_t *exif, *profile;
  size_t exif_size, profile_size;
};

struct cpicture;

// Reads what stands before the pixels. The bytes have to stay. NULL where that is damaged; what is wrong is then put into
// the message, and the byte where it was found out into the position.
struct cpicture *cpicture_open(
    enum cpicture_kind kind, const uint8_t *bytes, size_t size, char *message, size_t message_size, size_t *position);
void cpicture_close(struct cpicture *picture);
const struct cpicture_header *cpicture_header_of(const struct cpicture *picture);
// Reads the next so many rows, one after the other; answers whether they were there. Those of an interlaced picture are
// read all at once. With the last row, what stands after it is looked at as well.
int cpicture_read(struct cpicture *picture, uint8_t *rows, uint32_t count);
const char *cpicture_message(const struct cpicture *picture);
// The byte that is looked at next.
size_t cpicture_position(const struct cpicture *picture);

// --- Writing ---------------------------------------------------------------------------------------------------------

struct cpicture_writer;

// A PNG file of a byte a pixel: the place of a colour among so many of red, green and blue, or without colours a grey.
// NULL where there is no memory. The profile may be none.
struct cpicture_writer *cpicture_writer_make(
    uint32_t width, uint32_t height, const uint8_t *palette, int32_t palette_count, const uint8_t *profile,
    size_t profile_size);
// Takes the next so many rows; with the last, all that stands after them. Answers whether it went well.
int cpicture_write(struct cpicture_writer *writer, const uint8_t *rows, uint32_t count);
// The bytes that have come out since the last time.
const uint8_t *cpicture_writer_take(struct cpicture_writer *writer, size_t *size);
const char *cpicture_writer_message(const struct cpicture_writer *writer);
void cpicture_writer_free(struct cpicture_writer *writer);

#endif

// Compressed bytes, a piece at a time. The faces of zlib, zstd and lz4 that Swift can call, and no more of them.

#ifndef CFORMATS_H
#define CFORMATS_H

#include <stddef.h>
#include <stdint.h>

#include "CLAZ.h"
#include "CParquet.h"
#include "CPictures.h"
#include "CXML.h"

enum cformats_codec { CFORMATS_GZIP = 0, CFORMATS_ZSTD = 1, CFORMATS_DEFLATE = 2, CFORMATS_LZ4 = 3 };

enum cformats_outcome {
  // There is room left and nothing more to take, or no room left.
  CFORMATS_MORE = 0,
  // The end of a member, a frame or a stream of deflate; after it another one may begin.
  CFORMATS_END = 1,
  CFORMATS_DAMAGED = 2,
  CFORMATS_NO_MEMORY = 3,
  // What was compressed needs a window larger than 128 MB.
  CFORMATS_WINDOW = 4
};

// How far a step came: bytes taken and made.
struct cformats_step {
  size_t taken, made;
  enum cformats_outcome outcome;
};

struct cformats_decoder;
struct cformats_encoder;

// NULL where there is no memory.
struct cformats_decoder *cformats_decoder_make(enum cformats_codec codec);
void cformats_decoder_free(struct cformats_decoder *decoder);
// After CFORMATS_END the next step begins a new member.
struct cformats_step cformats_decode(
    struct cformats_decoder *decoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size);

// NULL where there is no memory.
struct cformats_encoder *cformats_encoder_make(enum cformats_codec codec);
void cformats_encoder_free(struct cformats_encoder *encoder);
// With `ends`, steps are repeated until the outcome is CFORMATS_END.
struct cformats_step cformats_encode(
    struct cformats_encoder *encoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size,
    int ends);

#endif

#ifdef FORMATS

#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "CFormats.h"

struct cformats_decoder {
  enum cformats_codec codec;
  int is_fresh;
  z_stream deflate;
  ZSTD_DStream *zstd;
  LZ4F_dctx *lz4;
};

// Numbers as text, which repeat little: with the usual level 6 they take a fifteenth less, and seven times as long.
#define GZIP_LEVEL 1

struct cformats_encoder {
  enum cformats_codec codec;
  z_stream deflate;
  ZSTD_CStream *zstd;
  LZ4F_cctx *lz4;
  // Whether lz4 is within a frame.
  int has_begun;
};

// zlib counts in 32 bits.
static uInt clamp(size_t size) { return size < (1u << 30) ? (uInt)size : 1u << 30; }

// 15 bits of window; 16 more ask for gzip's header and trailer, a minus for neither.
static int window_bits(enum cformats_codec codec) { return codec == CFORMATS_GZIP ? 15 + 16 : -15; }

struct cformats_decoder *cformats_decoder_make(enum cformats_codec codec) {
  struct cformats_decoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->codec = codec;
  decoder->is_fresh = 1;
  int is_made;
  if (codec == CFORMATS_ZSTD) {
    decoder->zstd = ZSTD_createDStream();
    is_made = decoder->zstd != NULL;
  } else if (codec == CFORMATS_LZ4) {
    is_made = !LZ4F_isError(LZ4F_createDecompressionContext(&decoder->lz4, LZ4F_VERSION));
  } else {
    is_made = inflateInit2(&decoder->deflate, window_bits(codec)) == Z_OK;
  }
  if (is_made) return decoder;
  free(decoder);
  return NULL;
}

void cformats_decoder_free(struct cformats_decoder *decoder) {
  if (!decoder) return;
  if (decoder->codec == CFORMATS_ZSTD) {
    ZSTD_freeDStream(decoder->zstd);
  } else if (decoder->codec == CFORMATS_LZ4) {
    LZ4F_freeDecompressionContext(decoder->lz4);
  } else {
    inflateEnd(&decoder->deflate);
  }
  free(decoder);
}

static struct cformats_step decode_zstd(
    struct cformats_decoder *decoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size) {
  ZSTD_inBuffer in = {input, input_size, 0};
  ZSTD_outBuffer out = {output, output_size, 0};
  size_t result = ZSTD_decompressStream(decoder->zstd, &out, &in);
  enum cformats_outcome outcome = result == 0 ? CFORMATS_END : CFORMATS_MORE;
  if (ZSTD_isError(result)) {
    // The numbers of these two are part of zstd's stable interface, their names are not: see zstd_errors.h.
    unsigned number = (unsigned)(0 - result);
    outcome = number == 64 ? CFORMATS_NO_MEMORY : number == 16 ? CFORMATS_WINDOW : CFORMATS_DAMAGED;
  }
  return (struct cformats_step){in.pos, out.pos, outcome};
}

static int is_shortage(size_t result) { return strcmp(LZ4F_getErrorName(result), "ERROR_allocation_failed") == 0; }

static struct cformats_step decode_lz4(
    struct cformats_decoder *decoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size) {
  size_t taken = input_size, made = output_size;
  size_t result = LZ4F_decompress(decoder->lz4, output, &made, input, &taken, NULL);
  if (LZ4F_isError(result)) {
    return (struct cformats_step){0, 0, is_shortage(result) ? CFORMATS_NO_MEMORY : CFORMATS_DAMAGED};
  }
  return (struct cformats_step){taken, made, result == 0 ? CFORMATS_END : CFORMATS_MORE};
}

struct cformats_step cformats_decode(
    struct cformats_decoder *decoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size) {
  if (decoder->codec == CFORMATS_ZSTD) return decode_zstd(decoder, input, input_size, output, output_size);
  if (decoder->codec == CFORMATS_LZ4) return decode_lz4(decoder, input, input_size, output, output_size);
  if (!decoder->is_fresh) {
    inflateReset(&decoder->deflate);
    decoder->is_fresh = 1;
  }
  z_stream *stream = &decoder->deflate;
  const uInt in = clamp(input_size), out = clamp(output_size);
  stream->next_in = (Bytef *)input;
  stream->avail_in = in;
  stream->next_out = output;
  stream->avail_out = out;
  int result = inflate(stream, Z_NO_FLUSH);
  enum cformats_outcome outcome = CFORMATS_DAMAGED;
  if (result == Z_STREAM_END) {
    decoder->is_fresh = 0;
    outcome = CFORMATS_END;
  } else if (result == Z_OK || result == Z_BUF_ERROR) {
    outcome = CFORMATS_MORE;
  } else if (result == Z_MEM_ERROR) {
    outcome = CFORMATS_NO_MEMORY;
  }
  return (struct cformats_step){in - stream->avail_in, out - stream->avail_out, outcome};
}

struct cformats_encoder *cformats_encoder_make(enum cformats_codec codec) {
  struct cformats_encoder *encoder = calloc(1, sizeof *encoder);
  if (!encoder) return NULL;
  encoder->codec = codec;
  int is_made;
  if (codec == CFORMATS_ZSTD) {
    encoder->zstd = ZSTD_createCStream();
    is_made = encoder->zstd != NULL;
    // As the program zstd does it: its usual level, and a checksum.
    if (is_made) ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_checksumFlag, 1);
  } else if (codec == CFORMATS_LZ4) {
    is_made = !LZ4F_isError(LZ4F_createCompressionContext(&encoder->lz4, LZ4F_VERSION));
  } else {
    is_made =
        deflateInit2(&encoder->deflate, GZIP_LEVEL, Z_DEFLATED, window_bits(codec), 8, Z_DEFAULT_STRATEGY) ==
        Z_OK;
  }
  if (is_made) return encoder;
  free(encoder);
  return NULL;
}

void cformats_encoder_free(struct cformats_encoder *encoder) {
  if (!encoder) return;
  if (encoder->codec == CFORMATS_ZSTD) {
    ZSTD_freeCStream(encoder->zstd);
  } else if (encoder->codec == CFORMATS_LZ4) {
    LZ4F_freeCompressionContext(encoder->lz4);
  } else {
    deflateEnd(&encoder->deflate);
  }
  free(encoder);
}

// What goes into a step of lz4, so that what comes out has room.
#define LZ4_PIECE (1u << 16)

static struct cformats_step encode_lz4(
    struct cformats_encoder *encoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size,
    int ends) {
  const LZ4F_preferences_t preferences = {.autoFlush = 1};
  size_t taken = 0, made = 0;
  enum cformats_outcome outcome = CFORMATS_MORE;
  if (!encoder->has_begun) {
    made = LZ4F_compressBegin(encoder->lz4, output, output_size, &preferences);
    encoder->has_begun = 1;
  } else if (input_size > 0) {
    taken = input_size < LZ4_PIECE ? input_size : LZ4_PIECE;
    made = LZ4F_compressUpdate(encoder->lz4, output, output_size, input, taken, NULL);
  } else if (ends) {
    made = LZ4F_compressEnd(encoder->lz4, output, output_size, NULL);
    encoder->has_begun = 0;
    outcome = CFORMATS_END;
  }
  if (LZ4F_isError(made)) return (struct cformats_step){0, 0, CFORMATS_NO_MEMORY};
  return (struct cformats_step){taken, made, outcome};
}

struct cformats_step cformats_encode(
    struct cformats_encoder *encoder, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size,
    int ends) {
  if (encoder->codec == CFORMATS_LZ4) return encode_lz4(encoder, input, input_size, output, output_size, ends);
  if (encoder->codec == CFORMATS_ZSTD) {
    ZSTD_inBuffer in = {input, input_size, 0};
    ZSTD_outBuffer out = {output, output_size, 0};
    size_t result = ZSTD_compressStream2(encoder->zstd, &out, &in, ends ? ZSTD_e_end : ZSTD_e_continue);
    enum cformats_outcome outcome = ends && result == 0 ? CFORMATS_END : CFORMATS_MORE;
    return (struct cformats_step){in.pos, out.pos, ZSTD_isError(result) ? CFORMATS_NO_MEMORY : outcome};
  }
  z_stream *stream = &encoder->deflate;
  const uInt in = clamp(input_size), out = clamp(output_size);
  stream->next_in = (Bytef *)input;
  stream->avail_in = in;
  stream->next_out = output;
  stream->avail_out = out;
  int result = deflate(stream, ends && in == input_size ? Z_FINISH : Z_NO_FLUSH);
  enum cformats_outcome outcome = result == Z_STREAM_END ? CFORMATS_END : CFORMATS_MORE;
  if (result == Z_STREAM_ERROR) outcome = CFORMATS_NO_MEMORY;
  return (struct cformats_step){in - stream->avail_in, out - stream->avail_out, outcome};
}

#endif

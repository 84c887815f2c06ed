// Points of LAZ files, a chunk at a time: records of LAS files in and out. The narrow face before LASzip.
//
// What is called with the bytes of one chunk reads none beside them, whatever they hold, and takes memory by their size.

#ifndef CLAZ_H
#define CLAZ_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A part of a record, as the file describes it. Who calls has checked that LASzip knows it, and that all of them together
// are a record.
struct claz_item {
  uint16_t type, size, version;
};

// The most items that there are.
enum { CLAZ_ITEMS = 8 };

struct claz_layout {
  struct claz_item items[CLAZ_ITEMS];
  int32_t count;
  // Whether a chunk has a layer for each of their parts, as those of point formats from 6 on.
  int32_t is_layered;
};

// --- Reading ---------------------------------------------------------------------------------------------------------

struct claz_decoder;

// At the beginning of a chunk. The bytes have to stay; they may go on after its end. NULL where there is no memory.
struct claz_decoder *claz_decoder_make(const struct claz_layout *layout, const uint8_t *bytes, size_t size);
// Makes the next so many records; 0 where the chunk is damaged.
int claz_decode(struct claz_decoder *decoder, int64_t count, uint8_t *records);
// How many bytes have been taken; after a chunk's last record the next one begins there.
size_t claz_decoder_position(const struct claz_decoder *decoder);
void claz_decoder_free(struct claz_decoder *decoder);

// The table of chunks after its version and count: how many records, where that is asked for, and bytes each has. 0 where
// it is damaged.
int claz_read_table(const uint8_t *bytes, size_t size, int64_t count, uint32_t *record_counts, uint32_t *sizes);

// --- Writing ---------------------------------------------------------------------------------------------------------

// Takes bytes.
typedef void (*claz_sink)(void *context, const uint8_t *bytes, size_t size);

// These hand over all bytes at once, and answer 0 where there is no memory.
int claz_encode(
    const struct claz_layout *layout, const uint8_t *records, int64_t count, claz_sink sink, void *context);
int claz_write_table(const uint32_t *sizes, int64_t count, claz_sink sink, void *context);

#ifdef __cplusplus
}
#endif

#endif

#ifdef FORMATS

#include "CLAZ.h"
#include "laz_items.hpp"

#include <cstring>
#include <memory>
#include <stdio.h>

#include <laszip/arithmeticdecoder.hpp>
#include <laszip/arithmeticencoder.hpp>
#include <laszip/bytestreamin_array.hpp>
#include <laszip/bytestreamout_array.hpp>
#include <laszip/integercompressor.hpp>
#include <laszip/lasreadpoint.hpp>
#include <laszip/laswritepoint.hpp>

using laz::Description;
using laz::Places;

namespace {

// LASzip looks for where the table of chunks is before the first chunk with layers: zero stands for "nowhere", since it
// is that many bytes before the first chunk.
constexpr I64 lead = 8;

// The bytes of a chunk, after those of the lead where LASzip wants to see them. LASzip's own stream adds to lengths
// before it compares them, and this one does not.
class ChunkStream final : public ByteStreamIn {
 public:
  ChunkStream(const U8 *bytes, I64 size, I64 before) : bytes(bytes), size(size + before), before(before) {}

  U32 getByte() override {
    if (position < before || position >= size) throw static_cast<int>(EOF);
    return bytes[position++ - before];
  }
  void getBytes(U8 *target, const I64 count) override {
    if (position < before || count < 0 || count > size - position) throw static_cast<int>(EOF);
    if (count > 0) std::memcpy(target, bytes + (position - before), static_cast<size_t>(count));
    position += count;
  }
  void get16bitsLE(U8 *target) override { getBytes(target, 2); }
  void get32bitsLE(U8 *target) override { getBytes(target, 4); }
  void get64bitsLE(U8 *target) override {
    if (position >= before) return getBytes(target, 8);
    std::memset(target, 0, 8);
    position = before;
  }
  // Nothing in LAZ files stands with its highest byte first.
  void get16bitsBE(U8 *) override { throw static_cast<int>(EOF); }
  void get32bitsBE(U8 *) override { throw static_cast<int>(EOF); }
  void get64bitsBE(U8 *) override { throw static_cast<int>(EOF); }
  BOOL isSeekable() const override { return true; }
  I64 tell() const override { return position; }
  BOOL seek(const I64 target) override {
    if (target < 0 || target > size) return false;
    position = target;
    return true;
  }
  BOOL seekEnd(const I64 distance = 0) override { return seek(size - distance); }

 private:
  const U8 *bytes;
  I64 size, before, position = 0;
};

U64 fourBytes(const uint8_t *bytes) {
  return bytes[0] | U64(bytes[1]) << 8 | U64(bytes[2]) << 16 | U64(bytes[3]) << 24;
}

// How many layers an item has.
U64 layerCount(const claz_item &item) {
  switch (item.type) {
  case LASitem::POINT14: return 9;
  case LASitem::RGBNIR14: return 2;
  case LASitem::BYTE14: return item.size;
  default: return 1;
  }
}

// Whether what an arithmetic coder has written can begin so. The coder's value stays below its interval's length from
// then on, which is what keeps LASzip's tables from being read behind their ends; the one beginning that is not below it
// is never written.
bool isCoded(const uint8_t *bytes, size_t size) { return size < 4 || fourBytes(bytes) != 0xFFFFFFFF; }

// Whether a chunk with layers is all within its bytes, room for which is made before they are read.
bool hasLayers(const claz_layout &layout, size_t recordSize, const uint8_t *bytes, size_t size) {
  U64 layers = 0;
  for (int i = 0; i < layout.count; i++) layers += layerCount(layout.items[i]);
  const U64 before = recordSize + 4 + 4 * layers;
  if (size < before) return false;
  U64 left = size - before;
  for (U64 layer = 0; layer < layers; layer++) {
    const U64 length = fourBytes(bytes + recordSize + 4 + 4 * layer);
    if (length > left || !isCoded(bytes + (size - left), length)) return false;
    left -= length;
  }
  return true;
}

bool canBeChunk(const claz_layout &layout, size_t recordSize, const uint8_t *bytes, size_t size) {
  if (layout.is_layered) return hasLayers(layout, recordSize, bytes, size);
  return size >= recordSize && isCoded(bytes + recordSize, size - recordSize);
}

size_t sizeOfRecord(const claz_layout &layout) {
  size_t size = 0;
  for (int i = 0; i < layout.count; i++) size += layout.items[i].size;
  return size;
}

}  // namespace

struct claz_decoder {
  claz_decoder(const claz_layout &layout, const uint8_t *bytes, size_t size)
      : description(layout),
        places(layout),
        recordSize(sizeOfRecord(layout)),
        before(layout.is_layered ? lead : 0),
        stream(bytes, static_cast<I64>(size), before) {
    isSound = canBeChunk(layout, recordSize, bytes, size)
        && reader.setup(description.laszip.num_items, description.laszip.items, &description.laszip)
        && reader.init(&stream);
  }

  Description description;
  Places places;
  const size_t recordSize;
  const I64 before;
  ChunkStream stream;
  LASreadPoint reader;
  bool isSound;
};

struct claz_decoder *claz_decoder_make(const struct claz_layout *layout, const uint8_t *bytes, size_t size) {
  try {
    return new claz_decoder(*layout, bytes, size);
  } catch (...) {
    return nullptr;
  }
}

int claz_decode(struct claz_decoder *decoder, int64_t count, uint8_t *records) {
  try {
    for (int64_t record = 0; decoder->isSound && record < count; record++) {
      decoder->isSound = decoder->reader.read(decoder->places.items);
      if (decoder->isSound) decoder->places.put(records + record * decoder->recordSize);
    }
  } catch (...) {
    decoder->isSound = false;
  }
  return decoder->isSound;
}

size_t claz_decoder_position(const struct claz_decoder *decoder) {
  return static_cast<size_t>(decoder->stream.tell() - decoder->before);
}

void claz_decoder_free(struct claz_decoder *decoder) { delete decoder; }

int claz_read_table(
    const uint8_t *bytes, size_t size, int64_t count, uint32_t *record_counts, uint32_t *sizes) {
  if (!isCoded(bytes, size)) return 0;
  try {
    ChunkStream stream(bytes, static_cast<I64>(size), 0);
    ArithmeticDecoder decoder;
    decoder.init(&stream);
    IntegerCompressor integers(&decoder, 32, 2);
    integers.initDecompressor();
    U32 records = 0, length = 0;
    for (int64_t chunk = 0; chunk < count; chunk++) {
      if (record_counts) record_counts[chunk] = records = static_cast<U32>(integers.decompress(static_cast<I32>(records), 0));
      sizes[chunk] = length = static_cast<U32>(integers.decompress(static_cast<I32>(length), 1));
    }
    return 1;
  } catch (...) {
    return 0;
  }
}

int claz_encode(
    const struct claz_layout *layout, const uint8_t *records, int64_t count, claz_sink sink, void *context) {
  try {
    Description description(*layout);
    Places places(*layout);
    const size_t recordSize = sizeOfRecord(*layout);
    // Its stream grows by small steps.
    ByteStreamOutArrayLE stream(static_cast<I64>(recordSize * static_cast<size_t>(count)) + 4096);
    LASwritePoint writer;
    if (!stream.getData() || !writer.setup(description.laszip.num_items, description.laszip.items, &description.laszip)
        || !writer.init(&stream)) {
      return 0;
    }
    for (int64_t record = 0; record < count; record++) {
      places.take(records + static_cast<size_t>(record) * recordSize);
      if (!writer.write(places.items)) return 0;
    }
    if (!writer.done()) return 0;
    // After the lead, which says where the table begins that LASzip has written.
    I64 start = 0, end = stream.getSize();
    if (layout->is_layered) {
      start = lead;
      std::memcpy(&end, stream.getData(), sizeof end);
    }
    sink(context, stream.getData() + start, static_cast<size_t>(end - start));
    return 1;
  } catch (...) {
    return 0;
  }
}

int claz_write_table(const uint32_t *sizes, int64_t count, claz_sink sink, void *context) {
  try {
    ByteStreamOutArrayLE stream(8 * count + 4096);
    if (!stream.getData()) return 0;
    ArithmeticEncoder encoder;
    encoder.init(&stream);
    IntegerCompressor integers(&encoder, 32, 2);
    integers.initCompressor();
    for (int64_t chunk = 0; chunk < count; chunk++) {
      integers.compress(chunk ? static_cast<I32>(sizes[chunk - 1]) : 0, static_cast<I32>(sizes[chunk]), 1);
    }
    encoder.done();
    sink(context, stream.getData(), static_cast<size_t>(stream.getSize()));
    return 1;
  } catch (...) {
    return 0;
  }
}

#endif

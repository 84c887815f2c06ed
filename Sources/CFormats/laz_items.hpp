#ifndef LAZ_ITEMS_HPP
#define LAZ_ITEMS_HPP

// The items of a point as LASzip describes them, and as it holds them.

#include "CLAZ.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <laszip/bytestreamin_array.hpp>
#include <laszip/lasreaditemraw.hpp>
#include <laszip/laszip.hpp>

namespace laz {

inline bool isPoint14(const claz_item &item) { return item.type == LASitem::POINT14; }

// LASzip's items, which it takes from a description of its own.
class Description {
 public:
  explicit Description(const claz_layout &layout) {
    laszip.items = new LASitem[layout.count];
    laszip.num_items = static_cast<U16>(layout.count);
    for (int i = 0; i < layout.count; i++) {
      laszip.items[i].type = static_cast<LASitem::Type>(layout.items[i].type);
      laszip.items[i].size = layout.items[i].size;
      laszip.items[i].version = layout.items[i].version;
    }
    laszip.coder = LASZIP_CODER_ARITHMETIC;
    // A chunk without layers is the same as a file that has one alone.
    laszip.compressor = layout.is_layered ? LASZIP_COMPRESSOR_LAYERED_CHUNKED : LASZIP_COMPRESSOR_POINTWISE;
    // Never reached, and not the number that stands for chunks of different lengths.
    laszip.chunk_size = U32_MAX - 1;
  }

  LASzip laszip;
};

// A place for each item as LASzip has it, aligned: a point of 30 bytes is 48 there.
class Places {
 public:
  explicit Places(const claz_layout &layout) : layout(layout) {
    size_t total = 0;
    for (int i = 0; i < layout.count; i++) total += room(i);
    memory.reset(new U64[total / 8]());
    U8 *place = reinterpret_cast<U8 *>(memory.get());
    for (int i = 0; i < layout.count; i++, place += room(i - 1)) items[i] = place;
  }

  void put(U8 *record) const {
    for (int i = 0; i < layout.count; i++) {
      if (isPoint14(layout.items[i])) {
        putPoint14(record, items[i]);
      } else {
        std::memcpy(record, items[i], layout.items[i].size);
      }
      record += layout.items[i].size;
    }
  }

  void take(const U8 *record) {
    for (int i = 0; i < layout.count; i++) {
      if (isPoint14(layout.items[i])) {
        takePoint14(record, items[i]);
      } else {
        std::memcpy(items[i], record, layout.items[i].size);
      }
      record += layout.items[i].size;
    }
  }

  U8 *items[CLAZ_ITEMS] = {};

 private:
  size_t room(int i) const { return (std::max<size_t>(layout.items[i].size, 64) + 15) / 8 * 8; }

  // The first twelve bytes are where they are; the fields after the old ones are those that count.
  static void putPoint14(U8 *record, const U8 *item) {
    std::memcpy(record, item, 14);
    const U8 channel = item[22] >> 2 & 3, flags = item[22] >> 4;
    record[14] = item[24];
    record[15] = static_cast<U8>(flags | channel << 4 | (item[14] & 0xC0));
    record[16] = item[23];
    record[17] = item[17];
    std::memcpy(record + 18, item + 20, 2);
    std::memcpy(record + 20, item + 18, 2);
    std::memcpy(record + 22, item + 32, 8);
  }

  // LASzip's own way, since the old fields have to agree with the new ones.
  static void takePoint14(const U8 *record, U8 *item) {
    ByteStreamInArrayLE stream(record, 30);
    LASreadItemRaw_POINT14_LE raw;
    U32 context = 0;
    raw.init(&stream);
    raw.read(item, context);
    item[22] |= 1;
  }

  const claz_layout layout;
  std::unique_ptr<U64[]> memory;
};

}  // namespace laz

#endif

// What reading and writing share.

#ifndef PARQUET_INTERNAL_H
#define PARQUET_INTERNAL_H

#if !__has_include(<carquet/carquet.h>)
#error "Run make setup, and let PKG_CONFIG_PATH name .dependencies/formats/lib, as the Makefile does."
#endif

#include <carquet/carquet.h>
#include <stdlib.h>

#include "CParquet.h"

struct cparquet_file {
  carquet_reader_t *reader;
  const carquet_schema_t *schema;
  carquet_error_t error;
};

struct cparquet_cursor {
  struct cparquet_file *file;
  carquet_column_reader_t *reader;
  struct cparquet_column column;
  // The level of a value that is there; 0 where all are.
  int16_t most_level;
  int64_t capacity;
  void *values;
  int16_t *levels;
};

const carquet_schema_node_t *cparquet_node(const struct cparquet_file *file, int32_t column);
int cparquet_read(struct cparquet_cursor *cursor, int64_t count, void *place);

#endif

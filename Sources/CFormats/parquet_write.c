#ifdef FORMATS

// Streams of one's own are an extension of the C library's.
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parquet_internal.h"

struct cparquet_writer {
  cparquet_sink sink;
  void *context;
  FILE *stream;
  carquet_schema_t *schema;
  carquet_writer_t *writer;
  carquet_error_t error;
  // Memory for values without gaps and for levels.
  int64_t capacity;
  carquet_byte_array_t *values;
  int16_t *levels;
};

#ifdef __APPLE__
static int write_piece(void *cookie, const char *bytes, int size) {
  struct cparquet_writer *writer = cookie;
  return writer->sink(writer->context, bytes, (size_t)size) ? size : -1;
}

static FILE *open_stream(struct cparquet_writer *writer) { return funopen(writer, NULL, write_piece, NULL, NULL); }
#else
static ssize_t write_piece(void *cookie, const char *bytes, size_t size) {
  struct cparquet_writer *writer = cookie;
  return writer->sink(writer->context, bytes, size) ? (ssize_t)size : 0;
}

static FILE *open_stream(struct cparquet_writer *writer) {
  return fopencookie(writer, "w", (cookie_io_functions_t){.write = write_piece});
}
#endif

static int fail(struct cparquet_writer *writer, const char *message) {
  if (writer->error.message[0] == 0) strncpy(writer->error.message, message, sizeof writer->error.message - 1);
  return 0;
}

static int check(struct cparquet_writer *writer, carquet_status_t status) {
  return status == CARQUET_OK ? 1 : fail(writer, carquet_status_string(status));
}

struct cparquet_writer *cparquet_writer_make(cparquet_sink sink, void *context) {
  struct cparquet_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  writer->sink = sink;
  writer->context = context;
  writer->schema = carquet_schema_create(&writer->error);
  writer->stream = open_stream(writer);
  if (writer->schema && writer->stream) return writer;
  cparquet_writer_free(writer);
  return NULL;
}

void cparquet_writer_free(struct cparquet_writer *writer) {
  if (!writer) return;
  if (writer->writer) carquet_writer_abort(writer->writer);
  if (writer->stream) fclose(writer->stream);
  if (writer->schema) carquet_schema_free(writer->schema);
  free(writer->values);
  free(writer->levels);
  free(writer);
}

const char *cparquet_writer_message(const struct cparquet_writer *writer) { return writer->error.message; }

int cparquet_copy_column(
    struct cparquet_writer *writer, const struct cparquet_file *file, int32_t column, const char *name) {
  const carquet_schema_node_t *node = cparquet_node(file, column);
  if (!node) return fail(writer, "a column is missing");
  return check(
      writer, carquet_schema_add_column(
                  writer->schema, name, carquet_schema_node_physical_type(node),
                  carquet_schema_node_logical_type(node), carquet_schema_node_repetition(node),
                  carquet_schema_node_type_length(node), 0));
}

int cparquet_add_column(struct cparquet_writer *writer, const char *name, enum cparquet_kind kind) {
  carquet_logical_type_t text = {.id = CARQUET_LOGICAL_STRING};
  carquet_physical_type_t physical = kind == CPARQUET_DOUBLES     ? CARQUET_PHYSICAL_DOUBLE
                                     : kind == CPARQUET_INTEGERS ? CARQUET_PHYSICAL_INT64
                                                                 : CARQUET_PHYSICAL_BYTE_ARRAY;
  return check(
      writer, carquet_schema_add_column(
                  writer->schema, name, physical, kind == CPARQUET_TEXTS ? &text : NULL, CARQUET_REPETITION_OPTIONAL,
                  0, 0));
}

// Arrow's own description of the columns would not have those that are appended.
static int copy_words(struct cparquet_writer *writer, const struct cparquet_file *file) {
  int32_t count = carquet_reader_num_metadata(file->reader);
  for (int32_t index = 0; index < count; index++) {
    const char *key = NULL, *value = NULL;
    if (carquet_reader_get_metadata(file->reader, index, &key, &value) != CARQUET_OK || !key) continue;
    if (strcmp(key, "ARROW:schema") == 0) continue;
    if (!check(writer, carquet_writer_add_metadata(writer->writer, key, value))) return 0;
  }
  return 1;
}

int cparquet_begin(struct cparquet_writer *writer, const struct cparquet_file *file) {
  carquet_writer_options_t options;
  carquet_writer_options_init(&options);
  options.compression = CARQUET_COMPRESSION_SNAPPY;
  options.created_by = "gmm";
  options.async_io = false;
  // Groups end where they are ended, and not by an estimate of carquet's.
  options.row_group_size = 0;
  carquet_column_chunk_metadata_t chunk;
  if (file && carquet_reader_num_row_groups(file->reader) > 0 &&
      carquet_reader_column_chunk_metadata(file->reader, 0, 0, &chunk) == CARQUET_OK &&
      chunk.codec != CARQUET_COMPRESSION_LZO && chunk.codec != CARQUET_COMPRESSION_LZ4) {
    options.compression = chunk.codec;
  }
  writer->writer = carquet_writer_create_file(writer->stream, writer->schema, &options, &writer->error);
  return writer->writer && (!file || copy_words(writer, file));
}

static int reserve(struct cparquet_writer *writer, int64_t count) {
  if (count <= writer->capacity) return 1;
  carquet_byte_array_t *values = realloc(writer->values, (size_t)count * sizeof *values);
  if (values) writer->values = values;
  int16_t *levels = realloc(writer->levels, (size_t)count * sizeof *levels);
  if (levels) writer->levels = levels;
  if (!values || !levels) return fail(writer, "there is no memory");
  writer->capacity = count;
  return 1;
}

static int write_values(
    struct cparquet_writer *writer, int32_t column, const void *values, int64_t count, const int16_t *levels) {
  return check(writer, carquet_writer_write_batch(writer->writer, column, values, count, levels, NULL));
}

int cparquet_write_doubles(struct cparquet_writer *writer, int32_t column, const double *numbers, int64_t count) {
  if (!reserve(writer, count)) return 0;
  double *values = (double *)writer->values;
  int64_t place = 0;
  for (int64_t row = 0; row < count; row++) {
    writer->levels[row] = !isnan(numbers[row]);
    values[place] = numbers[row];
    place += writer->levels[row];
  }
  return write_values(writer, column, values, count, writer->levels);
}

int cparquet_write_integers(
    struct cparquet_writer *writer, int32_t column, const int64_t *numbers, const int16_t *levels, int64_t count) {
  if (!reserve(writer, count)) return 0;
  int64_t *values = (int64_t *)writer->values;
  int64_t place = 0;
  for (int64_t row = 0; row < count; row++) {
    values[place] = numbers[row];
    place += levels[row];
  }
  return write_values(writer, column, values, count, levels);
}

int cparquet_write_texts(
    struct cparquet_writer *writer, int32_t column, const struct cparquet_bytes *texts, int64_t count) {
  if (!reserve(writer, count)) return 0;
  int64_t place = 0;
  for (int64_t row = 0; row < count; row++) {
    writer->levels[row] = texts[row].length >= 0;
    writer->values[place] = (carquet_byte_array_t){(uint8_t *)texts[row].data, texts[row].length};
    place += writer->levels[row];
  }
  return write_values(writer, column, writer->values, count, writer->levels);
}

int cparquet_copy_rows(
    struct cparquet_writer *writer, int32_t column, struct cparquet_cursor *cursor, int64_t count) {
  if (!cparquet_read(cursor, count, NULL)) return fail(writer, cursor->file->error.message);
  return write_values(writer, column, cursor->values, count, cursor->most_level > 0 ? cursor->levels : NULL);
}

int cparquet_end_group(struct cparquet_writer *writer) {
  return check(writer, carquet_writer_new_row_group(writer->writer));
}

int cparquet_finish(struct cparquet_writer *writer) {
  int is_closed = check(writer, carquet_writer_close(writer->writer));
  writer->writer = NULL;
  return is_closed && (fflush(writer->stream) == 0 || fail(writer, "the last bytes could not be written"));
}

#endif

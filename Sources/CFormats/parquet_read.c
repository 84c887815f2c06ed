#ifdef FORMATS

#include <math.h>
#include <string.h>

#include "parquet_internal.h"

struct cparquet_file *cparquet_open(const uint8_t *bytes, size_t size, char *message, size_t message_size) {
  struct cparquet_file *file = calloc(1, sizeof *file);
  carquet_error_t error = CARQUET_ERROR_INIT;
  carquet_reader_options_t options;
  carquet_reader_options_init(&options);
  options.num_threads = 1;
  if (file) file->reader = carquet_reader_open_buffer(bytes, size, &options, &error);
  if (file && file->reader) {
    file->schema = carquet_reader_schema(file->reader);
    return file;
  }
  if (message_size > 0) {
    strncpy(message, file ? error.message : "there is no memory", message_size - 1);
    message[message_size - 1] = 0;
  }
  free(file);
  return NULL;
}

void cparquet_close(struct cparquet_file *file) {
  if (!file) return;
  carquet_reader_close(file->reader);
  free(file);
}

const char *cparquet_message(const struct cparquet_file *file) { return file->error.message; }

int64_t cparquet_row_count(const struct cparquet_file *file) { return carquet_reader_num_rows(file->reader); }
int32_t cparquet_column_count(const struct cparquet_file *file) { return carquet_reader_num_columns(file->reader); }
int32_t cparquet_group_count(const struct cparquet_file *file) { return carquet_reader_num_row_groups(file->reader); }

int64_t cparquet_group_row_count(const struct cparquet_file *file, int32_t group) {
  carquet_row_group_metadata_t metadata;
  return carquet_reader_row_group_metadata(file->reader, group, &metadata) == CARQUET_OK ? metadata.num_rows : -1;
}

// The schema's element of a column: the leaves among the elements stand in the order of the columns.
const carquet_schema_node_t *cparquet_node(const struct cparquet_file *file, int32_t column) {
  int32_t count = carquet_schema_num_elements(file->schema), leaf = 0;
  for (int32_t index = 0; index < count; index++) {
    const carquet_schema_node_t *node = carquet_schema_get_element(file->schema, index);
    if (node && carquet_schema_node_is_leaf(node) && leaf++ == column) return node;
  }
  return NULL;
}

static int32_t digits(carquet_time_unit_t unit) {
  return unit == CARQUET_TIME_UNIT_MILLIS ? 3 : unit == CARQUET_TIME_UNIT_MICROS ? 6 : 9;
}

static void set_meaning(struct cparquet_column *column, const carquet_logical_type_t *type) {
  if (!type) return;
  switch (type->id) {
  case CARQUET_LOGICAL_STRING:
  case CARQUET_LOGICAL_ENUM:
  case CARQUET_LOGICAL_JSON: column->meaning = CPARQUET_TEXT; break;
  case CARQUET_LOGICAL_DECIMAL:
    column->meaning = CPARQUET_DECIMAL;
    column->scale = type->params.decimal.scale;
    break;
  case CARQUET_LOGICAL_DATE: column->meaning = CPARQUET_DATE; break;
  case CARQUET_LOGICAL_TIME:
    column->meaning = CPARQUET_TIME;
    column->scale = digits(type->params.time.unit);
    break;
  case CARQUET_LOGICAL_TIMESTAMP:
    column->meaning = CPARQUET_TIMESTAMP;
    column->scale = digits(type->params.timestamp.unit);
    break;
  case CARQUET_LOGICAL_INTEGER:
    if (!type->params.integer.is_signed) column->meaning = CPARQUET_UNSIGNED;
    break;
  case CARQUET_LOGICAL_FLOAT16:
    if (column->length == 2) column->meaning = CPARQUET_HALF;
    break;
  case CARQUET_LOGICAL_NULL: column->meaning = CPARQUET_NOTHING; break;
  default: break;
  }
}

struct cparquet_column cparquet_column(const struct cparquet_file *file, int32_t column) {
  struct cparquet_column found = {0};
  found.physical = (enum cparquet_physical)carquet_schema_column_type(file->schema, column);
  found.is_nullable = carquet_schema_max_def_level(file->schema, column) > 0;
  found.is_repeated = carquet_schema_max_rep_level(file->schema, column) > 0;
  const char *names[2];
  found.is_nested = cparquet_path(file, column, names, 2) != 1;
  const carquet_schema_node_t *node = cparquet_node(file, column);
  if (!node) return found;
  static const int32_t sizes[] = {1, 4, 8, 12, 4, 8, 0};
  int32_t length = carquet_schema_node_type_length(node);
  if (found.physical == CPARQUET_FIXED) {
    found.length = length > 0 ? length : 0;
  } else {
    found.length = (unsigned)found.physical < 7 ? sizes[found.physical] : 0;
  }
  set_meaning(&found, carquet_schema_node_logical_type(node));
  return found;
}

int32_t cparquet_path(const struct cparquet_file *file, int32_t column, const char **names, int32_t capacity) {
  int32_t depth = carquet_schema_column_path(file->schema, column, names, capacity);
  return depth > 0 && depth <= capacity ? depth : 0;
}

// --- Cursors -------------------------------------------------------------------------------------------------------

// Whether a column's part of a group has values of the size that the schema promises: room is made by that.
static int is_sound(struct cparquet_file *file, int32_t group, int32_t column) {
  struct cparquet_column promised = cparquet_column(file, column);
  carquet_column_chunk_metadata_t chunk;
  if (carquet_reader_column_chunk_metadata(file->reader, group, column, &chunk) == CARQUET_OK &&
      (unsigned)promised.physical <= CPARQUET_FIXED && (int)chunk.type == (int)promised.physical &&
      (promised.physical == CPARQUET_BYTES || (promised.length > 0 && promised.length <= 1 << 20)) &&
      chunk.num_values >= cparquet_group_row_count(file, group)) {
    return 1;
  }
  strncpy(file->error.message, "a column is not of the type that the schema promises", sizeof file->error.message - 1);
  return 0;
}

struct cparquet_cursor *cparquet_cursor_make(struct cparquet_file *file, int32_t group, int32_t column) {
  if (!is_sound(file, group, column)) return NULL;
  struct cparquet_cursor *cursor = calloc(1, sizeof *cursor);
  if (!cursor) return NULL;
  cursor->file = file;
  cursor->column = cparquet_column(file, column);
  cursor->most_level = carquet_schema_max_def_level(file->schema, column);
  carquet_error_clear(&file->error);
  cursor->reader = carquet_reader_get_column(file->reader, group, column, &file->error);
  if (cursor->reader) return cursor;
  free(cursor);
  return NULL;
}

void cparquet_cursor_free(struct cparquet_cursor *cursor) {
  if (!cursor) return;
  carquet_column_reader_free(cursor->reader);
  free(cursor->values);
  free(cursor->levels);
  free(cursor);
}

int cparquet_skip(struct cparquet_cursor *cursor, int64_t count) {
  while (count > 0) {
    int64_t step = carquet_column_skip(cursor->reader, count);
    if (step <= 0) return 0;
    count -= step;
  }
  return 1;
}

static size_t value_size(const struct cparquet_cursor *cursor) {
  return cursor->column.physical == CPARQUET_BYTES ? sizeof(carquet_byte_array_t) : (size_t)cursor->column.length;
}

// What loops over whole vectors may touch beyond the last value.
#define SLACK 256

// Reads values, without gaps, into the cursor's own memory, and levels where values may be missing.
int cparquet_read(struct cparquet_cursor *cursor, int64_t count, void *place) {
  if (count > cursor->capacity) {
    void *values = realloc(cursor->values, (size_t)count * value_size(cursor) + SLACK);
    if (values) cursor->values = values;
    int16_t *levels = realloc(cursor->levels, (size_t)count * sizeof *levels + SLACK);
    if (levels) cursor->levels = levels;
    if (!values || !levels) return 0;
    cursor->capacity = count;
  }
  carquet_error_t *error = &cursor->file->error;
  int64_t found = carquet_column_read_batch_ex(
      cursor->reader, place ? place : cursor->values, count, cursor->most_level > 0 ? cursor->levels : NULL, NULL,
      error);
  return found == count && error->code == CARQUET_OK;
}

static double half(const uint8_t *bytes) {
  unsigned bits = bytes[0] | (unsigned)bytes[1] << 8, exponent = bits >> 10 & 31, fraction = bits & 1023;
  double size = exponent == 0    ? ldexp(fraction, -24)
                : exponent == 31 ? (fraction ? NAN : INFINITY)
                                 : ldexp(fraction + 1024, (int)exponent - 25);
  return bits >> 15 ? -size : size;
}

// A whole number of at most sixteen bytes whose highest one comes first.
static double whole(const uint8_t *bytes, int32_t length) {
  if (length > 16) return NAN;
  unsigned __int128 number = length > 0 && bytes[0] >= 128 ? ~(unsigned __int128)0 : 0;
  for (int32_t place = 0; place < length; place++) number = number << 8 | bytes[place];
  return (double)(__int128)number;
}

static double power_of_ten(int32_t exponent) {
  double power = 1;
  for (int32_t step = 0; step < exponent && step < 400; step++) power *= 10;
  return power;
}

// The number at a place among values without gaps.
static inline double number(const struct cparquet_cursor *cursor, const void *values, int64_t place) {
  const struct cparquet_column *column = &cursor->column;
  int is_unsigned = column->meaning == CPARQUET_UNSIGNED;
  switch (column->physical) {
  case CPARQUET_BOOLEAN: return ((const uint8_t *)values)[place] != 0;
  case CPARQUET_INT32:
    return is_unsigned ? (double)((const uint32_t *)values)[place] : (double)((const int32_t *)values)[place];
  case CPARQUET_INT64:
    return is_unsigned ? (double)((const uint64_t *)values)[place] : (double)((const int64_t *)values)[place];
  case CPARQUET_FLOAT: return ((const float *)values)[place];
  case CPARQUET_DOUBLE: return ((const double *)values)[place];
  case CPARQUET_FIXED: {
    const uint8_t *bytes = (const uint8_t *)values + place * column->length;
    return column->meaning == CPARQUET_HALF ? half(bytes) : whole(bytes, column->length);
  }
  case CPARQUET_BYTES: {
    const carquet_byte_array_t *bytes = (const carquet_byte_array_t *)values + place;
    return whole(bytes->data, bytes->length);
  }
  default: return NAN;
  }
}

// Moves numbers that stand without gaps to the rows that have one.
static void spread(const struct cparquet_cursor *cursor, int64_t count, double *numbers) {
  if (cursor->most_level == 0) return;
  int64_t place = 0;
  for (int64_t row = 0; row < count; row++) place += cursor->levels[row] == cursor->most_level;
  if (place == count) return;
  for (int64_t row = count - 1; row >= 0; row--) {
    numbers[row] = cursor->levels[row] == cursor->most_level ? numbers[--place] : NAN;
  }
}

int cparquet_read_numbers(struct cparquet_cursor *cursor, int64_t count, double *numbers) {
  int is_double = cursor->column.physical == CPARQUET_DOUBLE;
  if (!cparquet_read(cursor, count, is_double ? numbers : NULL)) return 0;
  if (is_double) {
    spread(cursor, count, numbers);
    return 1;
  }
  int64_t place = 0;
  for (int64_t row = 0; row < count; row++) {
    int is_there = cursor->most_level == 0 || cursor->levels[row] == cursor->most_level;
    numbers[row] = is_there ? number(cursor, cursor->values, place) : NAN;
    place += is_there;
  }
  if (cursor->column.meaning == CPARQUET_DECIMAL && cursor->column.scale > 0) {
    double unit = power_of_ten(cursor->column.scale);
    for (int64_t row = 0; row < count; row++) numbers[row] /= unit;
  }
  return 1;
}

int cparquet_read_bytes(struct cparquet_cursor *cursor, int64_t count, struct cparquet_bytes *values) {
  if (!cparquet_read(cursor, count, NULL)) return 0;
  int64_t place = 0;
  size_t size = value_size(cursor);
  for (int64_t row = 0; row < count; row++) {
    int is_there = cursor->most_level == 0 || cursor->levels[row] == cursor->most_level;
    const uint8_t *value = (const uint8_t *)cursor->values + (size_t)place * size;
    values[row] = (struct cparquet_bytes){value, (int32_t)size};
    if (cursor->column.physical == CPARQUET_BYTES) {
      const carquet_byte_array_t *bytes = (const carquet_byte_array_t *)value;
      if (is_there) values[row] = (struct cparquet_bytes){bytes->data, bytes->length < 0 ? 0 : bytes->length};
    }
    if (!is_there) values[row] = (struct cparquet_bytes){NULL, -1};
    place += is_there;
  }
  return 1;
}

#endif

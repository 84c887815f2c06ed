// Parquet files, a column of a row group at a time. The narrow face behind which carquet stands, and another library could.
//
// A file, its cursors and a writer each belong to one thread at a time. Messages are of the file or writer that they
// concern, and live as long as it does.

#ifndef CPARQUET_H
#define CPARQUET_H

#include <stddef.h>
#include <stdint.h>

// The numbers of Parquet's own physical types.
enum cparquet_physical {
  CPARQUET_BOOLEAN = 0,
  CPARQUET_INT32 = 1,
  CPARQUET_INT64 = 2,
  CPARQUET_INT96 = 3,
  CPARQUET_FLOAT = 4,
  CPARQUET_DOUBLE = 5,
  CPARQUET_BYTES = 6,
  CPARQUET_FIXED = 7
};

// What the values of a physical type mean.
enum cparquet_meaning {
  CPARQUET_PLAIN = 0,
  CPARQUET_TEXT,
  CPARQUET_DECIMAL,
  CPARQUET_DATE,
  CPARQUET_TIME,
  CPARQUET_TIMESTAMP,
  CPARQUET_UNSIGNED,
  CPARQUET_HALF,
  CPARQUET_NOTHING
};

struct cparquet_column {
  enum cparquet_physical physical;
  enum cparquet_meaning meaning;
  // Digits after the point of a decimal, or the digits of a second: 3, 6 or 9.
  int32_t scale;
  int32_t is_nullable, is_repeated, is_nested;
  // Bytes of a value of fixed size.
  int32_t length;
};

// A value's bytes; a length of -1 where there is none.
struct cparquet_bytes {
  const uint8_t *data;
  int32_t length;
};

// --- Reading ---------------------------------------------------------------------------------------------------------

struct cparquet_file;
struct cparquet_cursor;

// The bytes have to stay. NULL where the file is damaged; what is wrong is then put into the message.
struct cparquet_file *cparquet_open(const uint8_t *bytes, size_t size, char *message, size_t message_size);
void cparquet_close(struct cparquet_file *file);
const char *cparquet_message(const struct cparquet_file *file);

int64_t cparquet_row_count(const struct cparquet_file *file);
int32_t cparquet_column_count(const struct cparquet_file *file);
int32_t cparquet_group_count(const struct cparquet_file *file);
// -1 where the file does not tell.
int64_t cparquet_group_row_count(const struct cparquet_file *file, int32_t group);
struct cparquet_column cparquet_column(const struct cparquet_file *file, int32_t column);
// The names on the way to a column; answers how many there are, 0 for none or more than there is room for.
int32_t cparquet_path(const struct cparquet_file *file, int32_t column, const char **names, int32_t capacity);

// NULL where the column's part of the group is damaged, or there is no memory.
struct cparquet_cursor *cparquet_cursor_make(struct cparquet_file *file, int32_t group, int32_t column);
void cparquet_cursor_free(struct cparquet_cursor *cursor);
// These take the next so many rows, and answer whether all were there. Numbers are NaN where there is none.
int cparquet_skip(struct cparquet_cursor *cursor, int64_t count);
int cparquet_read_numbers(struct cparquet_cursor *cursor, int64_t count, double *numbers);
// Bytes stay until the cursor is used again.
int cparquet_read_bytes(struct cparquet_cursor *cursor, int64_t count, struct cparquet_bytes *values);

// --- Writing ---------------------------------------------------------------------------------------------------------

struct cparquet_writer;

// Takes bytes of the file; 0 where that failed.
typedef int (*cparquet_sink)(void *context, const void *bytes, size_t size);

enum cparquet_kind { CPARQUET_DOUBLES = 0, CPARQUET_INTEGERS = 1, CPARQUET_TEXTS = 2 };

// All but the first and the last answer whether it went well.
struct cparquet_writer *cparquet_writer_make(cparquet_sink sink, void *context);
int cparquet_copy_column(
    struct cparquet_writer *writer, const struct cparquet_file *file, int32_t column, const char *name);
int cparquet_add_column(struct cparquet_writer *writer, const char *name, enum cparquet_kind kind);
// After all columns, with the compression and the words that belong to a file that is copied; NULL for none.
int cparquet_begin(struct cparquet_writer *writer, const struct cparquet_file *file);
int cparquet_write_doubles(struct cparquet_writer *writer, int32_t column, const double *numbers, int64_t count);
// Rows for which nothing is kept have 0 among the levels.
int cparquet_write_integers(
    struct cparquet_writer *writer, int32_t column, const int64_t *numbers, const int16_t *levels, int64_t count);
int cparquet_write_texts(
    struct cparquet_writer *writer, int32_t column, const struct cparquet_bytes *texts, int64_t count);
int cparquet_copy_rows(
    struct cparquet_writer *writer, int32_t column, struct cparquet_cursor *cursor, int64_t count);
int cparquet_end_group(struct cparquet_writer *writer);
int cparquet_finish(struct cparquet_writer *writer);
const char *cparquet_writer_message(const struct cparquet_writer *writer);
void cparquet_writer_free(struct cparquet_writer *writer);

#endif

/// Numbers as text and back. A shim with no stable interface; nothing is thrown and nothing is allocated.
#ifndef C_NUMBER_TEXT_H
#define C_NUMBER_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a text is when a number is asked for.
enum __attribute__((enum_extensibility(closed))) number_text_status {
  /// A finite number.
  number_text_status_number = 0,
  /// Nothing, a word for a missing or infinite value (NA, NaN, null, ., inf …), or a number too large
  /// for a double.
  number_text_status_invalid = 1,
  /// Anything else.
  number_text_status_other = 2,
};
typedef enum number_text_status number_text_status;

/// The room that number_text_format and number_text_format_integer need at most.
#define NUMBER_TEXT_CAPACITY 32

/// Reads the finite number with which a text begins; no blanks are skipped.
///
/// Returns the number of bytes read: 0 where the text does not begin with a finite number.
size_t number_text_scan(const unsigned char *first, const unsigned char *last, unsigned char decimal_mark,
                        double *value);

/// Reads a whole text, without the blanks around it, as one number.
///
/// `value` is written only where the answer is number_text_status_number.
number_text_status number_text_parse(const unsigned char *first, const unsigned char *last,
                                     unsigned char decimal_mark, double *value);

/// Writes the shortest text that reads back to the same bits, and returns its length.
size_t number_text_format(double value, unsigned char decimal_mark, unsigned char *buffer);

/// Writes an integer and returns the length of the text.
size_t number_text_format_integer(int64_t value, unsigned char *buffer);

/// How many digits a number for people has.
enum __attribute__((enum_extensibility(closed))) number_text_style {
  /// So many behind the decimal point.
  number_text_style_fixed = 0,
  /// So many that count, without zeros at the end; a power of ten where the number is large or small.
  number_text_style_significant = 1,
  /// So many behind the leading one, and a power of ten.
  number_text_style_scientific = 2,
};
typedef enum number_text_style number_text_style;

/// The room that number_text_format_rounded needs for up to 100 digits.
#define NUMBER_TEXT_ROUNDED_CAPACITY 512

/// Writes a number rounded to some digits, as the C library's printf does, and returns the length of the text.
size_t number_text_format_rounded(double value, number_text_style style, int digits, unsigned char *buffer);

/// Finds the starts of plain rows, as long as there are any: rows of one line without a quote that begin
/// with neither a blank, a hash, a slash nor a line end, and hold exactly `delimiters` delimiters.
///
/// `start` is where a row starts. Rows that start at `limit` or later, and the last line of the text if
/// no line feed ends it, are left to the caller, as is every row that is not plain.
///
/// The offsets less `base` of at most `capacity` rows go to `rows`, their number to `count`. Returns the
/// start of the line at which the search has ended.
size_t table_text_plain_rows(const unsigned char *bytes, size_t size, size_t start, size_t limit,
                             unsigned char delimiter, size_t delimiters, size_t base, uint32_t *rows,
                             size_t capacity, size_t *count);

/// Reads numbers of plain rows, as long as there are any: rows in which each cell wanted is a finite
/// number in digits without blanks around it and none of `codes`, and no cell before the last one wanted has
/// a quote.
///
/// Row `i` starts at `base + rows[i]`. The number in cell `c` goes to `columns[slots[c]][first + i]`, and
/// cells whose slot is negative are passed over. Returns the number of rows read before one that is not plain.
size_t table_text_plain_numbers(const unsigned char *bytes, size_t size, const uint32_t *rows,
                                size_t base, size_t count, unsigned char delimiter, unsigned char decimal_mark,
                                const int32_t *slots, size_t slot_count, const double *codes,
                                size_t code_count, double *const *columns, size_t first);

/// Where such a byte stands first; NULL where there is none. Inline, since it is asked for cell by cell.
static inline const unsigned char *text_first_byte(const unsigned char *bytes, unsigned char byte, size_t size) {
  return (const unsigned char *)memchr(bytes, byte, size);
}

/// The offset of the first NUL, or `size`; `high_bits` gets the top bits of all bytes before it (and maybe
/// of some after it): 0 where all is ASCII.
size_t text_first_nul(const unsigned char *bytes, size_t size, unsigned char *high_bits);

/// What a text is as UTF-8.
struct text_utf8_survey {
  /// How many letters of more than one byte are well-formed.
  size_t sequences;
  /// How many bytes are no part of a well-formed letter.
  size_t strays;
  /// The offset of the first of these, or the size.
  size_t first_stray;
};

/// Goes through a text as UTF-8 (Unicode 15, table 3-7).
struct text_utf8_survey text_survey_utf8(const unsigned char *bytes, size_t size);

/// Narrows a range by numbers, none of them NaN.
void numbers_extend_range(const double *numbers, size_t count, double *lowest, double *highest);

#ifdef __cplusplus
}
#endif

#endif

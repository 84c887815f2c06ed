// XML, a piece at a time. The narrow face behind which Expat stands.
//
// Documents that declare a type, and with it entities, are not read.

#ifndef CXML_H
#define CXML_H

#include <stddef.h>
#include <stdint.h>

enum cxml_outcome { CXML_READ = 0, CXML_DAMAGED, CXML_DECLARES, CXML_NO_MEMORY };

struct cxml_parser;

// Names as they stand there, with a prefix; attributes are names and values by turns, and NULL after the last.
typedef void (*cxml_start)(void *context, const char *name, const char **attributes);
typedef void (*cxml_end)(void *context, const char *name);
// Texts come in parts.
typedef void (*cxml_text)(void *context, const char *text, int size);

// NULL where there is no memory.
struct cxml_parser *cxml_make(void *context, cxml_start start, cxml_end end, cxml_text text);
void cxml_free(struct cxml_parser *parser);
// Takes a piece of a document, of which it is the last one or not.
enum cxml_outcome cxml_read(struct cxml_parser *parser, const uint8_t *bytes, int size, int is_last);
// The byte at which it is, and what is wrong there.
int64_t cxml_place(const struct cxml_parser *parser);
const char *cxml_message(const struct cxml_parser *parser);

#endif

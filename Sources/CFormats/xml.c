#ifdef FORMATS

#include <expat.h>
#include <stdlib.h>

#include "CXML.h"

struct cxml_parser {
  XML_Parser expat;
  void *context;
  cxml_start start;
  cxml_end end;
  cxml_text text;
  int depth, declares;
  // How many bytes have been handed over.
  int64_t taken;
};

// No document of those that are read here has elements so deep in one another.
#define DEEPEST 256
// What stands between two brackets is no longer, since it is looked at from its beginning with each piece.
#define LONGEST_TAG (8 << 20)

static void stop(struct cxml_parser *parser) { XML_StopParser(parser->expat, XML_FALSE); }

static void XMLCALL started(void *data, const XML_Char *name, const XML_Char **attributes) {
  struct cxml_parser *parser = data;
  if (++parser->depth > DEEPEST) {
    stop(parser);
    return;
  }
  parser->start(parser->context, name, attributes);
}

static void XMLCALL ended(void *data, const XML_Char *name) {
  struct cxml_parser *parser = data;
  parser->depth--;
  parser->end(parser->context, name);
}

static void XMLCALL said(void *data, const XML_Char *text, int size) {
  struct cxml_parser *parser = data;
  parser->text(parser->context, text, size);
}

static void XMLCALL declared(
    void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_subset) {
  struct cxml_parser *parser = data;
  (void)name, (void)system, (void)public, (void)has_subset;
  parser->declares = 1;
  stop(parser);
}

struct cxml_parser *cxml_make(void *context, cxml_start start, cxml_end end, cxml_text text) {
  struct cxml_parser *parser = calloc(1, sizeof *parser);
  if (!parser) return NULL;
  parser->expat = XML_ParserCreate(NULL);
  if (!parser->expat) {
    free(parser);
    return NULL;
  }
  parser->context = context;
  parser->start = start;
  parser->end = end;
  parser->text = text;
  XML_SetUserData(parser->expat, parser);
  XML_SetElementHandler(parser->expat, started, ended);
  XML_SetCharacterDataHandler(parser->expat, said);
  XML_SetStartDoctypeDeclHandler(parser->expat, declared);
  return parser;
}

void cxml_free(struct cxml_parser *parser) {
  if (!parser) return;
  XML_ParserFree(parser->expat);
  free(parser);
}

enum cxml_outcome cxml_read(struct cxml_parser *parser, const uint8_t *bytes, int size, int is_last) {
  enum XML_Status status = XML_Parse(parser->expat, (const char *)bytes, size, is_last);
  parser->taken += size;
  if (parser->declares) return CXML_DECLARES;
  if (status == XML_STATUS_OK) return parser->taken - cxml_place(parser) > LONGEST_TAG ? CXML_DAMAGED : CXML_READ;
  return XML_GetErrorCode(parser->expat) == XML_ERROR_NO_MEMORY ? CXML_NO_MEMORY : CXML_DAMAGED;
}

int64_t cxml_place(const struct cxml_parser *parser) { return XML_GetCurrentByteIndex(parser->expat); }

const char *cxml_message(const struct cxml_parser *parser) {
  if (parser->depth > DEEPEST) return "elements are nested too deeply";
  const char *message = XML_ErrorString(XML_GetErrorCode(parser->expat));
  return message ? message : "a tag is too long";
}

#endif

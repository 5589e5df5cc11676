#include "claim.h"

#include <string.h>

#include "decimal.h"
#include "hex.h"

enum { NUMBER_MAX = 65535, HASH_DIGITS = 2 * PETCAM_SHA256_BYTES };

/* What is still to be read. */
struct rest {
  const char *at;
  const char *end;
};

/* Takes everything up to `delimiter` or the end, and the delimiter. Returns the length of what was before it. */
static size_t take(struct rest *rest, char delimiter, const char **word)
{
  const char *from = rest->at;
  const char *to = from < rest->end ? memchr(from, delimiter, (size_t)(rest->end - from)) : NULL;
  *word = from;
  rest->at = to == NULL ? rest->end : to + 1;
  return (size_t)((to == NULL ? rest->end : to) - from);
}

static bool take_word(struct rest *rest, const char *expected)
{
  const char *word;
  size_t length = take(rest, ' ', &word);
  return length == strlen(expected) && memcmp(word, expected, length) == 0;
}

bool petcam_version_read(const char *text, size_t length, uint64_t *order)
{
  struct rest rest = {text, text + length};
  *order = 0;
  for (int part = 0; part < 3; part++) {
    const char *word;
    uint32_t number;
    size_t digits = take(&rest, '.', &word);
    if (!petcam_decimal_read(word, digits, NUMBER_MAX, &number)) {
      return false;
    }
    *order = *order << 16 | number;
  }
  /* A dot at the end is one too many. */
  return rest.at == rest.end && text[length - 1U] != '.';
}

static bool take_board(struct rest *rest, char *board)
{
  const char *word;
  size_t length = take(rest, ' ', &word);
  if (length == 0 || length > PETCAM_ID_MAX) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    char character = word[i];
    bool plain = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    if (!plain && character != '-') {
      return false;
    }
  }
  memcpy(board, word, length);
  board[length] = '\0';
  return true;
}

static bool take_version(struct rest *rest, struct petcam_claim *claim)
{
  const char *word;
  size_t length = take(rest, ' ', &word);
  if (length > PETCAM_VERSION_MAX || !petcam_version_read(word, length, &claim->order)) {
    return false;
  }
  memcpy(claim->version, word, length);
  claim->version[length] = '\0';
  return true;
}

static bool take_length(struct rest *rest, uint32_t *bytes)
{
  const char *word;
  size_t length = take(rest, ' ', &word);
  return petcam_decimal_read(word, length, PETCAM_IMAGE_BYTES_MAX, bytes) && *bytes > 0;
}

const char *petcam_claim_read(const char *text, size_t length, struct petcam_claim *claim)
{
  struct rest rest = {text, text + length};
  memset(claim, 0, sizeof *claim);
  if (length > PETCAM_CLAIM_MAX || !take_word(&rest, "petcam-firmware") || !take_word(&rest, "1")) {
    return "petcam-firmware 1";
  }
  if (!take_board(&rest, claim->board)) {
    return "board";
  }
  if (!take_version(&rest, claim)) {
    return "version";
  }
  if (!take_length(&rest, &claim->length)) {
    return "length";
  }
  if (rest.end - rest.at != HASH_DIGITS || !petcam_hex_read(rest.at, claim->sha256, PETCAM_SHA256_BYTES)) {
    return "sha256";
  }
  memcpy(claim->text, text, length);
  claim->text[length] = '\0';
  return NULL;
}

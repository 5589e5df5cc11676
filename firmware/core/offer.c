#include "offer.h"

#include <string.h>

#include "hex.h"

enum { SIGNATURE_DIGITS = 2 * PETCAM_SIGNATURE_BYTES };

static const struct petcam_refusal fine = {NULL, NULL, NULL};

static struct petcam_refusal refuse(const char *code, const char *message)
{
  struct petcam_refusal refusal = {code, message, ""};
  return refusal;
}

static struct petcam_refusal refuse_field(const char *field)
{
  struct petcam_refusal refusal = {"invalid", "absent or not as in the contract: ", field};
  return refusal;
}

/* What runs may carry a mark of its build, 1.0.0-trial. What has no number comes before every release. */
static bool is_newer(const struct petcam_context *context, const struct petcam_claim *claim)
{
  uint64_t running;
  const char *own = context->config.firmware;
  size_t length = 0;
  while (own[length] != '\0' && own[length] != '-' && own[length] != '+') {
    length++;
  }
  return !petcam_version_read(own, length, &running) || claim->order > running;
}

/* What can be refused without a look at the signature. */
static struct petcam_refusal check(const struct petcam_update *update, const struct petcam_context *context,
                                   const struct petcam_claim *claim)
{
  if (update->receiving) {
    return refuse("busy", "another image is being received");
  }
  if (update->image == PETCAM_IMAGE_TRIAL) {
    return refuse("busy", "the running image is on trial");
  }
  if (strcmp(claim->board, context->config.board) != 0) {
    return refuse("other-board", "the image is for another board");
  }
  return is_newer(context, claim) ? fine : refuse("not-newer", "the image is not newer than the running one");
}

static struct petcam_refusal check_signature(const struct petcam_context *context, const struct petcam_claim *claim,
                                             const uint8_t *signature)
{
  switch (context->port.update_verify(context->port.context, claim->text, signature)) {
  case PETCAM_NO_KEY:
    return refuse("no-key", "this firmware has no key to check an update with");
  case PETCAM_NOT_SIGNED:
    return refuse("signature", "the signature is not that of the key in this firmware");
  case PETCAM_TRUSTED:
    break;
  }
  return fine;
}

static bool is_being_received(const struct petcam_update *update, const struct petcam_claim *claim)
{
  return update->receiving && strcmp(update->claim.text, claim->text) == 0;
}

static struct petcam_refusal take(struct petcam_update *update, struct petcam_context *context,
                                  const struct petcam_claim *claim, const uint8_t *signature)
{
  if (is_being_received(update, claim)) {
    petcam_update_resume(update, context);
    return fine;
  }
  struct petcam_refusal refusal = check(update, context, claim);
  if (refusal.code == NULL) {
    refusal = check_signature(context, claim, signature);
  }
  if (refusal.code != NULL) {
    return refusal;
  }
  return petcam_update_begin(update, context, claim) ? fine : refuse("storage", "the image cannot be written");
}

static bool read_signature(struct petcam_json data, uint8_t *signature)
{
  char digits[SIGNATURE_DIGITS + 1];
  struct petcam_json value;
  return petcam_json_member(data, "signature", &value) && petcam_json_string(value, digits, sizeof digits) &&
         strlen(digits) == SIGNATURE_DIGITS && petcam_hex_read(digits, signature, PETCAM_SIGNATURE_BYTES);
}

struct petcam_refusal petcam_offer(struct petcam_update *update, struct petcam_context *context,
                                   struct petcam_json data, bool restarting)
{
  char text[PETCAM_CLAIM_MAX + 1U];
  uint8_t signature[PETCAM_SIGNATURE_BYTES];
  struct petcam_claim claim;
  struct petcam_json value;
  if (!petcam_json_member(data, "claim", &value) || !petcam_json_string(value, text, sizeof text)) {
    return refuse_field("claim");
  }
  const char *wrong = text[0] == '\0' ? NULL : petcam_claim_read(text, strlen(text), &claim);
  if (wrong != NULL) {
    return refuse_field(wrong);
  }
  if (text[0] != '\0' && !read_signature(data, signature)) {
    return refuse_field("signature");
  }
  if (restarting) {
    return refuse("busy", "the camera is restarting");
  }
  if (text[0] == '\0') {
    petcam_update_drop(update, context, "cancelled");
    return fine;
  }
  return take(update, context, &claim, signature);
}

#include "update.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hex.h"

enum { PROGRAM_MODE = 0700 };

static uint32_t spare(const struct update *update)
{
  return 1U - update->slots.active;
}

void update_open(struct update *update, const char *folder, const char *key)
{
  memset(update, 0, sizeof *update);
  update->key = key;
  if (folder != NULL) {
    slots_read(&update->slots, folder);
  }
}

enum petcam_image update_image(struct update *update, const char **rolled_back)
{
  *rolled_back = slots_other(&update->slots)->version;
  if (update->slots.slot[update->slots.active].state == SLOT_PENDING) {
    return PETCAM_IMAGE_TRIAL;
  }
  return slots_other(&update->slots)->state == SLOT_INVALID ? PETCAM_IMAGE_ROLLED_BACK : PETCAM_IMAGE_SETTLED;
}

bool update_keep(struct update *update)
{
  struct slot *running = &update->slots.slot[update->slots.active];
  if (running->state != SLOT_PENDING) {
    return true;
  }
  running->state = SLOT_VALID;
  return slots_write(&update->slots);
}

enum petcam_trust update_verify(const struct update *update, const char *claim, const uint8_t *signature)
{
  uint8_t key[SEAL_KEY_BYTES];
  if (update->key == NULL || update->slots.folder == NULL || !petcam_hex_read(update->key, key, sizeof key)) {
    return PETCAM_NO_KEY;
  }
  return seal_verify(key, claim, signature) ? PETCAM_TRUSTED : PETCAM_NOT_SIGNED;
}

/* Frees the hash and closes the file. False when its last bytes did not get to the disk. */
static bool release(struct update *update, uint8_t sha256[PETCAM_SHA256_BYTES])
{
  bool sealed = update->seal != NULL && seal_end(update->seal, sha256);
  bool written = update->file != NULL && fflush(update->file) == 0 && fsync(fileno(update->file)) == 0;
  bool closed = update->file != NULL && fclose(update->file) == 0;
  update->seal = NULL;
  update->file = NULL;
  return sealed && written && closed;
}

/* The image that was in the slot goes first, as erasing does on the board. */
static bool clear(struct update *update)
{
  struct slot *other = slots_other(&update->slots);
  other->state = SLOT_EMPTY;
  (void)snprintf(other->version, sizeof other->version, "-");
  return slots_write(&update->slots);
}

bool update_begin(struct update *update)
{
  char path[SLOTS_PATH_BYTES];
  if (!slots_path(&update->slots, spare(update), ".new", path) || !clear(update)) {
    return false;
  }
  update->file = fopen(path, "wb");
  update->seal = seal_begin();
  if (update->file == NULL || update->seal == NULL) {
    update_abort(update);
    return false;
  }
  return true;
}

bool update_write(struct update *update, const uint8_t *bytes, size_t length)
{
  return fwrite(bytes, 1, length, update->file) == length && seal_add(update->seal, bytes, length);
}

static bool install(struct update *update, const char *version)
{
  char fresh[SLOTS_PATH_BYTES];
  char path[SLOTS_PATH_BYTES];
  struct slot *other = slots_other(&update->slots);
  if (!slots_path(&update->slots, spare(update), ".new", fresh) ||
      !slots_path(&update->slots, spare(update), "", path) || chmod(fresh, PROGRAM_MODE) != 0 ||
      !slots_replace(update->slots.folder, fresh, path)) {
    return false;
  }
  other->state = SLOT_NEW;
  (void)snprintf(other->version, sizeof other->version, "%s", version);
  update->slots.active = spare(update);
  if (!slots_write(&update->slots)) {
    slots_read(&update->slots, update->slots.folder);
    return false;
  }
  return true;
}

enum petcam_written update_finish(struct update *update, const struct petcam_claim *claim)
{
  uint8_t sha256[PETCAM_SHA256_BYTES];
  if (!release(update, sha256)) {
    return PETCAM_WRITE_FAILED;
  }
  if (memcmp(sha256, claim->sha256, sizeof sha256) != 0) {
    update_abort(update);
    return PETCAM_WRONG_HASH;
  }
  return install(update, claim->version) ? PETCAM_WRITTEN : PETCAM_WRITE_FAILED;
}

void update_abort(struct update *update)
{
  uint8_t unused[PETCAM_SHA256_BYTES];
  char path[SLOTS_PATH_BYTES];
  (void)release(update, unused);
  if (slots_path(&update->slots, spare(update), ".new", path)) {
    (void)unlink(path);
  }
}

#include "pairing_store.h"

#include <string.h>

#include "crc32.h"
#include "json.h"
#include "text.h"

enum { MARK_BYTES = 4, MOVED_BYTES = 128 };

/* As they are called in the flash of every camera so far. */
static const char hub_name[] = "hub";
static const char moved_name[] = "moved";
static const char aside_name[] = "wifi";

/* A Wi-Fi that was kept aside. */
struct aside {
  bool marked; /* earlier firmware did not say which hub it belongs to */
  uint32_t mark;
  uint8_t wifi[PETCAM_WIFI_BYTES_MAX];
};

/* What tells the stored hub from every other one: its key is in it. False when there is none. */
static bool read_mark(const struct petcam_storage *storage, uint32_t *mark)
{
  char text[PETCAM_HANDOVER_BYTES];
  if (!storage->read_text(storage->context, hub_name, text, sizeof text)) {
    return false;
  }
  *mark = petcam_crc32((const uint8_t *)text, strlen(text));
  return true;
}

static bool read_aside(const struct petcam_storage *storage, struct aside *aside)
{
  uint8_t bytes[MARK_BYTES + PETCAM_WIFI_BYTES_MAX];
  size_t length = sizeof bytes;
  if (!storage->read_bytes(storage->context, aside_name, bytes, &length)) {
    return false;
  }
  aside->marked = length == MARK_BYTES + storage->wifi_bytes;
  if (!aside->marked && length != storage->wifi_bytes) {
    return false;
  }
  aside->mark = 0;
  for (size_t i = 0; aside->marked && i < MARK_BYTES; i++) {
    aside->mark |= (uint32_t)bytes[storage->wifi_bytes + i] << (8U * i);
  }
  memcpy(aside->wifi, bytes, storage->wifi_bytes);
  return true;
}

static bool write_aside(const struct petcam_storage *storage, const uint8_t *wifi, uint32_t mark)
{
  uint8_t bytes[MARK_BYTES + PETCAM_WIFI_BYTES_MAX];
  memcpy(bytes, wifi, storage->wifi_bytes);
  for (size_t i = 0; i < MARK_BYTES; i++) {
    bytes[storage->wifi_bytes + i] = (uint8_t)(mark >> (8U * i));
  }
  return storage->write_bytes(storage->context, aside_name, bytes, storage->wifi_bytes + MARK_BYTES);
}

/* Whether a Wi-Fi is aside that belongs to the stored hub. */
static bool read_current_aside(const struct petcam_storage *storage, struct aside *aside)
{
  uint32_t mark;
  return read_mark(storage, &mark) && read_aside(storage, aside) && (!aside->marked || aside->mark == mark);
}

static bool write_hub(const struct petcam_storage *storage, const struct petcam_handover *handover)
{
  char bytes[PETCAM_HANDOVER_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  petcam_handover_write(handover, &text);
  return !text.overflow && storage->write_text(storage->context, hub_name, text.bytes);
}

bool petcam_paired_hub(const struct petcam_storage *storage, struct petcam_handover *handover)
{
  char text[PETCAM_HANDOVER_BYTES];
  return storage->read_text(storage->context, hub_name, text, sizeof text) &&
         petcam_handover_read(text, strlen(text), handover) == NULL;
}

void petcam_pairing_opened(const struct petcam_storage *storage)
{
  struct aside aside;
  uint32_t mark;
  if (!read_mark(storage, &mark)) {
    return; /* a Wi-Fi without a hub is nothing to come back to */
  }
  if (read_current_aside(storage, &aside)) {
    /* An attempt before this one kept it aside: what the driver has now is what that attempt left. */
    if (!aside.marked) {
      (void)write_aside(storage, aside.wifi, mark);
    }
    return;
  }
  if (storage->read_wifi(storage->context, aside.wifi)) {
    (void)write_aside(storage, aside.wifi, mark);
  }
}

bool petcam_pairing_succeeded(const struct petcam_storage *storage, const struct petcam_handover *handover)
{
  if (handover != NULL && !write_hub(storage, handover)) {
    return false;
  }
  /* With a new hub this only tidies up; with the old one it is what decides. */
  bool erased = storage->erase(storage->context, aside_name);
  if (handover != NULL) {
    (void)storage->erase(storage->context, moved_name);
  }
  return erased || handover != NULL;
}

bool petcam_pairing_settle(const struct petcam_storage *storage)
{
  struct aside aside;
  if (!read_aside(storage, &aside)) {
    return false;
  }
  bool current = read_current_aside(storage, &aside);
  if (!current || storage->write_wifi(storage->context, aside.wifi)) {
    (void)storage->erase(storage->context, aside_name);
  }
  return current;
}

static bool read_number(struct petcam_json object, const char *name, uint64_t max, uint64_t *number)
{
  struct petcam_json value;
  return petcam_json_member(object, name, &value) && petcam_json_u64(value, max, number);
}

bool petcam_moved_read(const struct petcam_storage *storage, struct petcam_address *address)
{
  char text[MOVED_BYTES];
  struct petcam_json object;
  uint64_t of;
  uint32_t mark;
  if (!storage->read_text(storage->context, moved_name, text, sizeof text) ||
      !petcam_json_parse(text, strlen(text), &object) || petcam_address_read(object, address) != NULL ||
      !read_mark(storage, &mark)) {
    return false;
  }
  /* Earlier firmware did not say which hub it is of. */
  return !read_number(object, "hub", UINT32_MAX, &of) || of == mark;
}

bool petcam_moved_write(const struct petcam_storage *storage, const struct petcam_address *address)
{
  char bytes[MOVED_BYTES];
  struct petcam_text text = petcam_text(bytes, sizeof bytes);
  uint32_t mark;
  if (!read_mark(storage, &mark)) {
    return false;
  }
  petcam_text_put(&text, "{\"host\":");
  petcam_text_put_quoted(&text, address->host);
  petcam_text_put(&text, ",\"port\":");
  petcam_text_put_u64(&text, address->port);
  petcam_text_put(&text, ",\"hub\":");
  petcam_text_put_u64(&text, mark);
  petcam_text_put(&text, "}");
  return !text.overflow && storage->write_text(storage->context, moved_name, text.bytes);
}

void petcam_moved_settle(const struct petcam_storage *storage, const struct petcam_handover *handover)
{
  if (write_hub(storage, handover)) {
    (void)storage->erase(storage->context, moved_name);
  }
}

void petcam_pairing_forget(const struct petcam_storage *storage)
{
  (void)storage->erase(storage->context, hub_name);
  (void)storage->erase(storage->context, moved_name);
  (void)storage->erase(storage->context, aside_name);
}

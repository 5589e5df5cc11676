/* What pairing leaves in flash: a hub and the Wi-Fi that belongs to it. Wherever the power fails, the camera comes back
   with the pair from before or with the new one, never with one half of each.

   Pairing writes a new Wi-Fi before it knows whether the rest succeeds, so the one from before is kept aside, marked
   with the hub that it belongs to. The one write of the new hub decides: from then on the mark does not fit any more,
   and what is aside counts no longer, erased or not. */
#ifndef PETCAM_PAIRING_STORE_H
#define PETCAM_PAIRING_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "handover.h"

enum { PETCAM_WIFI_BYTES_MAX = 512 };

/* Storage that keeps values under short names, and the Wi-Fi that the board's driver keeps for itself. When the power
   fails a text, a value or an erasure is there whole or not at all; write_wifi may leave something half written. Every
   function is there, and gives false when it failed or when there is nothing. */
struct petcam_storage {
  void *context;
  bool (*read_text)(void *context, const char *name, char *text, size_t capacity);
  bool (*write_text)(void *context, const char *name, const char *text);
  /* `length` is the room of `bytes` before, and what was read after. */
  bool (*read_bytes)(void *context, const char *name, uint8_t *bytes, size_t *length);
  bool (*write_bytes)(void *context, const char *name, const uint8_t *bytes, size_t length);
  /* Also true when there was nothing. */
  bool (*erase)(void *context, const char *name);
  bool (*read_wifi)(void *context, uint8_t *wifi);
  bool (*write_wifi)(void *context, const uint8_t *wifi);
  size_t wifi_bytes; /* of what these two take, at most PETCAM_WIFI_BYTES_MAX */
};

/* The hub that the camera is paired with. False when it is not paired. */
bool petcam_paired_hub(const struct petcam_storage *storage, struct petcam_handover *handover);

/* Pairing is opened, and may write another Wi-Fi: the present one is kept aside until that succeeded. */
void petcam_pairing_opened(const struct petcam_storage *storage);

/* Pairing succeeded: with this hub, or with the one from before (NULL) when only the Wi-Fi is new. False when that
   cannot be stored, and nothing has changed. */
bool petcam_pairing_succeeded(const struct petcam_storage *storage, const struct petcam_handover *handover);

/* To be called at a start that does not pair: takes the Wi-Fi from before back when pairing did not succeed. True when
   it did so. */
bool petcam_pairing_settle(const struct petcam_storage *storage);

/* The address at which the hub said it will be, to be tried beside that of the handover. False when there is none, or
   only one of an earlier hub. */
bool petcam_moved_read(const struct petcam_storage *storage, struct petcam_address *address);
bool petcam_moved_write(const struct petcam_storage *storage, const struct petcam_address *address);

/* The hub was found at an address: from now on it is that of the handover. */
void petcam_moved_settle(const struct petcam_storage *storage, const struct petcam_handover *handover);

/* Forgets hub, addresses and what is aside; the driver's own Wi-Fi is the board's matter. */
void petcam_pairing_forget(const struct petcam_storage *storage);

#endif

/* What must survive a power cut: NVS, encrypted when the build is (sdkconfig.secure). */
#ifndef STORAGE_H
#define STORAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pairing_store.h"
#include "port.h"
#include "settings.h"

enum { STORAGE_CODE_BYTES = 16 };

/* Opens NVS; erases it only when its format is from another version of ESP-IDF or it is full of rubbish. */
void storage_open(void);

/* A number that no earlier boot had. Writes flash once a boot. */
uint32_t storage_next_boot(void);

/* Where the core keeps what pairing leaves. Its Wi-Fi is there once network_open was called. */
extern const struct petcam_storage storage_nvs;

/* Counts this start, as petcam_power_cycles does, and keeps the number. */
uint32_t storage_count_power_cycle(enum petcam_reset reset);
void storage_clear_power_cycles(void);

/* Whether pairing was asked for at the last start; said once. */
bool storage_take_reopen(void);
void storage_reopen_pairing(void);

/* The owner's settings, the defaults where none are stored. */
struct petcam_settings storage_load_settings(void);
void storage_save_settings(const struct petcam_settings *settings);

/* The pairing code of this camera: eight digits, made on the first call. */
void storage_pairing_code(char code[STORAGE_CODE_BYTES]);

/* The version of the image that was last set to boot. */
bool storage_load_tried(char *version, size_t capacity);
bool storage_save_tried(const char *version);
void storage_forget_tried(void);

/* Forgets pairing and settings. The boot counter and the pairing code stay. */
void storage_forget(void);

#endif

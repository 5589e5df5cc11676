/* Firmware updates into the slots of slots.h: what struct petcam_port asks for. */
#ifndef HOST_UPDATE_H
#define HOST_UPDATE_H

#include <stdio.h>

#include "petcam.h"
#include "seal.h"
#include "slots.h"

struct update {
  const char *key;    /* 128 hexadecimal digits, or NULL */
  struct slots slots; /* `folder` NULL: started without --slots, takes no image */
  FILE *file;         /* being written */
  struct evp_md_ctx_st *seal;
};

/* `folder` and `key` may be NULL. */
void update_open(struct update *update, const char *folder, const char *key);

/* Where the running image stands; `*rolled_back` is the version that was given up. */
enum petcam_image update_image(struct update *update, const char **rolled_back);

/* Camera and hub both work: the running image stays. */
bool update_keep(struct update *update);

enum petcam_trust update_verify(const struct update *update, const char *claim, const uint8_t *signature);
bool update_begin(struct update *update);
bool update_write(struct update *update, const uint8_t *bytes, size_t length);
enum petcam_written update_finish(struct update *update, const struct petcam_claim *claim);
void update_abort(struct update *update);

#endif

/* New firmware into the partition that does not run, with a way back: what struct petcam_port asks for. */
#ifndef UPDATE_H
#define UPDATE_H

#include "petcam.h"

/* Whether the running image is new and has still to prove itself. */
bool update_is_on_trial(void);

/* Where the running image stands; `*rolled_back` is the version that was given up, and stays valid. */
enum petcam_image update_image(const char **rolled_back);

/* Starts the clock of a trial. */
void update_open(void);

/* Camera and hub both work: the running image stays. */
void update_keep(void);

enum petcam_trust update_verify(const char *claim, const uint8_t *signature);
bool update_begin(uint32_t length);
bool update_write(const uint8_t *bytes, size_t length);
enum petcam_written update_finish(const struct petcam_claim *claim);
void update_abort(void);

#endif

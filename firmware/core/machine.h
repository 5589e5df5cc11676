/* What the parts of the state machine call of each other. Not for ports. */
#ifndef PETCAM_MACHINE_H
#define PETCAM_MACHINE_H

#include "petcam.h"

/* petcam.c: asks to be stepped again at `at_ms` or earlier. */
void petcam_wake(struct petcam *camera, uint64_t at_ms);

/* petcam.c: hands a message to the port. Returns its token, or below 0 when the client takes nothing now. */
int32_t petcam_send(struct petcam *camera, const struct petcam_publish *message);

/* petcam.c: the same for text. */
int32_t petcam_send_text(struct petcam *camera, const char *topic, const struct petcam_text *text, bool retain);

/* petcam.c: whether something may be sent now. */
bool petcam_may_send(const struct petcam *camera);

/* leave.c: goes on with an ordered restart. */
void petcam_leave(struct petcam *camera);

/* mode.c: shows on the lamp what the camera does. */
void petcam_indicate(struct petcam *camera);

/* link.c: the way to the hub. */
void petcam_link_begin(struct petcam *camera);
void petcam_link_connected(struct petcam *camera);
void petcam_link_disconnected(struct petcam *camera, bool refused);
void petcam_link_give_up(struct petcam *camera);
void petcam_link_hub_state(struct petcam *camera, bool online);
void petcam_link_advance(struct petcam *camera);

/* capture.c: bursts, and whose turn it is at the sensor. */
bool petcam_capture_begin(struct petcam *camera, enum petcam_trigger trigger);
void petcam_capture_shot(struct petcam *camera, const struct petcam_shot *shot);
void petcam_capture_failed(struct petcam *camera);
void petcam_capture_end(struct petcam *camera);
void petcam_capture_advance(struct petcam *camera);

/* preview.c: small pictures for an owner who is looking on. */
void petcam_preview_begin(struct petcam *camera, uint32_t seconds, uint32_t fps);
void petcam_preview_shot(struct petcam *camera, const struct petcam_shot *shot);
bool petcam_preview_is_due(struct petcam *camera);

/* watch.c: what starts a burst by itself. */
void petcam_watch_look(struct petcam *camera, struct petcam_luma luma);
void petcam_watch_luma(struct petcam *camera, struct petcam_luma luma);
bool petcam_watch_is_settled(const struct petcam *camera);
bool petcam_watch_wants_look(struct petcam *camera);
void petcam_watch_advance(struct petcam *camera);

/* upload.c: frames and manifests out, acknowledgements in. */
void petcam_upload_frame(struct petcam_burst *burst);
void petcam_upload_whole(struct petcam *camera, struct petcam_burst *burst);
void petcam_upload_resume(struct petcam *camera);
void petcam_upload_disconnected(struct petcam *camera);
void petcam_upload_published(struct petcam *camera, int32_t token);
void petcam_upload_advance(struct petcam *camera);
bool petcam_upload_is_sending(const struct petcam *camera);
bool petcam_upload_has_frames(struct petcam *camera);

/* acknowledge.c: what the hub says of a burst. */
void petcam_acknowledge(struct petcam *camera, const struct petcam_id *burst, const char *json, size_t length);

/* acknowledge.c: drops the oldest whole burst, counted as lost. False when there is none. */
bool petcam_lose_oldest(struct petcam *camera);

/* command.c: requests of the hub. */
void petcam_command(struct petcam *camera, const struct petcam_id *verb, const char *json, size_t length);
void petcam_command_advance(struct petcam *camera);

/* Why a request is refused: an error of the contract and two pieces of its message. `code` NULL: it is not. */
struct petcam_refusal {
  const char *code;
  const char *message;
  const char *detail;
};

/* offer.c: new firmware that the hub offers, or, with an empty claim, takes back. */
struct petcam_refusal petcam_offer(struct petcam *camera, struct petcam_json data);

/* update.c: new firmware, chunk by chunk. */
bool petcam_update_begin(struct petcam *camera, const struct petcam_claim *claim);
void petcam_update_drop(struct petcam *camera, const char *failure);
void petcam_update_chunk(struct petcam *camera, uint32_t offset, const uint8_t *bytes, size_t length);
void petcam_update_published(struct petcam *camera, int32_t token);
void petcam_update_resume(struct petcam *camera);
bool petcam_update_has_news(const struct petcam *camera);
void petcam_update_advance(struct petcam *camera);

/* report.c: availability and state. */
void petcam_report_connected(struct petcam *camera);
void petcam_report_advance(struct petcam *camera);

#endif

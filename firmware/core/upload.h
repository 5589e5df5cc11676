/* Frames and manifests of the bursts in the ring on their way out. */
#ifndef PETCAM_UPLOAD_H
#define PETCAM_UPLOAD_H

#include "context.h"
#include "ring.h"

/* A frame that was handed to the MQTT client. */
struct petcam_flight {
  int32_t token; /* 0: free */
  uint32_t serial;
  uint32_t index;
  uint64_t sent_ms;
};

/* Written by upload.c. */
struct petcam_upload {
  struct petcam_flight flights[PETCAM_FLIGHTS];
  uint64_t progress_ms; /* when the broker last had something */
};

/* The newest frame of a burst is there: it may go out. */
void petcam_upload_frame(struct petcam_burst *burst);

/* Every frame of a burst is there: its manifest may go out. */
void petcam_upload_complete(struct petcam_burst *burst);

/* The connection or the hub is back. */
void petcam_upload_resume(struct petcam_ring *ring);

/* The connection is lost, and with it what was on its way. */
void petcam_upload_disconnected(struct petcam_upload *upload, struct petcam_ring *ring);

/* The broker has a message. */
void petcam_upload_published(struct petcam_upload *upload, struct petcam_ring *ring, int32_t token, uint64_t now_ms);

/* The MQTT client gave a message up: its frame goes out again. */
void petcam_upload_unsent(struct petcam_upload *upload, struct petcam_ring *ring, int32_t token);

/* Sends what can be sent now. */
void petcam_upload_advance(struct petcam_upload *upload, struct petcam_context *context, struct petcam_ring *ring);

/* Whether the broker is silent about a frame for so long that the connection is as good as gone. */
bool petcam_upload_is_stalled(const struct petcam_upload *upload, uint64_t now_ms);

/* Whether frames of complete bursts are on their way or about to be. */
bool petcam_upload_is_sending(const struct petcam_ring *ring);

/* Whether frames of the bursts at hand are on their way or about to be: one that the hub has no room for now is
   neither. */
bool petcam_upload_has_frames(struct petcam_ring *ring);

#endif

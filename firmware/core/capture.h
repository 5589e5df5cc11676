/* The burst that is being taken, frame by frame, into the ring. */
#ifndef PETCAM_CAPTURE_H
#define PETCAM_CAPTURE_H

#include "context.h"
#include "exposure.h"
#include "ring.h"

/* Written by capture.c. */
struct petcam_capture {
  bool active;
  bool flash;
  uint32_t serial; /* of the newest burst, 0 before the first */
  uint32_t warmups;
  uint32_t settling; /* further warm-up frames allowed while the exposure still moves */
  uint32_t frames;   /* left to take */
  uint32_t retries;  /* left for the frame at hand */
  uint32_t resizes;  /* pictures of another size that are still put up with */
  uint32_t quality_raise; /* added to the quality setting after frames that were too large */
  uint64_t next_ms;
  uint64_t exposed_ms; /* of the newest frame, good or not */
};

/* Begins a burst; the oldest complete one goes when there is no place for another. `same_size`: the pictures before
   were of the size that the burst has. Not while one is active. */
void petcam_capture_begin(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring,
                          enum petcam_trigger trigger, const struct petcam_exposure *exposure, bool same_size);

/* Takes a frame that was ordered at `asked_ms`. True when it is fit for use. */
bool petcam_capture_take(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring,
                         const struct petcam_shot *shot, const struct petcam_exposure *exposure, uint64_t asked_ms);

/* A picture of another size came: the driver still hands out what was taken before the size changed. */
void petcam_capture_wrong_size(struct petcam_capture *capture, struct petcam_context *context,
                               struct petcam_ring *ring);

/* Whether the exposure of the next frame matters, so that its luma has to be decoded. */
bool petcam_capture_wants_luma(const struct petcam_capture *capture);

/* The sensor gave nothing for the frame at hand. */
void petcam_capture_retry(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring);

/* Ends the burst with the frames it has. */
void petcam_capture_end(struct petcam_capture *capture, struct petcam_context *context, struct petcam_ring *ring);

/* Frames were too large for the hub: the next ones are taken at a lower quality, until the settings change. */
void petcam_capture_lower_quality(struct petcam_capture *capture);

/* The quality to take pictures at, on the sensor's scale. */
uint32_t petcam_capture_quality(const struct petcam_capture *capture, const struct petcam_context *context);

/* Whether the next frame of the burst is due. */
bool petcam_capture_is_due(const struct petcam_capture *capture, struct petcam_context *context);

#endif

/* What the camera tells of itself: availability and state, both retained. */
#ifndef PETCAM_REPORT_H
#define PETCAM_REPORT_H

#include "context.h"
#include "ring.h"
#include "firmware_update.h"

/* Written by report.c. */
struct petcam_report {
  bool availability_due;
  uint64_t state_sent_ms; /* 0: at once */
  uint64_t started_ms;
  int32_t rssi; /* dBm, -127 to 0 */
  bool sensor_known;
  struct petcam_sensor sensor;
};

/* The camera started. */
void petcam_report_begin(struct petcam_report *report, const struct petcam_context *context);

/* Wi-Fi signal. */
void petcam_report_signal(struct petcam_report *report, int32_t rssi);

/* The board found out which sensor it has. */
void petcam_report_sensor(struct petcam_report *report, struct petcam_context *context,
                          const struct petcam_sensor *sensor);

/* A connection: all is told anew. */
void petcam_report_connected(struct petcam_report *report, struct petcam_context *context);

/* The state is told at the next opportunity. */
void petcam_report_soon(struct petcam_report *report, struct petcam_context *context);

/* Tells what is due. `sensor_failed`: the sensor did not answer several times running. */
void petcam_report_advance(struct petcam_report *report, struct petcam_context *context,
                           const struct petcam_ring *ring, const struct petcam_update *update, bool sensor_failed);

#endif

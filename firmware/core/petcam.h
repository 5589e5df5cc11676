/* A pet camera as one state machine.

   The platform calls petcam_step with what happened; the core answers by calling the functions of struct petcam_port.
   Nothing here blocks, allocates, reads a clock or knows an operating system. One thread only. A port function must
   not call petcam_step: what comes of it is told later, as an event. */
#ifndef PETCAM_H
#define PETCAM_H

#include "capture.h"
#include "command.h"
#include "context.h"
#include "exposure.h"
#include "hub_time.h"
#include "hub_link.h"
#include "port.h"
#include "preview.h"
#include "report.h"
#include "request.h"
#include "restart.h"
#include "ring.h"
#include "shutter.h"
#include "topic.h"
#include "firmware_update.h"
#include "upload.h"
#include "watch.h"

/* What the owner and the log see the camera do. */
enum petcam_mode {
  PETCAM_BOOTING,
  PETCAM_PROVISIONING,
  PETCAM_CONNECTING,
  PETCAM_IDLE,
  PETCAM_CAPTURING,
  PETCAM_SENDING,
  PETCAM_WAITING, /* everything is sent, the hub has not closed it yet */
  PETCAM_OFFLINE
};

/* Whether this firmware proved itself. Written by petcam.c, `picture_taken` by shooting.c. */
struct petcam_health {
  bool hub_heard;
  bool picture_taken;
  bool told; /* mark_healthy was called */
};

/* All state of one camera. Made by petcam_init, changed by petcam_step, read by anyone. Each part is written by the
   file of its name; they do not call each other, but answer petcam.c, shooting.c and requests.c, which pass on what
   concerns others. */
struct petcam {
  struct petcam_context context;
  struct petcam_link link;
  struct petcam_report report;
  struct petcam_command command;
  struct petcam_update update;
  struct petcam_restart restart;
  struct petcam_ring ring; /* its bursts' progress: upload.c and delivery.c */
  struct petcam_upload upload;
  struct petcam_shutter shutter;
  struct petcam_exposure exposure;
  struct petcam_capture capture;
  struct petcam_watch watch;
  struct petcam_preview preview;
  struct petcam_hub_time hub_time;
  struct petcam_health health;
  bool settled; /* petcam.c: the power cycles were told to be counted anew */
  enum petcam_led led; /* mode.c */
};

/* False when the configuration cannot work: a provisioned camera without a valid id, or an arena that does not hold
   one largest frame. */
bool petcam_init(struct petcam *camera, const struct petcam_config *config, const struct petcam_port *port);

/* Tells the camera what happened at `now_ms` (monotonic, ms; a clock that steps back is held). Returns the time by
   which it wants to be stepped again, with a TICK if nothing else happens. */
uint64_t petcam_step(struct petcam *camera, uint64_t now_ms, const struct petcam_event *event);

enum petcam_mode petcam_mode(const struct petcam *camera);

/* By which way port.connect has to try to reach the hub. */
enum petcam_way petcam_way(const struct petcam *camera);

/* The name of a mode, for logs. */
const char *petcam_mode_name(enum petcam_mode mode);

/* Whether the sensor failed so often running that commands are refused. */
bool petcam_camera_failed(const struct petcam *camera);

#endif

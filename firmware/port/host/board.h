/* The Linux machine as a camera board: clock, sensor, and what the core asks of its platform. */
#ifndef HOST_BOARD_H
#define HOST_BOARD_H

#include "broker.h"
#include "frame_source.h"
#include "update.h"

#define RESET_VARIABLE "PETCAM_RESET_REASON"

struct host {
  struct options options;
  struct journal journal;
  struct events queue;
  struct broker broker;
  struct frame_source frames;
  struct update update;
  struct petcam camera;
  struct petcam_shot_order order;
  uint64_t order_ms; /* when the picture will be there, 0: none is asked for */
  uint64_t next_burst_ms;
  uint64_t started_ms;
  bool restart;
};

/* Starts the clock. */
void board_open(struct host *host);

/* The camera's clock: begins near zero at each start, and may run fast. */
uint64_t board_now(const struct host *host);

/* Makes the camera. False when the core refuses the configuration. */
bool board_set_up(struct host *host, uint8_t *arena);

/* Answers an order to expose. */
void board_hand_out_picture(struct host *host);

#endif

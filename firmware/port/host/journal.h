/* What petcam-camera prints: one line an event. */
#ifndef HOST_JOURNAL_H
#define HOST_JOURNAL_H

#include <stdbool.h>

#include "petcam.h"

struct journal {
  bool json;
  enum petcam_mode mode;
  struct petcam_counters told;
};

/* Prints what changed since the last call. */
void journal_follow(struct journal *journal, const struct petcam *camera);

/* Prints an event that the core does not know of. */
void journal_tell(const struct journal *journal, const char *event, const char *detail);

/* Prints the counters at the end. */
void journal_end(const struct journal *journal, const struct petcam *camera);

#endif

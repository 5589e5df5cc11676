/* What goes wrong on a bad day. */
#ifndef HOST_FAULTS_H
#define HOST_FAULTS_H

#include <stdbool.h>

#include "backoff.h"

/* Chances are 0 to 1. */
struct faults {
  double drop;
  double duplicate;
  double reorder;
  double corrupt;
  double truncate;
  double stall;
  double disconnect;
  double brownout;
  double slow;  /* bytes a second, 0: as fast as it goes */
  double drift; /* parts per million */
};

/* Reads `drop=0.1,corrupt=0.05`. Returns NULL, or what is wrong with it. */
const char *faults_read(struct faults *faults, const char *list);

/* Whether something of this chance happens now. */
bool faults_strike(struct petcam_random *random, double chance);

#endif

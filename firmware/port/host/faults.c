#include "faults.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct name {
  const char *name;
  size_t offset;
  double max;
};

static const struct name names[] = {{"drop", offsetof(struct faults, drop), 1},
                                    {"duplicate", offsetof(struct faults, duplicate), 1},
                                    {"reorder", offsetof(struct faults, reorder), 1},
                                    {"corrupt", offsetof(struct faults, corrupt), 1},
                                    {"truncate", offsetof(struct faults, truncate), 1},
                                    {"stall", offsetof(struct faults, stall), 1},
                                    {"disconnect", offsetof(struct faults, disconnect), 1},
                                    {"brownout", offsetof(struct faults, brownout), 1},
                                    {"slow", offsetof(struct faults, slow), 1e9},
                                    {"drift", offsetof(struct faults, drift), 500000}};

static const struct name *find(const char *text, size_t length)
{
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (strlen(names[i].name) == length && memcmp(names[i].name, text, length) == 0) {
      return &names[i];
    }
  }
  return NULL;
}

const char *faults_read(struct faults *faults, const char *list)
{
  while (*list != '\0') {
    const struct name *name = find(list, strcspn(list, "=,"));
    char *end;
    list += strcspn(list, "=,");
    if (name == NULL || *list != '=') {
      return "--faults is a list like drop=0.1,corrupt=0.05; see --help";
    }
    double value = strtod(list + 1, &end);
    if (end == list + 1 || !(value >= 0 && value <= name->max) || (*end != ',' && *end != '\0')) {
      return "a fault has a value out of range; see --help";
    }
    memcpy((char *)faults + name->offset, &value, sizeof value);
    list = *end == ',' ? end + 1 : end;
  }
  return NULL;
}

bool faults_strike(struct petcam_random *random, double chance)
{
  static const uint32_t grains = 1000000;
  return petcam_random_below(random, grains) < chance * grains;
}

#include "slots.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const states[] = {"empty", "new", "pending", "valid", "invalid"};

static bool read_slot(struct slot *slot, const char *state, const char *version)
{
  for (size_t i = 0; i < SLOT_STATES; i++) {
    if (strcmp(state, states[i]) == 0) {
      slot->state = (enum slot_state)i;
      (void)snprintf(slot->version, sizeof slot->version, "%s", version);
      return true;
    }
  }
  return false;
}

static bool join(char path[SLOTS_PATH_BYTES], const char *folder, const char *name)
{
  int length = snprintf(path, SLOTS_PATH_BYTES, "%s/%s", folder, name);
  return length > 0 && length < SLOTS_PATH_BYTES;
}

static bool read_record(struct slots *slots, FILE *file)
{
  char active = '\0';
  char words[4][18] = {"", "", "", ""};
  int count = fscanf(file, "petcam-boot 1 %c %17s %17s %17s %17s", &active, words[0], words[1], words[2], words[3]);
  slots->active = active == 'b' ? 1 : 0;
  return count == 5 && (active == 'a' || active == 'b') && read_slot(&slots->slot[0], words[0], words[1]) &&
         read_slot(&slots->slot[1], words[2], words[3]);
}

void slots_read(struct slots *slots, const char *folder)
{
  char path[SLOTS_PATH_BYTES];
  FILE *file = join(path, folder, "boot") ? fopen(path, "r") : NULL;
  bool known = file != NULL && read_record(slots, file);
  if (file != NULL) {
    (void)fclose(file);
  }
  slots->folder = folder;
  if (!known) {
    slots->active = 0;
    (void)read_slot(&slots->slot[0], "valid", "-");
    (void)read_slot(&slots->slot[1], "empty", "-");
  }
}

bool slots_replace(const char *folder, const char *from, const char *to)
{
  int directory = open(folder, O_RDONLY | O_DIRECTORY);
  bool done = directory >= 0 && rename(from, to) == 0 && fsync(directory) == 0;
  if (directory >= 0) {
    (void)close(directory);
  }
  return done;
}

static bool write_record(const struct slots *slots, FILE *file)
{
  const struct slot *a = &slots->slot[0];
  const struct slot *b = &slots->slot[1];
  int length = fprintf(file, "petcam-boot 1 %c %s %s %s %s\n", slots->active == 0 ? 'a' : 'b', states[a->state],
                       a->version, states[b->state], b->version);
  return length > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
}

bool slots_write(const struct slots *slots)
{
  char path[SLOTS_PATH_BYTES];
  char fresh[SLOTS_PATH_BYTES];
  if (!join(path, slots->folder, "boot") || !join(fresh, slots->folder, "boot.new")) {
    return false;
  }
  FILE *file = fopen(fresh, "w");
  bool written = file != NULL && write_record(slots, file);
  bool closed = file != NULL && fclose(file) == 0;
  return written && closed && slots_replace(slots->folder, fresh, path);
}

struct slot *slots_other(struct slots *slots)
{
  return &slots->slot[1U - slots->active];
}

bool slots_path(const struct slots *slots, uint32_t index, const char *suffix, char path[SLOTS_PATH_BYTES])
{
  int length = snprintf(path, SLOTS_PATH_BYTES, "%s/slot-%c%s", slots->folder, index == 0 ? 'a' : 'b', suffix);
  return length > 0 && length < SLOTS_PATH_BYTES;
}

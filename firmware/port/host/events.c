#include "events.h"

#include <stdlib.h>
#include <string.h>

static bool put(struct events *queue, const struct petcam_event *event, void *owned)
{
  if (queue->count == EVENTS_MAX) {
    return false;
  }
  size_t slot = (queue->first + queue->count++) % EVENTS_MAX;
  queue->events[slot] = *event;
  queue->owned[slot] = owned;
  return true;
}

bool events_put(struct events *queue, const struct petcam_event *event)
{
  return put(queue, event, NULL);
}

bool events_put_message(struct events *queue, const char *topic, const void *payload, size_t length)
{
  size_t topic_length = strlen(topic);
  char *copy = malloc(topic_length + length + 1);
  struct petcam_event event;
  if (copy == NULL) {
    return false;
  }
  memcpy(copy, topic, topic_length + 1);
  if (length > 0) {
    memcpy(copy + topic_length, payload, length);
  }
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_MESSAGE;
  event.with.message.topic = copy;
  event.with.message.topic_length = topic_length;
  event.with.message.payload = (const uint8_t *)copy + topic_length;
  event.with.message.length = length;
  if (!put(queue, &event, copy)) {
    free(copy);
    return false;
  }
  return true;
}

static void drop_first(struct events *queue)
{
  free(queue->owned[queue->first]);
  queue->first = (queue->first + 1) % EVENTS_MAX;
  queue->count--;
}

bool events_step(struct events *queue, struct petcam *camera, uint64_t now_ms, uint64_t *wake_ms)
{
  if (queue->count == 0) {
    return false;
  }
  struct petcam_event event = queue->events[queue->first];
  *wake_ms = petcam_step(camera, now_ms, &event);
  drop_first(queue);
  return true;
}

void events_clear(struct events *queue)
{
  while (queue->count > 0) {
    drop_first(queue);
  }
}

#include "events.h"

#include <string.h>

#include "esp_log.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"

enum { QUEUE_LENGTH = 32 };

struct entry {
  struct petcam_event event;
  void (*release)(void *owned);
  void *owned;
};

static const char tag[] = "events";
static QueueHandle_t queue;

void events_open(void)
{
  queue = xQueueCreate(QUEUE_LENGTH, sizeof(struct entry));
  configASSERT(queue != NULL);
}

static void release(const struct entry *entry)
{
  if (entry->release != NULL) {
    entry->release(entry->owned);
  }
}

void events_put(const struct petcam_event *event, void (*release_owned)(void *owned), void *owned)
{
  struct entry entry = {*event, release_owned, owned};
  if (xQueueSend(queue, &entry, pdMS_TO_TICKS(100)) != pdTRUE) {
    ESP_LOGW(tag, "dropped event %d: the queue is full", (int)event->type);
    release(&entry);
  }
}

void events_put_type(enum petcam_event_type type)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = type;
  events_put(&event, NULL, NULL);
}

uint64_t events_step(struct petcam *camera, uint64_t wait_ms)
{
  struct entry entry;
  if (xQueueReceive(queue, &entry, pdMS_TO_TICKS(wait_ms)) != pdTRUE) {
    memset(&entry, 0, sizeof entry);
    entry.event.type = PETCAM_EVENT_TICK;
  }
  uint64_t wake_ms = petcam_step(camera, events_now(), &entry.event);
  release(&entry);
  return wake_ms;
}

uint64_t events_now(void)
{
  return (uint64_t)esp_timer_get_time() / 1000U;
}

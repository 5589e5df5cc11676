#include "events.h"

#include <string.h>

#include "esp_log.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"

/* In the second queue are messages of the hub, signals and triggers, which come again when one is lost. In the first is all
   that nobody repeats: there are never more of those than what the core has asked for, and a few presses of the button. */
enum { ANSWERS = 48, MESSAGES = 24, MESSAGE_WAITS_MS = 100 };

struct entry {
  struct petcam_event event;
  void (*release)(void *owned);
  void *owned;
};

static const char tag[] = "events";
static QueueHandle_t answers;
static QueueHandle_t messages;
static QueueSetHandle_t all;

void events_open(void)
{
  answers = xQueueCreate(ANSWERS, sizeof(struct entry));
  messages = xQueueCreate(MESSAGES, sizeof(struct entry));
  all = xQueueCreateSet(ANSWERS + MESSAGES);
  configASSERT(answers != NULL && messages != NULL && all != NULL);
  configASSERT(xQueueAddToSet(answers, all) == pdPASS && xQueueAddToSet(messages, all) == pdPASS);
}

static void release(const struct entry *entry)
{
  if (entry->release != NULL) {
    entry->release(entry->owned);
  }
}

static bool may_be_lost(enum petcam_event_type type)
{
  return type == PETCAM_EVENT_MESSAGE || type == PETCAM_EVENT_TRIGGER || type == PETCAM_EVENT_SIGNAL || type == PETCAM_EVENT_TICK;
}

void events_put(const struct petcam_event *event, void (*release_owned)(void *owned), void *owned)
{
  struct entry entry = {*event, release_owned, owned};
  if (!may_be_lost(event->type)) {
    (void)xQueueSend(answers, &entry, portMAX_DELAY);
  } else if (xQueueSend(messages, &entry, pdMS_TO_TICKS(MESSAGE_WAITS_MS)) != pdTRUE) {
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

void events_put_token(enum petcam_event_type type, int32_t token)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = type;
  event.with.token = token;
  events_put(&event, NULL, NULL);
}

uint64_t events_step(struct petcam *camera, uint64_t wait_ms)
{
  struct entry entry;
  QueueSetMemberHandle_t ready = xQueueSelectFromSet(all, pdMS_TO_TICKS(wait_ms));
  if (ready == NULL || xQueueReceive(ready, &entry, 0) != pdTRUE) {
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

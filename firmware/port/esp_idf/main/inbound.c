#include "inbound.h"

#include <stdlib.h>
#include <string.h>

#include "esp_log.h"
#include "events.h"

/* A message that comes in pieces. The topic comes with the first one only. */
struct arriving {
  char *bytes; /* the topic, then the payload */
  size_t topic_length;
  size_t length;
};

static const char tag[] = "inbound";
static struct arriving arriving;

static bool begin_message(const esp_mqtt_event_t *event)
{
  free(arriving.bytes);
  memset(&arriving, 0, sizeof arriving);
  if (event->total_data_len < 0 || event->total_data_len > (int)PETCAM_JSON_BYTES_MAX) {
    ESP_LOGW(tag, "passed over a message of %d bytes", event->total_data_len);
    return false;
  }
  arriving.topic_length = (size_t)event->topic_len;
  arriving.length = (size_t)event->total_data_len;
  arriving.bytes = malloc(arriving.topic_length + arriving.length + 1U);
  if (arriving.bytes == NULL) {
    return false;
  }
  memcpy(arriving.bytes, event->topic, arriving.topic_length);
  return true;
}

static void put_message(void)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_MESSAGE;
  event.with.message.topic = arriving.bytes;
  event.with.message.topic_length = arriving.topic_length;
  event.with.message.payload = (const uint8_t *)arriving.bytes + arriving.topic_length;
  event.with.message.length = arriving.length;
  events_put(&event, free, arriving.bytes);
  memset(&arriving, 0, sizeof arriving);
}

void inbound_take(const esp_mqtt_event_t *event)
{
  size_t offset = (size_t)event->current_data_offset;
  size_t length = (size_t)event->data_len;
  if (event->current_data_offset == 0 && !begin_message(event)) {
    return;
  }
  if (arriving.bytes == NULL || offset + length > arriving.length) {
    return;
  }
  memcpy(arriving.bytes + arriving.topic_length + offset, event->data, length);
  if (offset + length == arriving.length) {
    put_message();
  }
}

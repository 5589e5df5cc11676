#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crc32.h"
#include "json.h"

static void note_connect(void *context)
{
  struct bench *bench = context;
  bench->connects++;
  bench->way = petcam_way(&bench->camera);
}

static void note_disconnect(void *context)
{
  ((struct bench *)context)->disconnects++;
}

static void note_subscribe(void *context, const char *topic)
{
  (void)topic;
  ((struct bench *)context)->subscribes++;
}

void bench_remember(struct bench *bench, const struct petcam_publish *message, int32_t token)
{
  struct bench_sent *sent = &bench->sent[bench->sent_count++ % BENCH_SENT];
  size_t kept = message->length < sizeof sent->text - 1 ? message->length : sizeof sent->text - 1;
  (void)snprintf(sent->topic, sizeof sent->topic, "%s", message->topic);
  memcpy(sent->text, message->payload, kept);
  sent->text[kept] = '\0';
  sent->length = message->length;
  sent->qos = message->qos;
  sent->retain = message->retain;
  sent->token = token;
}

static int32_t note_publish(void *context, const struct petcam_publish *message)
{
  struct bench *bench = context;
  if (bench->refuse_publish) {
    return -1;
  }
  int32_t token = message->qos == 0 ? 0 : bench->next_token++;
  bench_remember(bench, message, token);
  bool lost = bench->lose_one_in > 0 && petcam_random_below(&bench->random, bench->lose_one_in) == 0;
  if (!bench->deaf && !lost) {
    bench_hub_receive(bench, message);
  }
  return token;
}

static void note_provision(void *context)
{
  ((struct bench *)context)->provisions++;
}

static void note_expose(void *context, const struct petcam_shot_order *order)
{
  struct bench *bench = context;
  bench->order = *order;
  bench->order_open = true;
  bench->exposures++;
}

static void note_reset(void *context)
{
  ((struct bench *)context)->resets++;
}

static void note_save(void *context, const struct petcam_settings *settings)
{
  (void)settings;
  ((struct bench *)context)->saves++;
}

static void note_led(void *context, enum petcam_led led)
{
  ((struct bench *)context)->led = led;
}

static void note_healthy(void *context)
{
  ((struct bench *)context)->healthy++;
}

static void note_clear(void *context)
{
  ((struct bench *)context)->clears++;
}

static void note_reopen(void *context)
{
  ((struct bench *)context)->reopens++;
}

static bool note_move(void *context, const struct petcam_address *address)
{
  struct bench *bench = context;
  bench->address = *address;
  return !bench->slot_broken;
}

static void note_moved(void *context)
{
  ((struct bench *)context)->moves++;
}

static void note_forget(void *context)
{
  ((struct bench *)context)->forgets++;
}

static void note_restart(void *context)
{
  ((struct bench *)context)->restarts++;
}

static enum petcam_trust verify(void *context, const char *claim, const uint8_t *signature)
{
  (void)claim;
  (void)signature;
  ((struct bench *)context)->verifications++;
  return ((struct bench *)context)->trust;
}

static bool begin_image(void *context, uint32_t length)
{
  struct bench *bench = context;
  bench->begins++;
  bench->image_bytes = 0;
  bench->image_room = length;
  return !bench->slot_broken;
}

static bool write_image(void *context, const uint8_t *bytes, size_t length)
{
  struct bench *bench = context;
  if (bench->write_broken) {
    return false;
  }
  if (bench->image_bytes + length > bench->image_room) {
    abort();
  }
  if (bench->image_bytes + length <= BENCH_IMAGE) {
    memcpy(bench->image + bench->image_bytes, bytes, length);
  }
  bench->image_bytes += (uint32_t)length;
  return true;
}

static enum petcam_written finish_image(void *context, const struct petcam_claim *claim)
{
  struct bench *bench = context;
  bench->finishes++;
  if (bench->image_bytes != claim->length) {
    abort();
  }
  return bench->written;
}

static void abort_image(void *context)
{
  ((struct bench *)context)->aborts++;
}

void bench_init(struct bench *bench)
{
  memset(bench, 0, sizeof *bench);
  memset(bench->memory, 0xa5, sizeof bench->memory);
  bench->now = 1000;
  bench->next_token = 1;
  bench->frame_bytes = 20000;
  bench->random = petcam_random(7);
  bench->config.camera = "porch";
  bench->config.firmware = "1.0.0";
  bench->config.board = "bench";
  bench->config.boot = 0x17;
  bench->config.seed = 42;
  bench->config.provisioned = true;
  bench->config.settings = petcam_settings_default();
  bench->config.arena = bench->memory + BENCH_GUARD;
  bench->config.arena_bytes = BENCH_ARENA;
}

void bench_start(struct bench *bench)
{
  struct petcam_port port = {.context = bench,
                             .connect = note_connect,
                             .disconnect = note_disconnect,
                             .subscribe = note_subscribe,
                             .publish = note_publish,
                             .provision = note_provision,
                             .expose = note_expose,
                             .reset_sensor = note_reset,
                             .save_settings = note_save,
                             .indicate = note_led,
                             .mark_healthy = note_healthy,
                             .clear_power_cycles = note_clear,
                             .reopen_pairing = note_reopen,
                             .move = note_move,
                             .moved = note_moved,
                             .forget = note_forget,
                             .restart = note_restart,
                             .update_verify = verify,
                             .update_begin = begin_image,
                             .update_write = write_image,
                             .update_finish = finish_image,
                             .update_abort = abort_image};
  if (bench->publish != NULL) {
    port.publish = bench->publish;
  }
  if (!petcam_init(&bench->camera, &bench->config, &port)) {
    abort();
  }
  bench_event(bench, PETCAM_EVENT_BOOTED);
}

void bench_online(struct bench *bench)
{
  bench_start(bench);
  bench_event(bench, PETCAM_EVENT_CONNECTED);
}

void bench_step(struct bench *bench, const struct petcam_event *event)
{
  bench->wake = petcam_step(&bench->camera, bench->now, event);
}

void bench_event(struct bench *bench, enum petcam_event_type type)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = type;
  bench_step(bench, &event);
}

void bench_tick(struct bench *bench, uint64_t after_ms)
{
  bench->now += after_ms;
  bench_event(bench, PETCAM_EVENT_TICK);
}

void bench_receive_bytes(struct bench *bench, const char *topic, const void *bytes, size_t length)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_MESSAGE;
  event.with.message.topic = topic;
  event.with.message.topic_length = strlen(topic);
  event.with.message.payload = bytes;
  event.with.message.length = length;
  bench_step(bench, &event);
}

void bench_receive(struct bench *bench, const char *topic, const char *text)
{
  bench_receive_bytes(bench, topic, text, strlen(text));
}

void bench_request(struct bench *bench, const char *verb, const char *transaction, const char *data)
{
  char topic[128];
  char text[1024];
  (void)snprintf(topic, sizeof topic, "petcam/porch/request/%s", verb);
  (void)snprintf(text, sizeof text, "{\"transaction\":\"%s\",\"data\":%s}", transaction, data);
  bench_receive(bench, topic, text);
}

bool bench_says(const struct bench *bench, const char *tail, const char *part)
{
  const struct bench_sent *sent = bench_last(bench, tail);
  return sent != NULL && strstr(sent->text, part) != NULL;
}

void bench_published(struct bench *bench, int32_t token)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_PUBLISHED;
  event.with.token = token;
  bench_step(bench, &event);
}

void bench_trigger(struct bench *bench, enum petcam_trigger trigger)
{
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  event.type = PETCAM_EVENT_TRIGGER;
  event.with.trigger = trigger;
  bench_step(bench, &event);
}

void bench_jpeg(uint8_t *bytes, uint32_t length, uint32_t seed)
{
  struct petcam_random random = petcam_random(seed);
  for (uint32_t i = 0; i < length; i++) {
    bytes[i] = (uint8_t)petcam_random_below(&random, 255);
  }
  bytes[0] = 0xff;
  bytes[1] = 0xd8;
  bytes[2] = 0xff;
  bytes[3] = 0x00; /* no marker: it does not say its size */
  bytes[length - 2] = 0xff;
  bytes[length - 1] = 0xd9;
}

/* A frame header behind the SOI, where there is room for one. */
static void put_size(uint8_t *jpeg, uint32_t length, struct petcam_dimensions size)
{
  const uint8_t header[] = {0xff, 0xc0, 0, 8, 8, (uint8_t)(size.height >> 8), (uint8_t)size.height,
                            (uint8_t)(size.width >> 8), (uint8_t)size.width, 0};
  if (length > sizeof header + 4U) {
    memcpy(jpeg + 2, header, sizeof header);
  }
}

void bench_shoot(struct bench *bench, uint32_t length, int luma)
{
  static uint8_t jpeg[PETCAM_FRAME_BYTES_MAX + 4096];
  static uint8_t pixels[PETCAM_MOTION_COLUMNS * PETCAM_MOTION_ROWS];
  struct petcam_event event;
  memset(&event, 0, sizeof event);
  bench_jpeg(jpeg, length, (uint32_t)bench->now + bench->exposures);
  put_size(jpeg, length, petcam_dimensions(bench->stale_size ? bench->size : bench->order.frame_size));
  memset(pixels, luma, sizeof pixels);
  event.type = PETCAM_EVENT_SHOT;
  event.with.shot.kind = bench->order.kind;
  event.with.shot.jpeg = jpeg;
  event.with.shot.length = length;
  event.with.shot.exposed_ms = bench->now;
  event.with.shot.luma.pixels = luma < 0 || !bench->order.luma ? NULL : pixels;
  event.with.shot.luma.width = PETCAM_MOTION_COLUMNS;
  event.with.shot.luma.height = PETCAM_MOTION_ROWS;
  bench->order_open = false;
  bench_step(bench, &event);
}

static void deliver_ack(struct bench *bench)
{
  char topic[sizeof bench->ack_topic];
  char text[sizeof bench->ack];
  memcpy(topic, bench->ack_topic, sizeof topic);
  memcpy(text, bench->ack, sizeof text);
  bench->ack_ready = false;
  bench_receive(bench, topic, text);
}

void bench_answer(struct bench *bench)
{
  if (bench->order_open) {
    bench_shoot(bench, bench->frame_bytes, 90);
  }
  if (bench->ack_ready) {
    deliver_ack(bench);
  }
}

static void settle(struct bench *bench)
{
  for (uint32_t i = 0; i < PETCAM_FLIGHTS; i++) {
    if (bench->camera.upload.flights[i].token != 0) {
      bench_published(bench, bench->camera.upload.flights[i].token);
    }
  }
  if (bench->ack_ready) {
    deliver_ack(bench);
  }
}

void bench_run(struct bench *bench, uint64_t ms)
{
  uint64_t until = bench->now + ms;
  while (bench->now < until) {
    uint64_t next = bench->wake < bench->now + 40 ? bench->wake : bench->now + 40;
    bench->now = next > bench->now ? next : bench->now + 1;
    bench_event(bench, PETCAM_EVENT_TICK);
    if (bench->order_open) {
      bench_shoot(bench, bench->frame_bytes, 90);
    }
    settle(bench);
    if (bench->reachable && bench->camera.link.state == PETCAM_LINK_TRYING) {
      bench_event(bench, PETCAM_EVENT_CONNECTED);
    }
  }
}

const struct bench_sent *bench_last(const struct bench *bench, const char *tail)
{
  uint32_t oldest = bench->sent_count > BENCH_SENT ? bench->sent_count - BENCH_SENT : 0;
  for (uint32_t i = bench->sent_count; i > oldest; i--) {
    const struct bench_sent *sent = &bench->sent[(i - 1) % BENCH_SENT];
    size_t length = strlen(sent->topic);
    size_t wanted = strlen(tail);
    if (length >= wanted && strcmp(sent->topic + length - wanted, tail) == 0) {
      return sent;
    }
  }
  return NULL;
}

uint32_t bench_count(const struct bench *bench, const char *part)
{
  uint32_t count = 0;
  uint32_t kept = bench->sent_count < BENCH_SENT ? bench->sent_count : (uint32_t)BENCH_SENT;
  for (uint32_t i = 0; i < kept; i++) {
    count += strstr(bench->sent[i].topic, part) != NULL ? 1U : 0U;
  }
  return count;
}

bool bench_guards_intact(const struct bench *bench)
{
  for (uint32_t i = 0; i < BENCH_GUARD; i++) {
    if (bench->memory[i] != 0xa5 || bench->memory[BENCH_GUARD + BENCH_ARENA + i] != 0xa5) {
      return false;
    }
  }
  return true;
}

struct bench_hub_burst *bench_hub_find(struct bench *bench, const char *id)
{
  uint32_t kept = bench->hub_count < BENCH_HUB_BURSTS ? bench->hub_count : (uint32_t)BENCH_HUB_BURSTS;
  for (uint32_t i = 0; i < kept; i++) {
    if (strcmp(bench->hub[i].id, id) == 0) {
      return &bench->hub[i];
    }
  }
  return NULL;
}

static struct bench_hub_burst *hub_burst(struct bench *bench, const char *id)
{
  struct bench_hub_burst *found = bench_hub_find(bench, id);
  if (found != NULL) {
    return found;
  }
  struct bench_hub_burst *burst = &bench->hub[bench->hub_count++ % BENCH_HUB_BURSTS];
  memset(burst, 0, sizeof *burst);
  (void)snprintf(burst->id, sizeof burst->id, "%s", id);
  return burst;
}

static void hub_take_frame(struct bench *bench, struct bench_hub_burst *burst, uint32_t index,
                           const struct petcam_publish *message)
{
  uint32_t crc = petcam_crc32(message->payload, message->length);
  bool known = ((burst->durable >> index) & 1U) != 0;
  if (known && burst->crcs[index] != crc) {
    bench->hub_conflicts++;
  }
  burst->durable |= 1U << index;
  burst->lengths[index] = (uint32_t)message->length;
  burst->crcs[index] = crc;
}

static void hub_take_manifest(struct bench *bench, struct bench_hub_burst *burst,
                              const struct petcam_publish *message)
{
  struct petcam_json manifest;
  struct petcam_json frames;
  struct petcam_json frame;
  struct petcam_json value;
  size_t cursor = 0;
  uint32_t index = 0;
  if (!petcam_json_parse((const char *)message->payload, message->length, &manifest) ||
      !petcam_json_member(manifest, "frames", &frames)) {
    abort();
  }
  while (petcam_json_next(frames, &cursor, NULL, &frame)) {
    uint64_t crc = 0;
    (void)petcam_json_member(frame, "crc32", &value);
    (void)petcam_json_u64(value, UINT32_MAX, &crc);
    if (((burst->durable >> index) & 1U) != 0 && burst->crcs[index] != crc) {
      bench->hub_conflicts++;
    }
    index++;
  }
  burst->named = (1U << index) - 1U;
}

static size_t put_list(char *out, size_t capacity, uint32_t mask)
{
  size_t length = 0;
  for (uint32_t i = 0; i < PETCAM_BURST_FRAMES_MAX; i++) {
    if (((mask >> i) & 1U) != 0) {
      length += (size_t)snprintf(out + length, capacity - length, "%s%u", length > 0 ? "," : "", i);
    }
  }
  out[length] = '\0';
  return length;
}

static void hub_answer(struct bench *bench, struct bench_hub_burst *burst)
{
  char durable[128];
  char missing[128];
  uint32_t lacking = burst->named & ~burst->durable;
  burst->closed = burst->named != 0 && lacking == 0;
  (void)put_list(durable, sizeof durable, burst->durable);
  (void)put_list(missing, sizeof missing, lacking);
  (void)snprintf(bench->ack_topic, sizeof bench->ack_topic, "petcam/porch/burst/%s/ack", burst->id);
  (void)snprintf(bench->ack, sizeof bench->ack,
                 "{\"v\":1,\"burst\":\"%s\",\"state\":\"%s\",\"durable\":[%s],\"missing\":[%s],\"rejected\":[],"
                 "\"time\":1763867000123}",
                 burst->id, burst->closed ? "closed" : burst->named != 0 ? "waiting" : "open", durable, missing);
  bench->ack_ready = !bench->silent;
}

void bench_hub_receive(struct bench *bench, const struct petcam_publish *message)
{
  char id[PETCAM_ID_MAX + 1];
  unsigned index;
  if (sscanf(message->topic, "petcam/porch/burst/%32[^/]/frame/%u", id, &index) == 2) {
    struct bench_hub_burst *burst = hub_burst(bench, id);
    hub_take_frame(bench, burst, index, message);
    if (burst->named != 0) {
      hub_answer(bench, burst);
    }
  } else if (sscanf(message->topic, "petcam/porch/burst/%32[^/]/manifest", id) == 1) {
    struct bench_hub_burst *burst = hub_burst(bench, id);
    hub_take_manifest(bench, burst, message);
    hub_answer(bench, burst);
  }
}

/* What pairing leaves in flash, with the power cut at every single call that changes it: the camera comes back with the
   hub and the Wi-Fi from before, or with the new ones, and never with one half of each. */
#include "suite.h"

#include <stdio.h>

#include "pairing_store.h"

enum { WIFI_BYTES = 96, VALUES = 4, VALUE_BYTES = 400, NEVER = 1000 };

struct value {
  char name[16];
  uint8_t bytes[VALUE_BYTES];
  size_t length;
  bool there;
};

/* The flash of a board, and how many more calls that change it the power lasts for. */
struct board {
  struct value values[VALUES];
  uint8_t wifi[WIFI_BYTES];
  uint32_t writes; /* so far */
  uint32_t cut;    /* the power fails at this one */
  bool full;       /* nothing more can be written */
};

static struct board board;

/* True while there is power. The call at which it fails does nothing, or half of it (the driver's Wi-Fi). */
static bool lasts(void)
{
  board.writes++;
  return board.writes < board.cut;
}

static struct value *find(const char *name)
{
  struct value *free = NULL;
  for (size_t i = 0; i < VALUES; i++) {
    if (board.values[i].there && strcmp(board.values[i].name, name) == 0) {
      return &board.values[i];
    }
    if (!board.values[i].there) {
      free = &board.values[i];
    }
  }
  assert_non_null(free);
  (void)snprintf(free->name, sizeof free->name, "%s", name);
  return free;
}

static bool read_bytes(void *context, const char *name, uint8_t *bytes, size_t *length)
{
  const struct value *value = find(name);
  (void)context;
  if (!value->there || value->length > *length) {
    return false;
  }
  memcpy(bytes, value->bytes, value->length);
  *length = value->length;
  return true;
}

static bool write_bytes(void *context, const char *name, const uint8_t *bytes, size_t length)
{
  (void)context;
  assert_true(length <= VALUE_BYTES);
  if (!lasts() || board.full) {
    return false;
  }
  struct value *value = find(name);
  memcpy(value->bytes, bytes, length);
  value->length = length;
  value->there = true;
  return true;
}

static bool read_text(void *context, const char *name, char *text, size_t capacity)
{
  size_t length = capacity;
  return read_bytes(context, name, (uint8_t *)text, &length);
}

static bool write_text(void *context, const char *name, const char *text)
{
  return write_bytes(context, name, (const uint8_t *)text, strlen(text) + 1);
}

static bool erase(void *context, const char *name)
{
  (void)context;
  if (!lasts()) {
    return false;
  }
  find(name)->there = false;
  return true;
}

static bool read_wifi(void *context, uint8_t *wifi)
{
  (void)context;
  memcpy(wifi, board.wifi, WIFI_BYTES);
  return board.wifi[0] != 0;
}

static bool write_wifi(void *context, const uint8_t *wifi)
{
  (void)context;
  bool whole = lasts();
  if (board.writes > board.cut) {
    return false;
  }
  memcpy(board.wifi, wifi, whole ? WIFI_BYTES : WIFI_BYTES / 2);
  return whole;
}

static const struct petcam_storage storage = {.read_text = read_text,
                                          .write_text = write_text,
                                          .read_bytes = read_bytes,
                                          .write_bytes = write_bytes,
                                          .erase = erase,
                                          .read_wifi = read_wifi,
                                          .write_wifi = write_wifi,
                                          .wifi_bytes = WIFI_BYTES};

static struct petcam_handover hub_at(const char *host)
{
  struct petcam_handover handover;
  memset(&handover, 0, sizeof handover);
  (void)snprintf(handover.address.host, sizeof handover.address.host, "%s", host);
  handover.address.port = 8883;
  (void)snprintf(handover.camera.text, sizeof handover.camera.text, "porch");
  memset(handover.key, host[0] == 'o' ? 'a' : 'b', sizeof handover.key - 1);
  return handover;
}

/* Long enough that half of one is no other. */
static void set_wifi(uint8_t wifi[WIFI_BYTES], const char *name)
{
  memset(wifi, name[0], WIFI_BYTES);
}

static void assert_pair(const char *name)
{
  struct petcam_handover hub;
  uint8_t wifi[WIFI_BYTES];
  set_wifi(wifi, name);
  assert_true(petcam_paired_hub(&storage, &hub));
  assert_string_equal(hub.address.host, name);
  assert_memory_equal(board.wifi, wifi, WIFI_BYTES);
}

static bool is_new(void)
{
  struct petcam_handover hub;
  return petcam_paired_hub(&storage, &hub) && strcmp(hub.address.host, "new") == 0;
}

/* A camera that is paired with the old hub over the old Wi-Fi. */
static void be_paired(void)
{
  struct petcam_handover old = hub_at("old");
  memset(&board, 0, sizeof board);
  board.cut = NEVER;
  set_wifi(board.wifi, "old");
  assert_true(petcam_pairing_succeeded(&storage, &old));
  board.writes = 0;
}

/* What earlier firmware kept aside has no mark. */
static void keep_aside_as_before(void)
{
  uint8_t wifi[WIFI_BYTES];
  set_wifi(wifi, "old");
  assert_true(write_bytes(NULL, "wifi", wifi, sizeof wifi));
  set_wifi(board.wifi, "wrong");
}

/* Pairing as the board does it: opened, a Wi-Fi tried and another one, then the hub. True when it was answered. */
static bool pair_anew(bool keep)
{
  struct petcam_handover hub = hub_at("new");
  uint8_t wifi[WIFI_BYTES];
  petcam_pairing_opened(&storage);
  set_wifi(wifi, "wrong");
  (void)write_wifi(NULL, wifi);
  set_wifi(wifi, "new");
  (void)write_wifi(NULL, wifi);
  return petcam_pairing_succeeded(&storage, keep ? NULL : &hub);
}

static void power_on(void)
{
  board.writes = 0;
  board.cut = NEVER;
}

/* Starts without pairing, with the power cut at every one of its own calls too. */
static void assert_whole_after_any_start(void)
{
  struct board cut = board;
  for (uint32_t at = 1;; at++) {
    board = cut;
    board.writes = 0;
    board.cut = at;
    (void)petcam_pairing_settle(&storage);
    bool done = board.writes < at;
    power_on();
    (void)petcam_pairing_settle(&storage);
    assert_pair(is_new() ? "new" : "old");
    if (done) {
      return;
    }
  }
}

static void a_power_cut_leaves_a_whole_pair(void **state)
{
  (void)state;
  uint32_t calls = 0;
  for (uint32_t at = 1;; at++) {
    be_paired();
    board.cut = at;
    bool answered = pair_anew(false);
    bool done = board.writes < at;
    calls = board.writes;
    assert_int_equal(answered, is_new());
    assert_whole_after_any_start();
    if (done) {
      break;
    }
  }
  assert_int_equal(calls, 6); /* aside, two Wi-Fi, hub, and two that tidy up */
}

static void so_does_one_in_a_layout_of_before(void **state)
{
  (void)state;
  for (uint32_t at = 1;; at++) {
    be_paired();
    keep_aside_as_before();
    board.writes = 0;
    board.cut = at;
    (void)pair_anew(false);
    bool done = board.writes < at;
    assert_whole_after_any_start();
    if (done) {
      return;
    }
  }
}

static void pairing_that_is_opened_again_at_once_changes_nothing(void **state)
{
  (void)state;
  for (uint32_t at = 1;; at++) {
    be_paired();
    board.cut = at;
    (void)pair_anew(false);
    bool done = board.writes < at;
    bool changed = is_new();
    power_on();
    petcam_pairing_opened(&storage); /* nobody comes */
    assert_whole_after_any_start();
    assert_int_equal(is_new(), changed);
    if (done) {
      return;
    }
  }
}

static void a_second_pairing_cut_off_leads_to_the_first(void **state)
{
  (void)state;
  be_paired();
  board.cut = 5; /* the new hub is stored, and nothing tidied up */
  (void)pair_anew(false);
  assert_true(is_new());
  power_on();
  petcam_pairing_opened(&storage);
  uint8_t wifi[WIFI_BYTES];
  set_wifi(wifi, "third");
  assert_true(write_wifi(NULL, wifi));
  assert_true(petcam_pairing_settle(&storage));
  assert_pair("new");
}

static void a_new_wifi_for_the_same_hub_is_whole_too(void **state)
{
  (void)state;
  for (uint32_t at = 1;; at++) {
    be_paired();
    board.cut = at;
    bool answered = pair_anew(true);
    bool done = board.writes < at;
    power_on();
    (void)petcam_pairing_settle(&storage);
    struct petcam_handover hub;
    assert_true(petcam_paired_hub(&storage, &hub));
    assert_string_equal(hub.address.host, "old");
    uint8_t wifi[WIFI_BYTES];
    set_wifi(wifi, answered ? "new" : "old");
    assert_memory_equal(board.wifi, wifi, WIFI_BYTES);
    if (done) {
      return;
    }
  }
}

static void a_first_pairing_is_there_or_not(void **state)
{
  (void)state;
  for (uint32_t at = 1;; at++) {
    memset(&board, 0, sizeof board);
    board.cut = at;
    bool answered = pair_anew(false);
    bool done = board.writes < at;
    struct petcam_handover hub;
    power_on();
    (void)petcam_pairing_settle(&storage);
    assert_int_equal(petcam_paired_hub(&storage, &hub), answered);
    if (answered) {
      assert_pair("new");
    }
    if (done) {
      return;
    }
  }
}

static void flash_that_is_full_says_so_and_changes_nothing(void **state)
{
  (void)state;
  be_paired();
  petcam_pairing_opened(&storage);
  board.full = true;
  struct petcam_handover hub = hub_at("new");
  assert_false(petcam_pairing_succeeded(&storage, &hub));
  board.full = false;
  assert_true(petcam_pairing_settle(&storage));
  assert_pair("old");
}

static void a_move_is_of_its_own_hub_only(void **state)
{
  struct petcam_address moved = {"10.0.0.9", 8883};
  struct petcam_address read;
  struct petcam_handover hub;
  (void)state;
  be_paired();
  assert_false(petcam_moved_read(&storage, &read));
  assert_true(petcam_moved_write(&storage, &moved));
  assert_true(petcam_moved_read(&storage, &read));
  assert_string_equal(read.host, "10.0.0.9");
  board.writes = 0;
  board.cut = 5; /* a new hub is stored, and nothing tidied up */
  (void)pair_anew(false);
  power_on();
  assert_true(is_new());
  assert_false(petcam_moved_read(&storage, &read));
  assert_true(write_text(NULL, "moved", "{\"host\":\"10.0.0.8\",\"port\":8883}"));
  assert_true(petcam_moved_read(&storage, &read)); /* as earlier firmware wrote it */
  assert_string_equal(read.host, "10.0.0.8");
  assert_true(petcam_paired_hub(&storage, &hub));
  hub.address = read;
  petcam_moved_settle(&storage, &hub);
  assert_false(petcam_moved_read(&storage, &read));
  assert_true(petcam_paired_hub(&storage, &hub));
  assert_string_equal(hub.address.host, "10.0.0.8");
}

static void what_is_forgotten_is_gone(void **state)
{
  struct petcam_address moved = {"10.0.0.9", 8883};
  struct petcam_handover hub;
  (void)state;
  be_paired();
  assert_true(petcam_moved_write(&storage, &moved));
  petcam_pairing_opened(&storage);
  petcam_pairing_forget(&storage);
  for (size_t i = 0; i < VALUES; i++) {
    assert_false(board.values[i].there);
  }
  assert_false(petcam_paired_hub(&storage, &hub));
  assert_false(petcam_moved_write(&storage, &moved));
  assert_false(petcam_pairing_settle(&storage));
}

static void what_does_not_fit_is_no_wifi(void **state)
{
  uint8_t other[WIFI_BYTES - 10] = {1};
  (void)state;
  be_paired();
  assert_true(write_bytes(NULL, "wifi", other, sizeof other));
  assert_false(petcam_pairing_settle(&storage));
  assert_pair("old");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_power_cut_leaves_a_whole_pair),
      cmocka_unit_test(so_does_one_in_a_layout_of_before),
      cmocka_unit_test(pairing_that_is_opened_again_at_once_changes_nothing),
      cmocka_unit_test(a_second_pairing_cut_off_leads_to_the_first),
      cmocka_unit_test(a_new_wifi_for_the_same_hub_is_whole_too),
      cmocka_unit_test(a_first_pairing_is_there_or_not),
      cmocka_unit_test(flash_that_is_full_says_so_and_changes_nothing),
      cmocka_unit_test(a_move_is_of_its_own_hub_only),
      cmocka_unit_test(what_is_forgotten_is_gone),
      cmocka_unit_test(what_does_not_fit_is_no_wifi),
  };
  return cmocka_run_group_tests_name("pairing_store", tests, NULL, NULL);
}

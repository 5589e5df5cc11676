/* The frame ring: bytes in, bytes out, and what goes when it is full. */
#include "suite.h"

#include "ring.h"

static uint8_t arena[1000];
static struct petcam_ring ring;

static void fresh(void)
{
  petcam_ring_init(&ring, arena, sizeof arena);
}

static struct petcam_burst *take(uint32_t serial, uint32_t frames, uint32_t length)
{
  uint8_t bytes[1000];
  struct petcam_burst *burst = petcam_ring_begin(&ring, serial, PETCAM_BY_MOTION);
  assert_non_null(burst);
  for (uint32_t i = 0; i < frames; i++) {
    memset(bytes, (int)(serial * 16 + i), length);
    assert_true(petcam_ring_add(&ring, bytes, length, i));
  }
  burst->phase = PETCAM_BURST_COMPLETE;
  return burst;
}

static void assert_bytes(const struct petcam_burst *burst)
{
  for (uint32_t i = 0; i < burst->count; i++) {
    const uint8_t *bytes = petcam_ring_bytes(&ring, &burst->frames[i]);
    for (uint32_t at = 0; at < burst->frames[i].length; at++) {
      assert_int_equal(bytes[at], (uint8_t)(burst->serial * 16 + i));
    }
  }
}

static void keeps_bytes_across_the_wrap(void **state)
{
  (void)state;
  fresh();
  struct petcam_burst *first = take(1, 3, 200);
  struct petcam_burst *second = take(2, 1, 200);
  petcam_ring_remove(&ring, first);
  struct petcam_burst *third = take(3, 3, 199); /* one at the end, two at the start */
  assert_bytes(second);
  assert_bytes(third);
  assert_true(third->frames[1].offset < second->frames[0].offset);
  assert_int_equal(petcam_ring_complete(&ring), 2);
}

static void takes_a_frame_as_large_as_the_arena(void **state)
{
  (void)state;
  fresh();
  struct petcam_burst *only = take(1, 1, 1000);
  assert_bytes(only);
  assert_non_null(petcam_ring_begin(&ring, 2, PETCAM_BY_MOTION));
  uint8_t byte = 0;
  assert_false(petcam_ring_add(&ring, &byte, 1, 0));
  petcam_ring_remove(&ring, only);
  assert_true(petcam_ring_add(&ring, &byte, 1, 0));
}

static void frees_a_gap_when_it_becomes_the_oldest(void **state)
{
  (void)state;
  fresh();
  struct petcam_burst *first = take(1, 1, 300);
  struct petcam_burst *second = take(2, 1, 300);
  struct petcam_burst *third = take(3, 1, 300);
  uint8_t bytes[400] = {0};
  petcam_ring_remove(&ring, second);
  assert_int_equal(petcam_ring_complete(&ring), 2);
  assert_ptr_equal(petcam_ring_at(&ring, 1), third);
  assert_null(petcam_ring_at(&ring, 2));
  assert_non_null(petcam_ring_begin(&ring, 4, PETCAM_BY_BUTTON));
  assert_false(petcam_ring_add(&ring, bytes, 400, 0));
  petcam_ring_remove(&ring, first);
  assert_true(petcam_ring_add(&ring, bytes, 400, 0));
  assert_bytes(third);
}

static void holds_only_so_many_bursts_and_frames(void **state)
{
  (void)state;
  uint8_t byte = 1;
  fresh();
  for (uint32_t i = 0; i < PETCAM_QUEUE_BURSTS; i++) {
    (void)take(i + 1, 1, 1);
  }
  assert_null(petcam_ring_begin(&ring, 99, PETCAM_BY_MOTION));
  assert_null(petcam_ring_filling(&ring));
  petcam_ring_remove(&ring, petcam_ring_at(&ring, 0));
  assert_non_null(petcam_ring_begin(&ring, 99, PETCAM_BY_MOTION));
  for (uint32_t i = 0; i < PETCAM_BURST_FRAMES_MAX; i++) {
    assert_true(petcam_ring_add(&ring, &byte, 1, i));
  }
  assert_false(petcam_ring_add(&ring, &byte, 1, 0));
}

static void needs_a_burst_to_add_to(void **state)
{
  (void)state;
  uint8_t byte = 1;
  fresh();
  assert_null(petcam_ring_filling(&ring));
  assert_false(petcam_ring_add(&ring, &byte, 1, 0));
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(keeps_bytes_across_the_wrap),
      cmocka_unit_test(takes_a_frame_as_large_as_the_arena),
      cmocka_unit_test(frees_a_gap_when_it_becomes_the_oldest),
      cmocka_unit_test(holds_only_so_many_bursts_and_frames),
      cmocka_unit_test(needs_a_burst_to_add_to),
  };
  return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}

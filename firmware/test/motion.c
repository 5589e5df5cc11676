/* The motion trigger, on drawn scenes: a textured room with sensor noise and a pet that walks through. */
#include "suite.h"

#include "backoff.h"
#include "motion.h"

enum { WIDTH = 100, HEIGHT = 75 };

static uint8_t pixels[WIDTH * HEIGHT];
static struct petcam_motion motion;
static uint8_t ignore[PETCAM_MOTION_CELLS / 8];
static struct petcam_random noise;

static uint8_t clamp(int value)
{
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* A room lit with `gain` per cent plus `lift`, noise of +-2, and a dark square of `side` pixels at `x` (side 0: none). */
static void draw(int gain, int lift, int x, int side)
{
  for (int y = 0; y < HEIGHT; y++) {
    for (int column = 0; column < WIDTH; column++) {
      int room = 60 + (column * 7 + y * 3) % 90;
      bool pet = side > 0 && column >= x && column < x + side && y >= 30 && y < 30 + side;
      int luma = (pet ? 25 : room) * gain / 100 + lift + (int)petcam_random_below(&noise, 5) - 2;
      pixels[y * WIDTH + column] = clamp(luma);
    }
  }
}

static enum petcam_motion_result look(uint32_t sensitivity)
{
  struct petcam_luma luma = {pixels, WIDTH, HEIGHT};
  return petcam_motion_look(&motion, luma, sensitivity, ignore);
}

static void learn_room(void)
{
  noise = petcam_random(5);
  petcam_motion_forget(&motion);
  for (int i = 0; i < 40; i++) {
    draw(100, 0, 0, 0);
    (void)look(5);
  }
}

static int walk(uint32_t sensitivity, int side)
{
  int moved = 0;
  for (int x = 0; x < WIDTH - side; x += 4) {
    draw(100, 0, x, side);
    moved += look(sensitivity) == PETCAM_MOVED ? 1 : 0;
  }
  return moved;
}

static void learns_first(void **state)
{
  (void)state;
  noise = petcam_random(5);
  petcam_motion_forget(&motion);
  draw(100, 0, 0, 0);
  assert_int_equal(look(10), PETCAM_LEARNING);
}

static void is_quiet_in_an_empty_room_at_any_sensitivity(void **state)
{
  (void)state;
  for (uint32_t sensitivity = 1; sensitivity <= 10; sensitivity++) {
    learn_room();
    for (int i = 0; i < 400; i++) {
      draw(100, 0, 0, 0);
      assert_int_equal(look(sensitivity), PETCAM_STILL);
    }
  }
}

static void sees_a_cat_walk_by(void **state)
{
  (void)state;
  for (uint32_t sensitivity = 1; sensitivity <= 10; sensitivity++) {
    learn_room();
    assert_true(walk(sensitivity, 24) > 0);
  }
}

static void sees_a_smaller_pet_only_when_sensitive(void **state)
{
  (void)state;
  learn_room();
  assert_int_equal(walk(1, 8), 0);
  learn_room();
  assert_true(walk(10, 8) > 0);
}

static void ignores_a_dimmer_and_a_cloud(void **state)
{
  (void)state;
  learn_room();
  for (int i = 0; i < 60; i++) {
    draw(100, -i / 2, 0, 0);
    assert_int_not_equal(look(5), PETCAM_MOVED);
  }
}

static void ignores_a_lamp_that_is_switched_on(void **state)
{
  (void)state;
  learn_room();
  draw(200, 30, 0, 0);
  assert_int_equal(look(5), PETCAM_LIGHT_CHANGED);
  for (int i = 0; i < 20; i++) {
    draw(200, 30, 0, 0);
    assert_int_equal(look(5), PETCAM_STILL);
  }
}

static void gets_used_to_a_pet_that_sleeps(void **state)
{
  (void)state;
  learn_room();
  for (int i = 0; i < 2400; i++) {
    draw(100, 0, 40, 24);
    (void)look(5);
  }
  assert_int_equal(look(5), PETCAM_STILL);
}

static void one_picture_is_enough_only_when_quick(void **state)
{
  (void)state;
  learn_room();
  draw(100, 0, 40, 24);
  assert_int_equal(look(5), PETCAM_STILL);
  learn_room();
  draw(100, 0, 40, 24);
  assert_int_equal(look(8), PETCAM_MOVED);
}

static void refuses_pictures_of_no_use(void **state)
{
  (void)state;
  struct petcam_luma small = {pixels, 15, 12};
  struct petcam_luma flat = {pixels, 16, 11};
  struct petcam_luma wide = {pixels, 1025, 12};
  struct petcam_luma tall = {pixels, 16, 1025};
  petcam_motion_forget(&motion);
  assert_int_equal(petcam_motion_look(&motion, small, 5, ignore), PETCAM_LUMA_INVALID);
  assert_int_equal(petcam_motion_look(&motion, flat, 5, ignore), PETCAM_LUMA_INVALID);
  assert_int_equal(petcam_motion_look(&motion, wide, 5, ignore), PETCAM_LUMA_INVALID);
  assert_int_equal(petcam_motion_look(&motion, tall, 5, ignore), PETCAM_LUMA_INVALID);
}

static void means_are_means(void **state)
{
  (void)state;
  static const uint8_t four[] = {0, 10, 20, 250};
  struct petcam_luma luma = {four, 2, 2};
  assert_int_equal(petcam_luma_mean(luma), 70);
}

/* A television in a corner: without the mark it moves, with the mark only the pet does. */
static void ignores_what_the_owner_marked(void **state)
{
  (void)state;
  assert_true(walk(5, 14) > 0);
  memset(ignore, 0xff, sizeof ignore);
  learn_room();
  assert_int_equal(walk(5, 14), 0);
  memset(ignore, 0, sizeof ignore);
  memset(ignore, 0xff, 2U * 3U); /* the upper three rows: the pet walks below */
  learn_room();
  assert_true(walk(5, 14) > 0);
  memset(ignore, 0, sizeof ignore);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(learns_first),
      cmocka_unit_test(is_quiet_in_an_empty_room_at_any_sensitivity),
      cmocka_unit_test(sees_a_cat_walk_by),
      cmocka_unit_test(sees_a_smaller_pet_only_when_sensitive),
      cmocka_unit_test(ignores_a_dimmer_and_a_cloud),
      cmocka_unit_test(ignores_a_lamp_that_is_switched_on),
      cmocka_unit_test(gets_used_to_a_pet_that_sleeps),
      cmocka_unit_test(one_picture_is_enough_only_when_quick),
      cmocka_unit_test(refuses_pictures_of_no_use),
      cmocka_unit_test(means_are_means),
      cmocka_unit_test(ignores_what_the_owner_marked),
  };
  return cmocka_run_group_tests_name("motion", tests, NULL, NULL);
}

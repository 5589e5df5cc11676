/* The Linux camera's slots: what is written, what boots next, and whose signature counts. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "update.h"

enum { HEAD_MAX = 512, FILE_MAX = 1 << 16 };

/* The signed image of the golden vectors, in its parts. */
static char key[2 * SEAL_KEY_BYTES + 1];
static char claim_line[PETCAM_CLAIM_MAX + 1];
static uint8_t signature[PETCAM_SIGNATURE_BYTES];
static uint8_t image[FILE_MAX];
static size_t image_length;

static char folder[64];
static struct update update;

static FILE *open_vector(const char *name)
{
  char path[512];
  (void)snprintf(path, sizeof path, "%s/%s", PETCAM_VECTORS, name);
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    fail_msg("cannot open %s", path);
  }
  return file;
}

static void load_key(void)
{
  char line[2048];
  FILE *index = open_vector("index.tsv");
  while (fgets(line, sizeof line, index) != NULL) {
    if (strncmp(line, "update-image\t", 13) == 0) {
      assert_int_equal(sscanf(strstr(line, "key="), "key=%128s", key), 1);
    }
  }
  (void)fclose(index);
  assert_int_equal(strlen(key), sizeof key - 1);
}

static int load_vector(void **state)
{
  (void)state;
  char digits[2 * PETCAM_SIGNATURE_BYTES + 1];
  FILE *file = open_vector("update-image.bin");
  assert_int_equal(fscanf(file, "%160[^\n]\n%128s", claim_line, digits), 2);
  assert_int_equal(fgetc(file), '\n');
  image_length = fread(image, 1, sizeof image, file);
  (void)fclose(file);
  for (size_t i = 0; i < sizeof signature; i++) {
    assert_int_equal(sscanf(digits + 2 * i, "%2hhx", &signature[i]), 1);
  }
  load_key();
  return 0;
}

static int make_folder(void **state)
{
  (void)state;
  (void)snprintf(folder, sizeof folder, "/tmp/petcam-slots-XXXXXX");
  assert_non_null(mkdtemp(folder));
  update_open(&update, folder, key);
  return 0;
}

static int remove_folder(void **state)
{
  (void)state;
  static const char *const names[] = {"slot-a", "slot-b", "slot-a.new", "slot-b.new", "boot", "boot.new"};
  char path[128];
  update_abort(&update);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    (void)unlink(path);
    (void)rmdir(path);
  }
  return rmdir(folder);
}

static void put_record(const char *text)
{
  char path[128];
  (void)snprintf(path, sizeof path, "%s/boot", folder);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  (void)fputs(text, file);
  (void)fclose(file);
  update_open(&update, folder, key);
}

static void assert_record(const char *expected)
{
  char path[128];
  char text[128] = "";
  (void)snprintf(path, sizeof path, "%s/boot", folder);
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  (void)fread(text, 1, sizeof text - 1, file);
  (void)fclose(file);
  assert_string_equal(text, expected);
}

static bool is_there(const char *name)
{
  char path[128];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  return access(path, F_OK) == 0;
}

static struct petcam_claim claim(void)
{
  struct petcam_claim read;
  assert_null(petcam_claim_read(claim_line, strlen(claim_line), &read));
  return read;
}

static void write_image(void)
{
  assert_true(update_begin(&update));
  assert_true(update_write(&update, image, 4096));
  assert_true(update_write(&update, image + 4096, image_length - 4096));
}

static void believes_the_key_it_was_given(void **state)
{
  (void)state;
  assert_int_equal(update_verify(&update, claim_line, signature), PETCAM_TRUSTED);
  claim_line[0] = 'P';
  assert_int_equal(update_verify(&update, claim_line, signature), PETCAM_NOT_SIGNED);
  claim_line[0] = 'p';
  for (size_t i = 0; i < sizeof signature; i++) {
    signature[i] ^= 1U;
    assert_int_equal(update_verify(&update, claim_line, signature), PETCAM_NOT_SIGNED);
    signature[i] ^= 1U;
  }
  static const uint8_t nothing[PETCAM_SIGNATURE_BYTES];
  assert_int_equal(update_verify(&update, claim_line, nothing), PETCAM_NOT_SIGNED);
}

static void a_key_that_is_no_point_signs_nothing(void **state)
{
  (void)state;
  static char nowhere[2 * SEAL_KEY_BYTES + 1];
  memset(nowhere, '1', sizeof nowhere - 1);
  update.key = nowhere;
  assert_int_equal(update_verify(&update, claim_line, signature), PETCAM_NOT_SIGNED);
}

static void takes_nothing_without_a_key_or_slots(void **state)
{
  (void)state;
  struct update none;
  const char *rolled_back;
  update_open(&none, folder, NULL);
  assert_int_equal(update_verify(&none, claim_line, signature), PETCAM_NO_KEY);
  update_open(&none, NULL, key);
  assert_int_equal(update_verify(&none, claim_line, signature), PETCAM_NO_KEY);
  assert_int_equal(update_image(&none, &rolled_back), PETCAM_IMAGE_SETTLED);
  assert_true(update_keep(&none));
}

static void sets_a_whole_image_to_boot_on_trial(void **state)
{
  (void)state;
  struct petcam_claim signed_claim = claim();
  struct stat status;
  char path[128];
  write_image();
  assert_true(is_there("slot-b.new"));
  assert_int_equal(update_finish(&update, &signed_claim), PETCAM_WRITTEN);
  assert_record("petcam-boot 1 b valid - new 1.1.0\n");
  assert_false(is_there("slot-b.new"));
  (void)snprintf(path, sizeof path, "%s/slot-b", folder);
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0700);
  assert_int_equal(status.st_size, image_length);
  assert_true(update_keep(&update)); /* of this boot, which is not the new image's */
  assert_record("petcam-boot 1 b valid - new 1.1.0\n");
}

static void leaves_nothing_of_an_image_with_another_hash(void **state)
{
  (void)state;
  struct petcam_claim signed_claim = claim();
  image[0] ^= 1U;
  write_image();
  image[0] ^= 1U;
  assert_int_equal(update_finish(&update, &signed_claim), PETCAM_WRONG_HASH);
  assert_false(is_there("slot-b"));
  assert_false(is_there("slot-b.new"));
  assert_record("petcam-boot 1 a valid - empty -\n");
}

static void a_dropped_image_can_be_begun_anew(void **state)
{
  (void)state;
  struct petcam_claim signed_claim = claim();
  assert_true(update_begin(&update));
  assert_true(update_write(&update, image, 4096));
  update_abort(&update);
  assert_false(is_there("slot-b.new"));
  write_image();
  assert_int_equal(update_finish(&update, &signed_claim), PETCAM_WRITTEN);
}

static void tells_when_the_disk_fails(void **state)
{
  (void)state;
  struct petcam_claim signed_claim = claim();
  char path[128];
  (void)snprintf(path, sizeof path, "%s/slot-b", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  write_image();
  assert_int_equal(update_finish(&update, &signed_claim), PETCAM_WRITE_FAILED);
  assert_record("petcam-boot 1 a valid - empty -\n");
  (void)snprintf(path, sizeof path, "%s/boot.new", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  assert_false(update_begin(&update));
  update_open(&update, "/nowhere/at/all", key);
  assert_false(update_begin(&update));
}

static void a_record_that_cannot_be_written_boots_the_old_image(void **state)
{
  (void)state;
  struct petcam_claim signed_claim = claim();
  char path[128];
  write_image();
  (void)snprintf(path, sizeof path, "%s/boot.new", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  assert_int_equal(update_finish(&update, &signed_claim), PETCAM_WRITE_FAILED);
  assert_record("petcam-boot 1 a valid - empty -\n");
  assert_int_equal(update.slots.active, 0);
}

static void knows_where_its_image_stands(void **state)
{
  (void)state;
  const char *rolled_back;
  put_record("petcam-boot 1 b valid 1.0.0 pending 1.1.0\n");
  assert_int_equal(update_image(&update, &rolled_back), PETCAM_IMAGE_TRIAL);
  assert_true(update_keep(&update));
  assert_record("petcam-boot 1 b valid 1.0.0 valid 1.1.0\n");
  assert_int_equal(update_image(&update, &rolled_back), PETCAM_IMAGE_SETTLED);
  put_record("petcam-boot 1 a valid 1.0.0 invalid 65535.65535.65535\n");
  assert_int_equal(update_image(&update, &rolled_back), PETCAM_IMAGE_ROLLED_BACK);
  assert_string_equal(rolled_back, "65535.65535.65535");
  assert_true(update_begin(&update));
  assert_int_equal(update_image(&update, &rolled_back), PETCAM_IMAGE_SETTLED);
}

static void a_damaged_record_boots_the_first_slot(void **state)
{
  (void)state;
  static const char *const damaged[] = {"", "petcam-boot 2 b valid - valid -\n", "petcam-boot 1 c valid - valid -\n",
                                        "petcam-boot 1 b valid - well -\n", "petcam-boot 1 b lost - valid -\n",
                                        "petcam-boot 1 b valid\n"};
  for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
    put_record(damaged[i]);
    assert_int_equal(update.slots.active, 0);
    assert_int_equal(update.slots.slot[0].state, SLOT_VALID);
    assert_int_equal(update.slots.slot[1].state, SLOT_EMPTY);
  }
}

#define SLOTS_TEST(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
  static const struct CMUnitTest tests[] = {
      SLOTS_TEST(believes_the_key_it_was_given),
      SLOTS_TEST(a_key_that_is_no_point_signs_nothing),
      SLOTS_TEST(takes_nothing_without_a_key_or_slots),
      SLOTS_TEST(sets_a_whole_image_to_boot_on_trial),
      SLOTS_TEST(leaves_nothing_of_an_image_with_another_hash),
      SLOTS_TEST(a_dropped_image_can_be_begun_anew),
      SLOTS_TEST(tells_when_the_disk_fails),
      SLOTS_TEST(a_record_that_cannot_be_written_boots_the_old_image),
      SLOTS_TEST(knows_where_its_image_stands),
      SLOTS_TEST(a_damaged_record_boots_the_first_slot),
  };
  return cmocka_run_group_tests_name("slots", tests, load_vector, NULL);
}

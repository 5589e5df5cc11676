/* What a look and a burst cost, counted by callgrind: test/instructions.sh runs this once for each function below and
   reads how many instructions it took. The decoder is libjpeg without SIMD, in place of the chip's TJpgDec: both undo
   every Huffman code of the picture and scale in the frequency domain, so the relation holds and the sum does not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "scene.h"

enum { QVGA_WIDTH = 320, QVGA_HEIGHT = 240, SENSOR_QUALITY = 69, LOOKS_MS = 60000 };

struct picture {
  uint8_t *bytes;
  unsigned long length;
};

struct plane {
  uint8_t *pixels; /* three bytes a pixel, then one */
  uint16_t width;
  uint16_t height;
};

static struct petcam_motion motion;

static void require(bool holds, const char *what)
{
  if (!holds) {
    (void)fprintf(stderr, "instructions: %s\n", what);
    exit(1);
  }
}

static struct plane decode(struct picture picture, unsigned scale)
{
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  decoder.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, picture.bytes, picture.length);
  (void)jpeg_read_header(&decoder, TRUE);
  decoder.scale_num = 1;
  decoder.scale_denom = scale;
  decoder.dct_method = JDCT_IFAST;
  decoder.do_fancy_upsampling = FALSE;
  (void)jpeg_start_decompress(&decoder);
  struct plane plane = {NULL, (uint16_t)decoder.output_width, (uint16_t)decoder.output_height};
  plane.pixels = malloc(3U * plane.width * plane.height);
  require(plane.pixels != NULL, "no memory");
  while (decoder.output_scanline < decoder.output_height) {
    JSAMPROW row = plane.pixels + 3U * decoder.output_scanline * plane.width;
    (void)jpeg_read_scanlines(&decoder, &row, 1);
  }
  (void)jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
  return plane;
}

static void to_luma(struct plane plane)
{
  for (size_t i = 0; i < (size_t)plane.width * plane.height; i++) {
    const uint8_t *pixel = plane.pixels + 3U * i;
    plane.pixels[i] = (uint8_t)((pixel[0] * 77U + pixel[1] * 150U + pixel[2] * 29U) >> 8);
  }
}

static struct plane thumbnail(struct picture picture, unsigned scale)
{
  struct plane plane = decode(picture, scale);
  to_luma(plane);
  return plane;
}

__attribute__((noinline)) struct plane decode_svga(struct picture picture);
__attribute__((noinline)) struct plane decode_qvga(struct picture picture);
__attribute__((noinline)) void judge_svga(struct plane plane);
__attribute__((noinline)) void judge_qvga(struct plane plane);

struct plane decode_svga(struct picture picture)
{
  return thumbnail(picture, 8);
}

struct plane decode_qvga(struct picture picture)
{
  return thumbnail(picture, 4);
}

static void judge(struct plane plane)
{
  static const uint8_t ignore[PETCAM_MOTION_CELLS / 8];
  struct petcam_luma luma = {plane.pixels, plane.width, plane.height};
  (void)petcam_luma_mean(luma);
  (void)petcam_motion_look(&motion, luma, 5, ignore);
}

void judge_svga(struct plane plane)
{
  judge(plane);
  petcam_motion_forget(&motion);
}

void judge_qvga(struct plane plane)
{
  judge(plane);
  petcam_motion_forget(&motion);
}

static struct picture read_picture(const char *path)
{
  struct picture picture = {malloc(PETCAM_FRAME_BYTES_MAX), 0};
  FILE *file = fopen(path, "rb");
  require(file != NULL && picture.bytes != NULL, "the picture cannot be read");
  picture.length = (unsigned long)fread(picture.bytes, 1, PETCAM_FRAME_BYTES_MAX, file);
  (void)fclose(file);
  return picture;
}

static void describe(struct jpeg_compress_struct *encoder)
{
  encoder->image_width = QVGA_WIDTH;
  encoder->image_height = QVGA_HEIGHT;
  encoder->input_components = 3;
  encoder->in_color_space = JCS_RGB;
  jpeg_set_defaults(encoder);
  jpeg_set_quality(encoder, SENSOR_QUALITY, TRUE);
  encoder->comp_info[0].v_samp_factor = 1; /* 4:2:2, as the sensor */
}

/* The same scene as the sensor sends it at QVGA. */
static struct picture shrink(struct picture large)
{
  struct plane plane = decode(large, 1);
  struct picture small = {NULL, 0};
  struct jpeg_compress_struct encoder;
  struct jpeg_error_mgr errors;
  uint8_t line[3 * QVGA_WIDTH];
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, &small.bytes, &small.length);
  describe(&encoder);
  jpeg_start_compress(&encoder, TRUE);
  for (uint32_t y = 0; y < QVGA_HEIGHT; y++) {
    for (uint32_t x = 0; x < QVGA_WIDTH; x++) {
      size_t from = (size_t)(y * plane.height / QVGA_HEIGHT) * plane.width + x * plane.width / QVGA_WIDTH;
      memcpy(line + 3U * x, plane.pixels + 3U * from, 3);
    }
    JSAMPROW row = line;
    (void)jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  free(plane.pixels);
  return small;
}

/* Orders of the core within `ms`, and how many of them want a thumbnail. */
static void count(const char *what, uint64_t ms)
{
  uint32_t orders = 0;
  uint32_t decoded = 0;
  for (uint64_t until = bench.now + ms; bench.now < until;) {
    bench_tick(&bench, 10);
    if (bench.order_open) {
      orders++;
      decoded += bench.order.luma ? 1U : 0U;
      bench_answer(&bench);
    }
  }
  (void)printf("%s %u %u\n", what, (unsigned)orders, (unsigned)decoded);
}

static void burst(const char *what, bool motion_on)
{
  fresh();
  set(motion_on ? "{\"motion\":true}" : "{\"motion\":false}");
  bench_online(&bench);
  bench_run(&bench, 5000);
  bench_trigger(&bench, PETCAM_BY_BUTTON);
  uint32_t orders = 0;
  uint32_t decoded = 0;
  while (camera()->capture.active) {
    if (bench.order_open && bench.order.kind == PETCAM_SHOT_BURST) {
      orders++;
      decoded += bench.order.luma ? 1U : 0U;
    }
    bench_answer(&bench);
    bench_tick(&bench, 10);
  }
  (void)printf("%s %u %u\n", what, (unsigned)orders, (unsigned)decoded);
}

static void look(const char *what, const char *setting)
{
  fresh();
  set(setting);
  bench_online(&bench);
  bench_run(&bench, 5000);
  count(what, LOOKS_MS);
}

int main(int argc, char **argv)
{
  require(argc == 2, "which picture?");
  struct picture svga = read_picture(argv[1]);
  struct picture qvga = shrink(svga);
  struct plane large = decode_svga(svga);
  struct plane small = decode_qvga(qvga);
  judge_svga(large);
  judge_qvga(small);
  (void)printf("bytes-svga %lu 0\nbytes-qvga %lu 0\n", svga.length, qvga.length);
  look("looks-on", "{\"motion\":true}");
  look("looks-off", "{\"motion\":false}");
  burst("burst-watched", true);
  burst("burst-unwatched", false);
  free(large.pixels);
  free(small.pixels);
  free(svga.bytes);
  free(qvga.bytes);
  return 0;
}

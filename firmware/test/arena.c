/* Prints how many bursts wait in the arena that 4 MB of PSRAM leave, for each frame size. */
#include <stdio.h>

#include "petcam.h"
#include "send_queue.h"

struct size {
  const char *name;
  uint32_t width;
  uint32_t height;
};

enum { PSRAM = 4 * 1024 * 1024, FRAMES = 8, RESERVE = 128 * 1024, LARGEST = 1600 * 1200 / 5 };

int main(void)
{
  static const struct size sizes[] = {{"SVGA", 800, 600}, {"XGA", 1024, 768}, {"UXGA", 1600, 1200}};
  /* The driver's two buffers are sized for UXGA at boot, so that an owner can change the frame size at any time. On its
     way is a frame that waits in the send queue and one that the MQTT client holds, and a preview. */
  uint32_t on_the_way = 2U * LARGEST + PETCAM_PREVIEW_BYTES_MAX + (uint32_t)sizeof(struct petcam_send_queue);
  uint32_t arena = (PSRAM - RESERVE - 2U * LARGEST - on_the_way) / 4096U * 4096U;
  (void)printf("struct petcam, internal memory: %zu bytes\n", sizeof(struct petcam));
  (void)printf("4 MB of PSRAM: driver %d, on their way %u, reserve %d, arena %u bytes\n", 2 * LARGEST,
               on_the_way, RESERVE, arena);
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    uint32_t pixels = sizes[i].width * sizes[i].height;
    /* 0.5 bit a pixel is the middle of what OV2640 pictures take (0.26 to 0.70). The driver's buffer is the bound. */
    uint32_t typical = pixels / 16U;
    uint32_t largest = pixels / 5U;
    uint32_t bursts = arena / (FRAMES * typical);
    (void)printf("%-4s  typical frame %6u: %2u bursts of %d   largest possible frame %6u: %u of %d frames of a burst%s\n",
                 sizes[i].name, typical, bursts < PETCAM_QUEUE_BURSTS ? bursts : PETCAM_QUEUE_BURSTS, FRAMES, largest,
                 arena / largest < FRAMES ? arena / largest : FRAMES, FRAMES,
                 arena / largest < FRAMES ? ", which then ends early" : "");
  }
  return 0;
}

/* The pins of the boards that menuconfig offers. A further board is a further entry here and in Kconfig.projbuild. */
#ifndef BOARDS_H
#define BOARDS_H

#include <stdbool.h>

#include "sdkconfig.h"

enum { BOARDS_NO_PIN = -1 };

struct board {
  int power_down, reset, clock, sda, scl;
  int d7, d6, d5, d4, d3, d2, d1, d0;
  int vsync, href, pixel_clock;
  int flash_lamp;      /* BOARDS_NO_PIN: none */
  int status_lamp;     /* BOARDS_NO_PIN: none */
  bool status_lit_low; /* the lamp is lit when its pin is low */
};

#if CONFIG_PETCAM_BOARD_AI_THINKER
static const struct board board = {.power_down = 32, .reset = -1, .clock = 0, .sda = 26, .scl = 27,
                                   .d7 = 35, .d6 = 34, .d5 = 39, .d4 = 36, .d3 = 21, .d2 = 19, .d1 = 18, .d0 = 5,
                                   .vsync = 25, .href = 23, .pixel_clock = 22,
                                   .flash_lamp = 4, .status_lamp = 33, .status_lit_low = true};
#elif CONFIG_PETCAM_BOARD_WROVER_KIT
static const struct board board = {.power_down = -1, .reset = -1, .clock = 21, .sda = 26, .scl = 27,
                                   .d7 = 35, .d6 = 34, .d5 = 39, .d4 = 36, .d3 = 19, .d2 = 18, .d1 = 5, .d0 = 4,
                                   .vsync = 25, .href = 23, .pixel_clock = 22,
                                   .flash_lamp = -1, .status_lamp = 2, .status_lit_low = false};
#elif CONFIG_PETCAM_BOARD_ESP_EYE
static const struct board board = {.power_down = -1, .reset = -1, .clock = 4, .sda = 18, .scl = 23,
                                   .d7 = 36, .d6 = 37, .d5 = 38, .d4 = 39, .d3 = 35, .d2 = 14, .d1 = 13, .d0 = 34,
                                   .vsync = 5, .href = 27, .pixel_clock = 25,
                                   .flash_lamp = 22, .status_lamp = 21, .status_lit_low = false};
#elif CONFIG_PETCAM_BOARD_M5STACK_PSRAM
static const struct board board = {.power_down = -1, .reset = 15, .clock = 27, .sda = 25, .scl = 23,
                                   .d7 = 19, .d6 = 36, .d5 = 18, .d4 = 39, .d3 = 5, .d2 = 34, .d1 = 35, .d0 = 32,
                                   .vsync = 22, .href = 26, .pixel_clock = 21,
                                   .flash_lamp = -1, .status_lamp = 14, .status_lit_low = true};
#elif CONFIG_PETCAM_BOARD_TTGO_T_JOURNAL
static const struct board board = {.power_down = 0, .reset = 15, .clock = 27, .sda = 25, .scl = 23,
                                   .d7 = 19, .d6 = 36, .d5 = 18, .d4 = 39, .d3 = 5, .d2 = 34, .d1 = 35, .d0 = 17,
                                   .vsync = 22, .href = 26, .pixel_clock = 21,
                                   .flash_lamp = -1, .status_lamp = -1, .status_lit_low = false};
#elif CONFIG_PETCAM_BOARD_XIAO_ESP32S3
static const struct board board = {.power_down = -1, .reset = -1, .clock = 10, .sda = 40, .scl = 39,
                                   .d7 = 48, .d6 = 11, .d5 = 12, .d4 = 14, .d3 = 16, .d2 = 18, .d1 = 17, .d0 = 15,
                                   .vsync = 38, .href = 47, .pixel_clock = 13,
                                   .flash_lamp = -1, .status_lamp = 21, .status_lit_low = true};
#elif CONFIG_PETCAM_BOARD_ESP32S3_EYE
static const struct board board = {.power_down = -1, .reset = -1, .clock = 15, .sda = 4, .scl = 5,
                                   .d7 = 16, .d6 = 17, .d5 = 18, .d4 = 12, .d3 = 10, .d2 = 8, .d1 = 9, .d0 = 11,
                                   .vsync = 6, .href = 7, .pixel_clock = 13,
                                   .flash_lamp = -1, .status_lamp = 3, .status_lit_low = false};
#else
#error "no board chosen: idf.py menuconfig, PetCam camera"
#endif

#endif

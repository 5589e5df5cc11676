/* Pins of the AI-Thinker ESP32-CAM. */
#ifndef BOARD_H
#define BOARD_H

enum {
  BOARD_CAMERA_POWER_DOWN = 32,
  BOARD_CAMERA_RESET = -1,
  BOARD_CAMERA_XCLK = 0,
  BOARD_CAMERA_SDA = 26,
  BOARD_CAMERA_SCL = 27,
  BOARD_CAMERA_D7 = 35,
  BOARD_CAMERA_D6 = 34,
  BOARD_CAMERA_D5 = 39,
  BOARD_CAMERA_D4 = 36,
  BOARD_CAMERA_D3 = 21,
  BOARD_CAMERA_D2 = 19,
  BOARD_CAMERA_D1 = 18,
  BOARD_CAMERA_D0 = 5,
  BOARD_CAMERA_VSYNC = 25,
  BOARD_CAMERA_HREF = 23,
  BOARD_CAMERA_PCLK = 22,
  BOARD_FLASH_LAMP = 4,   /* the bright white one; the memory card uses the same pin */
  BOARD_STATUS_LAMP = 33  /* the small red one; lit when low */
};

#endif

#include "reset.h"

#include "esp_system.h"
#include "update.h"

enum petcam_reset reset_reason(void)
{
  switch (esp_reset_reason()) {
  case ESP_RST_POWERON:
    return PETCAM_RESET_POWER_ON;
  case ESP_RST_BROWNOUT:
    return PETCAM_RESET_BROWNOUT;
  case ESP_RST_INT_WDT:
  case ESP_RST_TASK_WDT:
  case ESP_RST_WDT:
    return PETCAM_RESET_WATCHDOG;
  case ESP_RST_PANIC:
    return PETCAM_RESET_PANIC;
  case ESP_RST_SW:
    return update_is_on_trial() ? PETCAM_RESET_OTA : PETCAM_RESET_RESTART;
  default:
    return PETCAM_RESET_UNKNOWN;
  }
}

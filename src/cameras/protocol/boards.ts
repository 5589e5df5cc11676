/** The boards that firmware/port/esp_idf/main/Kconfig.projbuild offers; a test compares the two. */

/** Chips that the firmware is built for, as ESP-IDF names its targets. */
export type Chip = 'esp32' | 'esp32s3';

/** Kind of camera board, and what is written to one that is bare. */
export interface Board {
  /** Name of the board in claims and in the camera's state. */
  id: string;
  /** Name that its sellers give it. */
  name: string;
  chip: Chip;
  /** Bytes of flash that its firmware is laid out for; a board may have more. */
  flashBytes: number;
  /** True where the firmware reads its console over the board's USB connector, and can be paired by that cable. */
  cable: boolean;
}

/** Facts of a chip that decide where an image begins and whether it can boot there. */
export interface ChipFacts {
  /** Offset of the boot loader in the flash. */
  bootloader: number;
  /** Number by which the header of an image names the chip. */
  imageId: number;
}

const MEBIBYTE = 0x10_0000;
const esp32 = { chip: 'esp32', flashBytes: 4 * MEBIBYTE, cable: true } as const;
/** The USB of these boards is the chip's own: the firmware writes its log there and reads its console elsewhere. */
const esp32s3 = { chip: 'esp32s3', flashBytes: 8 * MEBIBYTE, cable: false } as const;

/** Boards in the order in which they are offered. */
export const BOARDS: readonly Board[] = [
  { id: 'ai-thinker', name: 'AI-Thinker ESP32-CAM', ...esp32 },
  { id: 'wrover-kit', name: 'WROVER-KIT, Freenove ESP32-WROVER CAM', ...esp32 },
  { id: 'esp-eye', name: 'ESP-EYE', ...esp32 },
  { id: 'm5stack', name: 'M5Stack camera with PSRAM', ...esp32 },
  { id: 'ttgo-t-journal', name: 'TTGO T-Journal', ...esp32 },
  { id: 'xiao-esp32s3', name: 'Seeed XIAO ESP32S3 Sense', ...esp32s3 },
  { id: 'esp32s3-eye', name: 'ESP32-S3-EYE', ...esp32s3 },
];

/** Facts of each chip; of `BOOTLOADER_FLASH_OFFSET` and `IMAGE_CHIP_ID` in esptool. */
export const CHIPS: Readonly<Record<Chip, ChipFacts>> = {
  esp32: { bootloader: 0x1000, imageId: 0 },
  esp32s3: { bootloader: 0, imageId: 9 },
};

/** Board of this id; undefined for another one. */
export function boardOf(id: string): Board | undefined {
  return BOARDS.find((board) => board.id === id);
}

/* Numbers of the wire contract, docs/PROTOCOL.md ("Limits", "Topics"), and the bounds of the core. */
#ifndef PETCAM_LIMITS_H
#define PETCAM_LIMITS_H

#define PETCAM_PROTOCOL_VERSION 1U

#define PETCAM_FRAME_BYTES_MAX 524288U
#define PETCAM_PREVIEW_BYTES_MAX 65536U
#define PETCAM_JSON_BYTES_MAX 4096U
#define PETCAM_BURST_FRAMES_MAX 20U
#define PETCAM_FRAME_AGE_MAX_MS 604800000U

/* Firmware updates: an image fits the partition of partitions.csv, and arrives in pieces of one flash sector. */
#define PETCAM_IMAGE_BYTES_MAX 1966080U
#define PETCAM_CHUNK_BYTES 4096U

/* Lengths without the terminating zero byte. */
#define PETCAM_ID_MAX 32U
#define PETCAM_CLAIM_MAX 160U
#define PETCAM_VERSION_MAX 17U
#define PETCAM_TOPIC_MAX 95U

/* Largest JSON the camera itself writes: a manifest of 20 frames with every number at its widest is 1,409 bytes. */
#define PETCAM_TEXT_BYTES 1536U

/* Bursts that can wait in the ring at once. The oldest goes when a further one begins. */
#define PETCAM_QUEUE_BURSTS 16U

/* Bursts being sent at once. The hub keeps 8 of a camera open and closes the oldest of more. */
#define PETCAM_WINDOW_BURSTS 4U

/* Frames handed to the MQTT client and not yet acknowledged by the broker. */
#define PETCAM_FLIGHTS 2U

/* Commands remembered, so that a repeated one is answered and not acted on again. */
#define PETCAM_TRANSACTIONS 8U

#endif

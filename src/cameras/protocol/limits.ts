/** The hard limits of docs/PROTOCOL.md, section "Limits". Firmware and hub must agree on them to the byte. */

/** One JPEG frame, in bytes. A UXGA frame of an OV2640 has a buffer of 384,000. */
export const MAX_FRAME_BYTES = 512 * 1024;

/** Frames in one burst; indices run from 0 to one less. */
export const MAX_BURST_FRAMES = 20;

/** Any JSON message (manifest, state, response), in bytes. */
export const MAX_JSON_BYTES = 4096;

/** One live-view frame, in bytes. */
export const MAX_PREVIEW_BYTES = 64 * 1024;

/** A whole MQTT packet from an authenticated client: a frame, its topic and the header. */
export const MAX_PACKET_BYTES = MAX_FRAME_BYTES + 1024;

/** A whole MQTT packet from a client that is not authenticated yet. */
export const MAX_CONNECT_BYTES = 1024;

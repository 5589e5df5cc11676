/** State and version of the hub, retained at the broker. docs/PROTOCOL.md, section "Topics". */
import { encodeJson } from './json.js';
import { MAX_BURST_FRAMES, MAX_FRAME_BYTES, MAX_JSON_BYTES, MAX_PREVIEW_BYTES } from './limits.js';

/** The payload of `petcam/bridge/info`; `version` is the hub's. */
export function encodeBridgeInfo(version: string): Buffer {
  return encodeJson({
    v: 1,
    version,
    limits: {
      frameBytes: MAX_FRAME_BYTES,
      burstFrames: MAX_BURST_FRAMES,
      jsonBytes: MAX_JSON_BYTES,
      previewBytes: MAX_PREVIEW_BYTES,
    },
  });
}

/** What one golden vector is, and the names that most of them share. */

/** One line of index.tsv. `topic` and `payload` may be absent; `expect` is explained in test/vectors/README.md. */
export interface Vector {
  name: string;
  topic: string | null;
  payload: Uint8Array | null;
  expect: string;
}

export const CAMERA = 'petcam/porch';
export const BURST = '00000017-4';
export const BURST_TOPIC = `${CAMERA}/burst/${BURST}`;

import type { FoundCamera } from './contract.js';

/**
 * The radio of one pairing, as the hub sees it. Whatever it was asked, it answers or rejects with a RadioError within its
 * time limits, and after any failure the connection is gone.
 */
export interface Radio {
  /** Looks for cameras until `connect`. Each one found is told, and told again when its name or signal changes. */
  scan(onFound: (camera: FoundCamera) => void): Promise<void>;
  /** Connects to a camera that was found; resolves with the names of its endpoints. `onDrop`: the link broke later. */
  connect(device: string, onDrop: () => void): Promise<string[]>;
  /** Writes to an endpoint and reads its answer. */
  exchange(endpoint: string, message: Uint8Array): Promise<Uint8Array>;
  /** Ends the connection, if there is one. */
  disconnect(): Promise<void>;
  /** Ends the radio, by force if it must be. Never rejects. */
  close(): Promise<void>;
}

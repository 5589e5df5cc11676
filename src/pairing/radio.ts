import type { FoundCamera } from './contract.js';

/** The radio of one pairing, as the hub sees it. Whatever it was asked, it answers or fails within its time limits. */
export interface Radio {
  /** Looks for cameras until `connect`. Each one found is told, and told again when its signal changes. */
  scan(onFound: (camera: FoundCamera) => void): Promise<void>;
  /** Connects to a camera that was found; resolves with the names of its endpoints. */
  connect(device: string): Promise<string[]>;
  /** Writes to an endpoint and reads its answer. */
  exchange(endpoint: string, message: Uint8Array): Promise<Uint8Array>;
  /** Ends the connection, if there is one. */
  disconnect(): Promise<void>;
  /** Ends the process, by force if it must be. Never rejects. */
  close(): Promise<void>;
}

export interface RadioProcess {
  /** The script to run: `radio-main`. */
  entry: URL;
  args: readonly string[];
  /** Flags of Node itself. */
  flags: readonly string[];
}

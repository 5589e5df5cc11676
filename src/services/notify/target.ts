import type { Alert } from '../../store/alerts.js';
import type { Visit } from './message.js';

/** A target that can be told. */
export interface Target {
  /** As a notice names it. */
  name: string;
  /**
   * Rejects with a Refusal `notify-gone` when the target is no more, `notify-refused` when it will never take this, or
   * with anything else when it may be tried again.
   */
  tell(
    visit: Visit,
    thumbnail: { bytes: Uint8Array; mime: string } | null,
    signal: AbortSignal,
  ): Promise<void>;
  /** Tells of a camera that is offline, or of the hub. Rejects as `tell` does. */
  alert(alert: Alert, signal: AbortSignal): Promise<void>;
}

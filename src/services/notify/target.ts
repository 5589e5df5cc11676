import type { Alert } from '../../store/alerts.js';
import type { Visit } from './message.js';

/** A target that can be told. */
export interface Target {
  /** As a notice names it. */
  name: string;
  /** Image of the photo that it is told with, where there is one: the preview is some ten times the thumbnail. */
  picture?: 'thumb' | 'preview';
  /**
   * Rejects with a Refusal `notify-gone` when the target is no more, `notify-refused` when it will never take this, or
   * with anything else when it may be tried again.
   */
  tell(visit: Visit, picture: { bytes: Uint8Array; mime: string } | null, signal: AbortSignal): Promise<void>;
  /** Tells of a camera that is offline, or of the hub. Rejects as `tell` does. */
  alert(alert: Alert, signal: AbortSignal): Promise<void>;
}

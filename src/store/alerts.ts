/** Alerts: what is told of a camera or of the hub itself, and what was told of it. docs/NOTIFICATIONS.md. */

/** Kinds of alerts, each with a switch of its own. */
export const ALERT_KINDS = ['camera-offline', 'hub-trouble', 'hub-recovered'] as const;
/** Kind of something that people are alerted to. */
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Kind of everything that is told beside visits: the kinds with a switch, and a pet that was not seen for long. */
export type AlertType = AlertKind | 'pet-unseen';

/** An alert, as every target is told of it. Times are wall-clock milliseconds. */
export interface Alert {
  type: AlertType;
  /** Id and name of the camera that it is about; null for the hub. */
  camera: string | null;
  cameraName: string | null;
  /** Id and name of the pet that it is about; absent for every other alert, and in those of earlier versions. */
  pet?: number;
  petName?: string;
  /** Whole hours for which that pet was not seen. */
  hours?: number;
  /** When what is told of began. */
  since: number;
  /** Health issues of a hub in trouble, as its health says them; empty otherwise. */
  issues: { code: string; text: string }[];
  /** Page that shows more. */
  url: string;
}

/** Last alert that was told of a subject: `hub`, or `camera/` or `pet/` and an id. */
export interface AlertState {
  subject: string;
  /** Wall time in ms, as `since`, when it began. */
  toldAt: number;
  since: number;
  /** Codes of the health issues that were told of the hub; empty for a camera. */
  codes: string[];
  /** True once it has been well again since. */
  ended: boolean;
}

/** One alert to tell in one place. */
export interface AlertNotice {
  id: number;
  alert: Alert;
  target: string;
  at: number;
  /** Failed tries. */
  attempts: number;
}

/** Memory of what was told, and the alerts that wait to be delivered. */
export interface Alerts {
  alertState(subject: string): AlertState | null;
  /**
   * What was decided of a subject, in one commit: its new state, and the alert for these targets. When it has ended, what
   * still waits to be told of it is dropped, and a target that it waited for is not told of the end either.
   */
  queueAlert(state: AlertState, alert: Alert | null, targets: string[]): Promise<void>;
  /** Forgets what was told of subjects that are not among these. */
  forgetAlerts(subjects: string[]): Promise<void>;
  /** The one that has waited longest of those due at `now`. */
  dueAlert(now: number): AlertNotice | null;
  /** When the next one is due; null when none waits. */
  nextAlertAt(): number | null;
  settleAlert(id: number): Promise<void>;
  /** Counts a try. */
  postponeAlert(id: number, nextTryAt: number): Promise<void>;
}

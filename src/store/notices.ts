/** Notifications to deliver, and their targets. docs/NOTIFICATIONS.md. */

/** A browser that a person has asked to be told. RFC 8030, RFC 8291. */
export interface PushSubscription {
  id: number;
  endpoint: string;
  /** Public key of the browser, base64url. */
  p256dh: string;
  /** Its authentication secret, base64url. */
  auth: string;
}

/** One thing to tell in one place. */
export interface Notice {
  id: number;
  photoId: number;
  /** `webhook`, `ntfy`, or `push/<subscription>`. */
  target: string;
  at: number;
  /** Failed tries. */
  attempts: number;
}

/** Push subscriptions, and notifications that wait to be delivered. */
export interface Notices {
  /** Those of sessions that are neither ended nor expired. */
  pushSubscriptions(): PushSubscription[];
  /** Replaces one of the same endpoint. Refusal `push-full` above 8 of one session. */
  addPushSubscription(sessionId: number, subscription: Omit<PushSubscription, 'id'>): Promise<void>;
  /** Does nothing when this session has no such one. */
  removePushSubscription(sessionId: number, endpoint: string): Promise<void>;
  /** The browser's service says that it is gone. */
  dropPushSubscription(id: number): Promise<void>;
  /** Up to which event it has been decided what to tell; null before the first time. */
  noticedUpTo(): number | null;
  /** The decision for events up to `upTo`, in one commit: a power cut neither loses nor doubles a notice. */
  queueNotices(upTo: number, notices: { photoId: number; target: string }[]): Promise<void>;
  /** The one that has waited longest of those due at `now`. */
  dueNotice(now: number): Notice | null;
  /** When the next one is due; null when none waits. */
  nextNoticeAt(): number | null;
  settleNotice(id: number): Promise<void>;
  /** Counts a try. */
  postponeNotice(id: number, nextTryAt: number): Promise<void>;
}

/** What a paused camera is told. A camera knows no pause: it is told to take no pictures by itself. Pure. */
import type { CameraSettings } from './types.js';

/** Settings that a camera gets back when its pause is over: those by which it takes pictures by itself. */
export type DeferredSettings = Pick<CameraSettings, 'motion' | 'scheduleSeconds'>;

/** Values of these settings in a camera that is paused. */
export const PAUSED_SETTINGS: Readonly<DeferredSettings> = Object.freeze({
  motion: false,
  scheduleSeconds: 0,
});

/** Camera on MQTT as the hub knows it. */
export interface PausableCamera {
  isPaused: boolean;
  /** Settings that it is still to get back; null for none. */
  deferred: DeferredSettings | null;
  /** Settings that it reported last; null before its first report. */
  reported: CameraSettings | null;
}

/** Settings that are shown as those of a camera: what it reported, with what it gets back after its pause. */
export function settingsShown(reported: CameraSettings, deferred: DeferredSettings | null): CameraSettings {
  return { ...reported, ...deferred };
}

/** Change of settings that a camera is to be told, and what it is to get back afterwards; null for nothing. */
export interface PauseStep {
  tell: DeferredSettings;
  /** To be kept before the camera is told. */
  defer: DeferredSettings | null;
  /** Whether what it gets back can be forgotten once it has taken the change. */
  isLast: boolean;
}

/**
 * Next step that brings a camera into its pause, or out of it; null when it is there. What it gets back is what it
 * reported before it was first told, never what it was told.
 */
export function pauseStep({ isPaused, deferred, reported }: PausableCamera): PauseStep | null {
  if (!isPaused) return deferred && { tell: deferred, defer: deferred, isLast: true };
  if (reported === null || (!reported.motion && reported.scheduleSeconds === 0)) return null;
  return { tell: PAUSED_SETTINGS, defer: deferred ?? deferredOf(reported), isLast: false };
}

/** A change of settings as it is made of a camera in its pause: what is told now, and what it gets back later. */
export interface SplitChange {
  tell: Partial<CameraSettings>;
  defer: DeferredSettings | null;
}

/** Splits a change of the settings of a paused camera; `defer` is null when the change concerns none that wait. */
export function splitChange(
  { deferred, reported }: Pick<PausableCamera, 'deferred' | 'reported'>,
  change: Partial<CameraSettings>,
): SplitChange {
  const { motion, scheduleSeconds, ...tell } = change;
  if (motion === undefined && scheduleSeconds === undefined) return { tell, defer: null };
  const before = deferred ?? (reported ? deferredOf(reported) : PAUSED_SETTINGS);
  const defer = {
    motion: motion ?? before.motion,
    scheduleSeconds: scheduleSeconds ?? before.scheduleSeconds,
  };
  return { tell, defer };
}

const deferredOf = ({ motion, scheduleSeconds }: CameraSettings): DeferredSettings => ({
  motion,
  scheduleSeconds,
});

import type { components } from './schema.js';

/** Shapes of the hub's API that the page passes around, as its OpenAPI document describes them. */
type Schemas = components['schemas'];

/** One burst that was set aside, with the reason. */
export type AsideBurst = Schemas['AsideBurst'];
/** One burst with its frames and their verdicts. */
export type Burst = Schemas['Burst'];
/** One frame of a burst with its verdict. */
export type BurstFrame = Schemas['BurstFrame'];
/** One camera with its state. */
export type Camera = Schemas['Camera'];
/** State of a camera's firmware update. */
export type CameraUpdate = Schemas['CameraUpdate'];
/** One event of the hub's stream. */
export type HubEvent = Schemas['HubEvent'];
/** Codes of the failures of a pairing. */
export type PairingFailure = NonNullable<Schemas['PairingStatus']['failure']>['code'];
/** One person of the hub. */
export type Person = Schemas['Person'];
/** One photo: the best cut of a burst. */
export type Photo = Schemas['Photo'];
/** One page of photos with the cursor of the next. */
export type PhotosPage = Schemas['PhotosPage'];
/** Refusal of the hub (RFC 9457) with its code. */
export type Problem = Schemas['Problem'];
/** Reason of a decision: code, parameters and English text. */
export type Reason = Schemas['Reason'];
/** One session of a person. */
export type Session = Schemas['Session'];
/** Answer that says whether the hub waits for its first person. */
export type SetupAnswer = Schemas['SetupAnswer'];
/** Timetable of a camera: every so often, or at times of day. */
export type Timetable = NonNullable<Schemas['TimetableAnswer']['timetable']>;
/** Event that is told to those who listen now, and not kept. */
export type TransientEvent = Schemas['TransientEvent'];
/** Tokens of a sign-in with their life times. */
export type TokenAnswer = Schemas['TokenAnswer'];

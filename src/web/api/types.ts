import type { components } from './schema.js';

/** Shapes of the hub's API that the page passes around, as its OpenAPI document describes them. */
type Schemas = components['schemas'];

export type AsideBurst = Schemas['AsideBurst'];
export type Burst = Schemas['Burst'];
export type BurstFrame = Schemas['BurstFrame'];
export type Camera = Schemas['Camera'];
export type CameraUpdate = Schemas['CameraUpdate'];
export type HubEvent = Schemas['HubEvent'];
export type PairingFailure = NonNullable<Schemas['PairingStatus']['failure']>['code'];
export type Person = Schemas['Person'];
export type Photo = Schemas['Photo'];
export type PhotosPage = Schemas['PhotosPage'];
export type Problem = Schemas['Problem'];
export type Reason = Schemas['Reason'];
export type Session = Schemas['Session'];
export type SetupAnswer = Schemas['SetupAnswer'];
export type Timetable = NonNullable<Schemas['TimetableAnswer']['timetable']>;
export type TransientEvent = Schemas['TransientEvent'];
export type TokenAnswer = Schemas['TokenAnswer'];

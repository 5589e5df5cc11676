import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** The calls of a camera's own page and of its pairing, one function a call; docs/API.md says what each one means. */

export type CameraSettings = AnswerOf<'/cameras/{id}/settings', 'POST'>['settings'];
/** New camera, or one with a new key, as it is shown once. */
export type CameraCreated = AnswerOf<'/cameras', 'POST'>;
/** State of the pairing as the hub reports it. */
export type PairingStatus = AnswerOf<'/pairing', 'GET'>;

/** Where cameras find the hub, and what came of telling them another place. */
export type HubAddressAnswer = AnswerOf<'/hub/address', 'POST'>;

/** Adds a camera without pairing; the hub makes id and key. */
export const addCamera = (name: string): Promise<CameraCreated> =>
  ask('POST', '/cameras', { body: { name } });

/** Camera that was found at an address, with its picture. */
export type FoundCamera = AnswerOf<'/cameras/probe', 'POST'>;

/** Looks for a camera at an address; nothing is kept. */
export const probeAddress = (body: ApiRequest<'/cameras/probe', 'POST'>['body']): Promise<FoundCamera> =>
  ask('POST', '/cameras/probe', { body });

/** Adds a camera with its own firmware, which the hub reads at an address. */
export const addByAddress = (
  body: ApiRequest<'/cameras/by-address', 'POST'>['body'],
): Promise<AnswerOf<'/cameras/by-address', 'POST'>> => ask('POST', '/cameras/by-address', { body });

/** Changes what the hub does with the pictures of a camera by address. */
export const changeStreamSettings = (
  id: string,
  settings: NonNullable<ApiRequest<'/cameras/{id}/address', 'PATCH'>['body']['settings']>,
): Promise<unknown> => ask('PATCH', '/cameras/{id}/address', { path: { id }, body: { settings } });

/** Where a camera by address is read; its password is never shown. */
export type StreamAddress = AnswerOf<'/cameras/{id}/address', 'GET'>;

/** Reads where a camera by address is; owners alone may. */
export const getStreamAddress = (id: string): Promise<StreamAddress> =>
  ask('GET', '/cameras/{id}/address', { path: { id } });

/** Has the hub read a camera at another address, once that has given a picture. */
export const changeStreamAddress = (
  id: string,
  body: ApiRequest<'/cameras/{id}/address', 'PATCH'>['body'],
): Promise<unknown> => ask('PATCH', '/cameras/{id}/address', { path: { id }, body });

/** Gives a camera another name. */
export const renameCamera = (id: string, name: string): Promise<unknown> =>
  ask('PATCH', '/cameras/{id}', { path: { id }, body: { name } });

/** Has the hub turn a camera's pictures clockwise from now on. */
export const turnCamera = (id: string, turn: 0 | 90 | 180 | 270): Promise<unknown> =>
  ask('PATCH', '/cameras/{id}', { path: { id }, body: { turn } });

/** Pauses a camera for so many minutes, or until somebody ends it for null. */
export const pauseCamera = (id: string, minutes: number | null): Promise<unknown> =>
  ask('PUT', '/cameras/{id}/pause', { path: { id }, body: { pause: { minutes } } });

/** Ends the pause of a camera. */
export const endPause = (id: string): Promise<unknown> =>
  ask('PUT', '/cameras/{id}/pause', { path: { id }, body: { pause: null } });

/** Changes settings of a camera and answers with those in force. */
export const changeSettings = async (
  id: string,
  body: ApiRequest<'/cameras/{id}/settings', 'POST'>['body'],
): Promise<CameraSettings> => (await ask('POST', '/cameras/{id}/settings', { path: { id }, body })).settings;

/** Has a camera start again. */
export const restartCamera = (id: string): Promise<undefined> =>
  ask('POST', '/cameras/{id}/restart', { path: { id } });

/** Gives a camera a new key, which is shown this once. */
export const renewKey = (id: string): Promise<CameraCreated> =>
  ask('POST', '/cameras/{id}/key', { path: { id } });

/** Removes a camera; its photos stay. */
export const removeCamera = (id: string): Promise<undefined> =>
  ask('DELETE', '/cameras/{id}', { path: { id } });

/** Reads where cameras find the hub; owners alone may. */
export const getHubAddress = (): Promise<AnswerOf<'/hub/address', 'GET'>> => ask('GET', '/hub/address');

/** Tells the cameras at which address the hub will be. */
export const announceHubAddress = (host: string): Promise<HubAddressAnswer> =>
  ask('POST', '/hub/address', { body: { host } });

/** Gives cameras an image; goes on where a roll-out has halted. */
export const installFirmware = (id: number, cameras: string[]): Promise<unknown> =>
  ask('POST', '/firmware/{id}/rollout', { path: { id }, body: { cameras } });

/** Ends what waits or is being received of an image. */
export const stopFirmware = (id: number): Promise<unknown> =>
  ask('DELETE', '/firmware/{id}/rollout', { path: { id } });

/** Reads the state of the pairing. */
export const getPairing = (): Promise<PairingStatus> => ask('GET', '/pairing');

/** Opens the pairing window; owners alone may. */
export const openPairing = (body: ApiRequest<'/pairing', 'POST'>['body']): Promise<PairingStatus> =>
  ask('POST', '/pairing', { body });

/** Chooses a found camera and sends the code of its label. */
export const choosePairing = (body: ApiRequest<'/pairing/camera', 'POST'>['body']): Promise<PairingStatus> =>
  ask('POST', '/pairing/camera', { body });

/** Sends the Wi-Fi that the camera is to join. */
export const joinWifi = (body: ApiRequest<'/pairing/wifi', 'POST'>['body']): Promise<PairingStatus> =>
  ask('POST', '/pairing/wifi', { body });

/** Closes the pairing window before its end. */
export const cancelPairing = (): Promise<PairingStatus> => ask('DELETE', '/pairing');

import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** The calls of a camera's own page and of its pairing, one function a call; docs/API.md says what each one means. */

export type CameraSettings = AnswerOf<'/cameras/{id}/settings', 'POST'>['settings'];
export type CameraCreated = AnswerOf<'/cameras', 'POST'>;
export type PairingStatus = AnswerOf<'/pairing', 'GET'>;

export const addCamera = (name: string): Promise<CameraCreated> =>
  ask('POST', '/cameras', { body: { name } });

export const renameCamera = (id: string, name: string): Promise<unknown> =>
  ask('PATCH', '/cameras/{id}', { path: { id }, body: { name } });

export const changeSettings = async (
  id: string,
  body: ApiRequest<'/cameras/{id}/settings', 'POST'>['body'],
): Promise<CameraSettings> => (await ask('POST', '/cameras/{id}/settings', { path: { id }, body })).settings;

export const restartCamera = (id: string): Promise<undefined> =>
  ask('POST', '/cameras/{id}/restart', { path: { id } });

export const renewKey = (id: string): Promise<CameraCreated> =>
  ask('POST', '/cameras/{id}/key', { path: { id } });

export const removeCamera = (id: string): Promise<undefined> =>
  ask('DELETE', '/cameras/{id}', { path: { id } });

/** Gives cameras an image; goes on where a roll-out has halted. */
export const installFirmware = (id: number, cameras: string[]): Promise<unknown> =>
  ask('POST', '/firmware/{id}/rollout', { path: { id }, body: { cameras } });

/** Ends what waits or is being received of an image. */
export const stopFirmware = (id: number): Promise<unknown> =>
  ask('DELETE', '/firmware/{id}/rollout', { path: { id } });

export const getPairing = (): Promise<PairingStatus> => ask('GET', '/pairing');

export const openPairing = (body: ApiRequest<'/pairing', 'POST'>['body']): Promise<PairingStatus> =>
  ask('POST', '/pairing', { body });

export const choosePairing = (body: ApiRequest<'/pairing/camera', 'POST'>['body']): Promise<PairingStatus> =>
  ask('POST', '/pairing/camera', { body });

export const joinWifi = (body: ApiRequest<'/pairing/wifi', 'POST'>['body']): Promise<PairingStatus> =>
  ask('POST', '/pairing/wifi', { body });

export const cancelPairing = (): Promise<PairingStatus> => ask('DELETE', '/pairing');

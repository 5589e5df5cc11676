import type {
  InvitationAnswer,
  MeAnswer,
  Role,
  SessionList,
  SessionsEnded,
} from '../../api/schemas/accounts.js';
import type { Burst } from '../../api/schemas/bursts.js';
import type { Camera, CameraList, CaptureAnswer } from '../../api/schemas/cameras.js';
import type { Health } from '../../api/schemas/health.js';
import type { MonthsAnswer, Photo, PhotoChange, PhotosPage } from '../../api/schemas/photos.js';
import { filterQuery, type GalleryFilter } from '../route.js';
import { call } from './http.js';

/** The hub's API as the page uses it, one function a call; docs/API.md says what each one means. */

export interface PhotosWish {
  filter?: GalleryFilter;
  /** Inclusive start and exclusive end, ms since 1970. */
  from?: number;
  until?: number;
  limit: number;
  cursor?: string | null;
}

export function listPhotos(wish: PhotosWish): Promise<PhotosPage> {
  const query = new URLSearchParams(filterQuery(wish.filter ?? {}));
  query.set('limit', String(wish.limit));
  if (wish.from !== undefined) query.set('from', String(wish.from));
  if (wish.until !== undefined) query.set('until', String(wish.until));
  if (wish.cursor) query.set('cursor', wish.cursor);
  return call('GET', `/photos?${query}`);
}

export const listMonths = (filter: GalleryFilter): Promise<MonthsAnswer> =>
  call('GET', `/photos/months?${filterQuery(filter)}`);

export const getPhoto = (id: number): Promise<Photo> => call('GET', `/photos/${id}`);

export const changePhoto = (id: number, change: PhotoChange): Promise<Photo> =>
  call('PATCH', `/photos/${id}`, change);

export const deletePhoto = (id: number): Promise<void> => call('DELETE', `/photos/${id}`);

export const restorePhoto = (id: number): Promise<Photo> => call('POST', `/photos/${id}/restore`);

export const getBurst = (id: number): Promise<Burst> => call('GET', `/bursts/${id}`);

export const listCameras = async (): Promise<Camera[]> => (await call<CameraList>('GET', '/cameras')).cameras;

export const capture = (camera: string): Promise<CaptureAnswer> =>
  call('POST', `/cameras/${encodeURIComponent(camera)}/capture`);

export const getHealth = (): Promise<Health> => call('GET', '/health');

export const getMe = (): Promise<MeAnswer> => call('GET', '/me');

export const invite = (role: Role): Promise<InvitationAnswer> => call('POST', '/invitations', { role });

export const listSessions = async (): Promise<SessionList['sessions']> =>
  (await call<SessionList>('GET', '/sessions')).sessions;

export const endSession = (id: number): Promise<void> => call('DELETE', `/sessions/${id}`);

/** Ends every session of this person but the one that asks. */
export const endOtherSessions = (): Promise<SessionsEnded> => call('DELETE', '/sessions');

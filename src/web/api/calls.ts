import type { GalleryFilter } from '../core/route.js';
import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** The hub's API as the page uses it, one function a call; docs/API.md says what each one means. */

export type Photo = AnswerOf<'/photos/{id}', 'GET'>;
export type PhotosPage = AnswerOf<'/photos', 'GET'>;
export type Burst = AnswerOf<'/bursts/{id}', 'GET'>;
export type Camera = AnswerOf<'/cameras', 'GET'>['cameras'][number];
export type Person = AnswerOf<'/me', 'GET'>['user'];
export type Session = AnswerOf<'/sessions', 'GET'>['sessions'][number];
export type Highlight = AnswerOf<'/highlights', 'GET'>['highlights'][number];
export type Health = AnswerOf<'/health', 'GET'>;
export type SyncState = AnswerOf<'/sync', 'GET'>;
export type InvitationAnswer = AnswerOf<'/invitations', 'POST'>;

export interface PhotosRequest {
  filter?: GalleryFilter;
  /** Inclusive start and exclusive end, ms since 1970. */
  from?: number;
  until?: number;
  order?: 'asc' | 'desc';
  limit: number;
  cursor?: string | null;
  skip?: number;
}

export function listPhotos({ filter, cursor, ...request }: PhotosRequest): Promise<PhotosPage> {
  return ask('GET', '/photos', { query: { ...filter, ...request, ...(cursor ? { cursor } : {}) } });
}

/** Counted by the clock on this phone's wall, wherever it is. */
export const listMonths = (
  filter: GalleryFilter,
  range: { from?: number; until?: number } = {},
): Promise<AnswerOf<'/photos/months', 'GET'>> =>
  ask('GET', '/photos/months', {
    query: { ...filter, ...range, tz: new Intl.DateTimeFormat().resolvedOptions().timeZone },
  });

export const getPhoto = (id: number): Promise<Photo> => ask('GET', '/photos/{id}', { path: { id } });

export const changePhoto = (id: number, body: ApiRequest<'/photos/{id}', 'PATCH'>['body']): Promise<Photo> =>
  ask('PATCH', '/photos/{id}', { path: { id }, body });

export const deletePhoto = (id: number): Promise<undefined> =>
  ask('DELETE', '/photos/{id}', { path: { id } });

export const restorePhoto = (id: number): Promise<Photo> =>
  ask('POST', '/photos/{id}/restore', { path: { id } });

export const getBurst = (id: number): Promise<Burst> => ask('GET', '/bursts/{id}', { path: { id } });

export const listBurstsAside = async () =>
  (await ask('GET', '/bursts', { query: { state: 'aside' } })).bursts;

export const retryBurst = (id: number): Promise<Burst> => ask('POST', '/bursts/{id}/retry', { path: { id } });

export const listHighlights = (): Promise<AnswerOf<'/highlights', 'GET'>> => ask('GET', '/highlights');

export const makeHighlight = (kind: Highlight['kind'], day: string): Promise<Highlight> =>
  ask('POST', '/highlights', { body: { kind, day } });

export const listCameras = async (): Promise<Camera[]> => (await ask('GET', '/cameras')).cameras;

export const capture = (id: string): Promise<AnswerOf<'/cameras/{id}/capture', 'POST'>> =>
  ask('POST', '/cameras/{id}/capture', { path: { id } });

export const getHealth = (): Promise<Health> => ask('GET', '/health');

export const getSync = (): Promise<SyncState> => ask('GET', '/sync');

export const getNotifications = () => ask('GET', '/notifications');

type PushTarget = ApiRequest<'/notifications/subscriptions', 'POST'>['body'];

export const addPushTarget = (body: PushTarget): Promise<undefined> =>
  ask('POST', '/notifications/subscriptions', { body });

export const endPushTarget = (endpoint: string): Promise<undefined> =>
  ask('POST', '/notifications/subscriptions/end', { body: { endpoint } });

export const getMe = (): Promise<AnswerOf<'/me', 'GET'>> => ask('GET', '/me');

export const changePassword = (current: string, next: string): Promise<undefined> =>
  ask('PUT', '/me/password', { body: { current, next } });

export const listPeople = async (): Promise<Person[]> => (await ask('GET', '/users')).users;

export const removePerson = (id: number): Promise<undefined> =>
  ask('DELETE', '/users/{id}', { path: { id } });

export const invite = (role: Person['role']): Promise<InvitationAnswer> =>
  ask('POST', '/invitations', { body: { role } });

export const listInvitations = async () => (await ask('GET', '/invitations')).invitations;

export const revokeInvitation = (id: number): Promise<undefined> =>
  ask('DELETE', '/invitations/{id}', { path: { id } });

export const listSessions = async (): Promise<Session[]> => (await ask('GET', '/sessions')).sessions;

export const endSession = (id: number): Promise<undefined> =>
  ask('DELETE', '/sessions/{id}', { path: { id } });

/** Ends every session of this person but the one that asks. */
export const endOtherSessions = (): Promise<AnswerOf<'/sessions', 'DELETE'>> => ask('DELETE', '/sessions');

import type { GalleryFilter } from '../core/route.js';
import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** The hub's API as the page uses it, one function a call; docs/API.md says what each one means. */

export type Photo = AnswerOf<'/photos/{id}', 'GET'>;
/** One page of the list of photos. */
export type PhotosPage = AnswerOf<'/photos', 'GET'>;
/** One burst with its frames and their verdicts. */
export type Burst = AnswerOf<'/bursts/{id}', 'GET'>;
/** One camera as the list of cameras shows it. */
export type Camera = AnswerOf<'/cameras', 'GET'>['cameras'][number];
/** Person who is signed in on this phone. */
export type Person = AnswerOf<'/me', 'GET'>['user'];
/** Cameras that a guest sees, and when the guest is out. */
export type GuestRights = NonNullable<Person['guest']>;
/** One session in the list of the own sessions. */
export type Session = AnswerOf<'/sessions', 'GET'>['sessions'][number];
/** One highlight of a day or week. */
export type Highlight = AnswerOf<'/highlights', 'GET'>['highlights'][number];
/** Status of the hub, with details for those who are signed in. */
export type Health = AnswerOf<'/health', 'GET'>;
/** State of the sync to the owner's storage. */
export type SyncState = AnswerOf<'/sync', 'GET'>;
/** New invitation with its code and address. */
export type InvitationAnswer = AnswerOf<'/invitations', 'POST'>;

/** Filter, period, order and size of a page of photos. */
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

/** Reads one page of photos. */
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

/** Days of a month, 1 to 31, that have photos, by the clock on this phone's wall. */
export const listDays = async (month: string, filter: GalleryFilter): Promise<number[]> =>
  (
    await ask('GET', '/photos/days', {
      query: { ...filter, month, tz: new Intl.DateTimeFormat().resolvedOptions().timeZone },
    })
  ).days;

/** Reads one photo by its id. */
export const getPhoto = (id: number): Promise<Photo> => ask('GET', '/photos/{id}', { path: { id } });

/** Changes a photo: favourite, or another frame of its burst. */
export const changePhoto = (id: number, body: ApiRequest<'/photos/{id}', 'PATCH'>['body']): Promise<Photo> =>
  ask('PATCH', '/photos/{id}', { path: { id }, body });

/** Deletes a photo; `restorePhoto` undoes it for a while. */
export const deletePhoto = (id: number): Promise<undefined> =>
  ask('DELETE', '/photos/{id}', { path: { id } });

/** Undoes the deletion of a photo. */
export const restorePhoto = (id: number): Promise<Photo> =>
  ask('POST', '/photos/{id}/restore', { path: { id } });

/** Reads one burst with its frames. */
export const getBurst = (id: number): Promise<Burst> => ask('GET', '/bursts/{id}', { path: { id } });

/** Reads the bursts that were set aside, the latest first. */
export const listBurstsAside = async () =>
  (await ask('GET', '/bursts', { query: { state: 'aside' } })).bursts;

/** Has a burst that was set aside tried again. */
export const retryBurst = (id: number): Promise<Burst> => ask('POST', '/bursts/{id}/retry', { path: { id } });

/** Reads the highlights and the present day and week. */
export const listHighlights = (): Promise<AnswerOf<'/highlights', 'GET'>> => ask('GET', '/highlights');

/** Has a highlight chosen and rendered anew; `day` is its first day. */
export const makeHighlight = (kind: Highlight['kind'], day: string): Promise<Highlight> =>
  ask('POST', '/highlights', { body: { kind, day } });

/** Reads all cameras of the hub. */
export const listCameras = async (): Promise<Camera[]> => (await ask('GET', '/cameras')).cameras;

/** Asks a camera for a burst; answers with the camera's name for it. */
export const capture = (id: string): Promise<AnswerOf<'/cameras/{id}/capture', 'POST'>> =>
  ask('POST', '/cameras/{id}/capture', { path: { id } });

/** Reads status and details of the hub. */
export const getHealth = (): Promise<Health> => ask('GET', '/health');

/** Reads the state of the sync to the owner's storage. */
export const getSync = (): Promise<SyncState> => ask('GET', '/sync');

/** Reads the ways of notification that are set up. */
export const getNotifications = () => ask('GET', '/notifications');

type PushTarget = ApiRequest<'/notifications/subscriptions', 'POST'>['body'];

/** Registers this browser for notifications. */
export const addPushTarget = (body: PushTarget): Promise<undefined> =>
  ask('POST', '/notifications/subscriptions', { body });

/** Ends the notifications to a browser. */
export const endPushTarget = (endpoint: string): Promise<undefined> =>
  ask('POST', '/notifications/subscriptions/end', { body: { endpoint } });

/** Reads who is signed in, and with which session. */
export const getMe = (): Promise<AnswerOf<'/me', 'GET'>> => ask('GET', '/me');

/** Changes the own password; the other sessions end. */
export const changePassword = (current: string, next: string): Promise<undefined> =>
  ask('PUT', '/me/password', { body: { current, next } });

/** Reads all people of the hub. */
export const listPeople = async (): Promise<Person[]> => (await ask('GET', '/users')).users;

/** Removes a person with all their sessions. */
export const removePerson = (id: number): Promise<undefined> =>
  ask('DELETE', '/users/{id}', { path: { id } });

/** Changes which cameras a guest sees, and until when. */
export const changeGuest = (id: number, body: GuestRights): Promise<Person> =>
  ask('PUT', '/users/{id}/guest', { path: { id }, body });

/** Makes an invitation: for a guest where rights are given, else for a member. */
export const invite = (guest?: GuestRights): Promise<InvitationAnswer> =>
  ask('POST', '/invitations', { body: guest ? { role: 'guest', guest } : { role: 'member' } });

/** Reads the invitations that wait to be used. */
export const listInvitations = async () => (await ask('GET', '/invitations')).invitations;

/** Takes an invitation back before it is used. */
export const revokeInvitation = (id: number): Promise<undefined> =>
  ask('DELETE', '/invitations/{id}', { path: { id } });

/** Reads the own sessions that have not ended. */
export const listSessions = async (): Promise<Session[]> => (await ask('GET', '/sessions')).sessions;

/** Ends one of the own sessions. */
export const endSession = (id: number): Promise<undefined> =>
  ask('DELETE', '/sessions/{id}', { path: { id } });

/** Ends every session of this person but the one that asks. */
export const endOtherSessions = (): Promise<AnswerOf<'/sessions', 'DELETE'>> => ask('DELETE', '/sessions');

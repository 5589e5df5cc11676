import type { FilmRow, Films, NewFilm as FilmToMake } from '../../../store/films.js';
import { callerOf } from '../auth/access.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import { bytesOf, Nothing, type Routes } from '../http/routes.js';
import { Film, FilmList, NewFilm } from '../schemas/films.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['films'];

/** Twenty lines of text with their photos. */
const BODY_LIMIT = 2 * 1024 * 1024;

/** Port of the service that encodes films. */
export interface FilmSource {
  /** Has a film made. Refusals `photo-unknown`, `films-busy`. */
  make(film: FilmToMake): Promise<FilmRow>;
  /** Gives a film up, or removes it. */
  remove(id: number): Promise<void>;
  /** Share of a film that is encoded, 0..1; 0 for one that waits. */
  progress(id: number): number;
}

/** Collaborators of the routes for films. */
export interface FilmParts {
  store: Pick<Films, 'films' | 'film'>;
  films: FilmSource;
}

/** Routes by which the people of the home have films made of photos. */
export function filmRoutes(app: Routes, { store, films }: FilmParts): void {
  const view = (row: FilmRow, prefix: string) => filmView(row, films.progress(row.id), prefix);

  app.get(
    '/films',
    { schema: { tags, summary: 'Films of photos, newest first', response: { 200: FilmList } } },
    async (request) => ({ films: store.films().map((row) => view(row, prefixAt(request))) }),
  );

  app.post(
    '/films',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Have a film made of photos; it is encoded by and by',
        body: NewFilm,
        response: { 202: Film },
      },
    },
    async (request, reply) => {
      const { shape, photos } = request.body;
      const row = await films.make({
        shape,
        photos: photos.map(({ id, caption }) => ({
          id,
          caption: caption === undefined ? null : Buffer.from(caption, 'base64'),
        })),
        createdBy: callerOf(request).user.id,
      });
      return reply.code(202).send(view(row, prefixAt(request)));
    },
  );

  app.get(
    '/films/:id',
    { schema: { tags, summary: 'A film and how far it is', params: NumberedPath, response: { 200: Film } } },
    async (request) => view(expectFilm(store, request.params.id), prefixAt(request)),
  );

  app.delete(
    '/films/:id',
    {
      schema: {
        tags,
        summary: 'Give a film up, or remove it',
        params: NumberedPath,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await films.remove(expectFilm(store, request.params.id).id);
      return reply.code(204).send(null);
    },
  );
}

const file = bytesOf('The film', 'video/mp4', 'image/webp');

/** Route for the file of a film. */
export function filmFileRoutes(app: Routes, store: Pick<Films, 'filmBytes'>): void {
  app.get(
    '/films/:id/file',
    {
      logLevel: 'warn',
      schema: {
        tags,
        summary: 'The bytes of a film; answers conditional and range requests',
        params: NumberedPath,
        response: { 200: file, 206: file },
      },
    },
    async (request, reply) => {
      const found = store.filmBytes(request.params.id);
      if (!found) throw new ApiRefusal('film-unknown', 'There is no such film, or it is not made yet.');
      return sendImage(request, reply, found, true);
    },
  );
}

/** @throws {ApiRefusal} `film-unknown` */
function expectFilm(store: Pick<Films, 'film'>, id: number): FilmRow {
  const row = store.film(id);
  if (!row) throw new ApiRefusal('film-unknown', 'There is no such film.');
  return row;
}

function filmView(
  { id, shape, state, photos, createdAt, mime, length }: FilmRow,
  progress: number,
  prefix: string,
): Film {
  const isThere = state === 'done';
  const done = isThere ? 1 : progress;
  return {
    ...{ id, shape, state, done, photos, createdAt, mime, bytes: length },
    file: isThere ? `${prefix}/films/${id}/file` : null,
  };
}

import type { HighlightKind, HighlightRow, Highlights } from '../../../store/highlights.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { Highlight, HighlightImageQuery, HighlightList, NewHighlight } from '../schemas/highlights.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['highlights'];

/** More than the hub keeps: 60 days and the weeks in them. */
const MOST = 100;

/** Port of the service that makes highlights. */
export interface HighlightSource {
  /** Chooses anew for a period and has it rendered. Null when there is too little to show. Refusal `request-invalid`. */
  make(kind: HighlightKind, day: string): Promise<HighlightRow | null>;
  /** The first day of the period that is now, by the hub's local time. */
  present(kind: HighlightKind): string;
}

/** Collaborators of the highlight routes. */
export interface HighlightParts {
  store: Pick<Highlights, 'highlights'>;
  highlights: HighlightSource;
}

/** Routes that list highlights and make one anew. */
export function highlightRoutes(app: Routes, { store, highlights }: HighlightParts): void {
  app.get(
    '/highlights',
    {
      schema: { tags, summary: 'The best of days and weeks, newest first', response: { 200: HighlightList } },
    },
    async (request) => ({
      highlights: store.highlights(MOST).map((row) => highlightView(row, prefixAt(request))),
      present: { day: highlights.present('day'), week: highlights.present('week') },
    }),
  );

  app.post(
    '/highlights',
    {
      schema: {
        tags,
        summary:
          'Make the highlight of a day or week, or make it anew; the event highlight.updated says when it is done',
        body: NewHighlight,
        response: { 202: Highlight },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const row = await highlights.make(body.kind, body.day);
      if (!row) throw new ApiRefusal('highlight-quiet', 'There are too few good moments in this time.');
      return reply.code(202).send(highlightView(row, prefixAt(request)));
    },
  );
}

const image = bytesOf('The image', 'image/webp', 'image/jpeg');

/** Route for the animation and the collage of a highlight. */
export function highlightImageRoutes(
  app: Routes,
  store: Pick<Highlights, 'highlight' | 'highlightImage'>,
): void {
  app.get(
    '/highlights/:id/image',
    {
      logLevel: 'warn',
      schema: {
        tags,
        summary: 'The bytes of a highlight; answers conditional and range requests',
        params: NumberedPath,
        querystring: HighlightImageQuery,
        response: { 200: image, 206: image },
      },
    },
    async (request, reply) => {
      const { variant = 'animation', v } = request.query;
      const row = store.highlight(request.params.id);
      if (!row) throw new ApiRefusal('highlight-unknown', 'There is no such highlight.');
      const found = store.highlightImage(row.id, variant);
      if (!found) throw new ApiRefusal('variant-absent', 'This highlight has no such image yet.');
      return sendImage(request, reply, found, v === row.version);
    },
  );
}

function highlightView(row: HighlightRow, prefix: string): Highlight {
  const image = (variant: string) =>
    row.state === 'done' ? `${prefix}/highlights/${row.id}/image?variant=${variant}&v=${row.version}` : null;
  return {
    ...row,
    state: row.state as Highlight['state'],
    images: { animation: image('animation'), collage: image('collage') },
  };
}

import type { Clock } from '../../../core/clock.js';
import type { Accounts, UserRow } from '../../../store/accounts.js';
import type { Gallery } from '../../../store/contract.js';
import type { ShareLinkRow, ShareLinks } from '../../../store/share-links.js';
import { callerOf } from '../auth/access.js';
import { digest, newToken } from '../auth/secrets.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import { Nothing, type Routes } from '../http/routes.js';
import { type ShareLink, ShareLinkAnswer, ShareLinkList, ShareLinkRequest } from '../schemas/share-links.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['sharing'];
const WEEK_SECONDS = 7 * 86_400;

/** Collaborators of the routes for links to photos. */
export interface ShareLinkParts {
  store: Pick<ShareLinks, 'shareLinks' | 'createShareLink' | 'endShareLink'> &
    Pick<Accounts, 'user'> &
    Pick<Gallery, 'photo'>;
  clock: Clock;
  /** Address that links lead to. */
  address: () => string;
}

/**
 * Routes by which the people of the home make, list and end links to photos. Members see and end their own, owners those
 * of everybody; guests have none.
 */
export function shareLinkRoutes(app: Routes, { store, clock, address }: ShareLinkParts): void {
  const view = (row: ShareLinkRow, prefix: string) => linkView(row, store, prefix);

  app.post(
    '/share-links',
    {
      config: { security: 'share-link-made' },
      schema: {
        tags,
        summary: 'Make a link to photos; its address is shown this once',
        body: ShareLinkRequest,
        response: { 201: ShareLinkAnswer },
      },
    },
    async (request, reply) => {
      const { photos, validSeconds = WEEK_SECONDS } = request.body;
      const token = newToken();
      const row = await store.createShareLink({
        tokenHash: digest(token),
        photos,
        createdBy: callerOf(request).user.id,
        expiresAt: clock.now() + validSeconds * 1000,
      });
      const url = `${address()}/#/shared/${token}`;
      return reply.code(201).send({ link: view(row, prefixAt(request)), url });
    },
  );

  app.get(
    '/share-links',
    { schema: { tags, summary: 'Links to photos that can be opened', response: { 200: ShareLinkList } } },
    async (request) => {
      const { user } = callerOf(request);
      const rows = store.shareLinks().filter((row) => mayEnd(user, row));
      return { links: rows.map((row) => view(row, prefixAt(request))) };
    },
  );

  app.delete(
    '/share-links/:id',
    {
      config: { security: 'share-link-ended' },
      schema: {
        tags,
        summary: 'End a link: it opens nothing any more',
        params: NumberedPath,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { user } = callerOf(request);
      const row = store.shareLinks().find(({ id }) => id === request.params.id);
      if (!row || !mayEnd(user, row)) throw new ApiRefusal('share-link-unknown', 'There is no such link.');
      await store.endShareLink(row.id);
      return reply.code(204).send(null);
    },
  );
}

function mayEnd({ id, role }: UserRow, { createdBy }: ShareLinkRow): boolean {
  return role === 'owner' || createdBy === id;
}

function linkView(
  { photos, createdBy, ...row }: ShareLinkRow,
  store: ShareLinkParts['store'],
  prefix: string,
): ShareLink {
  const [first] = photos;
  const cover = first && store.photo(first.id);
  return {
    ...row,
    photos: photos.length,
    cover: cover ? `${prefix}/photos/${cover.id}/image?variant=thumb&v=${cover.version}` : null,
    by: store.user(createdBy)?.name ?? '',
  };
}

import type { Outbox, SentObject } from '../../store/outbox.js';

const PAGE = 1000;

/** All objects that the bucket holds as far as the hub knows, by name, at most 1000 at a time. */
export function* sentPages(store: Pick<Outbox, 'sentObjects'>): Generator<SentObject[]> {
  for (let after = ''; ; ) {
    const page = store.sentObjects(after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.key;
  }
}

import { listMonths, listPhotos } from '../api/calls.js';
import type { PhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { fits } from '../core/photo-order.js';
import { filterQuery, type GalleryFilter } from '../core/route.js';
import { signal } from '../core/signal.js';
import { boundsOf, monthOf } from './layout.js';
import { MonthPages } from './month-pages.js';

interface MonthCount {
  month: string;
  photos: number;
}

const pageSize = 120;
const mostPages = 10;

/** The gallery under one filter: how many photos each month has, and the photos around the window. */
export class GalleryModel {
  readonly filter: GalleryFilter;
  /** Null until the hub has said. */
  readonly months = signal<MonthCount[] | null>(null);
  /** All photos under this filter, null until the hub has said. */
  readonly total = signal<number | null>(null);
  readonly fault = signal<unknown>(null);
  /** Counts up whenever photos came in; a reason to draw again. */
  readonly revision = signal(0);
  readonly #pages: MonthPages;
  #asked = 0;

  constructor(filter: GalleryFilter) {
    this.filter = filter;
    this.#pages = new MonthPages({
      pageSize,
      mostPages,
      fetch: (month, skip) => listPhotos({ filter, ...boundsOf(month), limit: pageSize, skip }),
      onChange: () => this.#pagesChanged(),
      onFault: (thrown) => this.fault.set(thrown),
    });
  }

  at(month: string, index: number): Photo | undefined {
    return this.#pages.at(month, index);
  }

  /** Says which photos the window shows, as places in months. */
  want(spans: { month: string; from: number; until: number }[]): void {
    const requests = spans.flatMap(({ month, from, until }) => {
      const first = Math.floor(from / pageSize);
      const last = Math.floor(Math.max(from, until - 1) / pageSize);
      return Array.from({ length: last - first + 1 }, (_, step) => ({ month, page: first + step }));
    });
    this.#pages.want(requests);
  }

  /** Counts anew. When more happens meanwhile, the last one to ask is the one that is believed. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.fault.set(null);
    try {
      const { months } = await listMonths(this.filter);
      if (mine !== this.#asked) return;
      this.#pages.forget();
      this.months.set(months);
      this.total.set(months.reduce((sum, { photos }) => sum + photos, 0));
      this.revision.set(this.revision.get() + 1);
    } catch (thrown) {
      if (mine === this.#asked) this.fault.set(thrown);
    }
  }

  /**
   * Where the newest photo of a day is, or the next older one when the day has none: its month, and its place there.
   * @param start midnight at the beginning of the day
   * @param end and at its end
   */
  async positionOfDay(start: number, end: number): Promise<{ month: string; index: number } | null> {
    const months = this.months.get() ?? [];
    const wanted = monthOf(start);
    const month = months.find((each) => each.month <= wanted)?.month ?? months.at(-1)?.month;
    if (month === undefined) return null;
    if (month !== wanted) return { month, index: month < wanted ? 0 : Number.POSITIVE_INFINITY };
    const { until } = boundsOf(month);
    const newer = end < until ? (await listMonths(this.filter, { from: end, until })).months : [];
    return { month, index: newer.reduce((sum, { photos }) => sum + photos, 0) };
  }

  follow(news: PhotoNews): void {
    if (news.kind === 'reset') return void this.refresh();
    if (news.kind === 'gone') return void (this.#pages.has(news.id) && this.refresh());
    const here = this.#pages.has(news.photo.id);
    if (here !== fits(news.photo, this.filter) || news.fresh) return void this.refresh();
    this.#pages.replace(news.photo);
    this.revision.set(this.revision.get() + 1);
  }

  #pagesChanged(): void {
    const months = this.months.get();
    const counted = months?.map(({ month, photos }) => ({ month, photos: this.#pages.count(month, photos) }));
    const differs = counted?.some(({ photos }, index) => photos !== months?.[index]?.photos);
    if (counted && differs) this.months.set(counted.filter(({ photos }) => photos > 0));
    this.revision.set(this.revision.get() + 1);
  }
}

let latest: GalleryModel | null = null;

/** The model for a filter; the one used last is kept, so that coming back from a photo costs nothing. */
export function galleryModelFor(filter: GalleryFilter): GalleryModel {
  if (latest && filterQuery(latest.filter) === filterQuery(filter)) return latest;
  latest = new GalleryModel(filter);
  void latest.refresh();
  return latest;
}

/** Keeps the model true to what happens to photos, also while another screen is open. */
export function followNewsInGallery(news: PhotoNews): void {
  latest?.follow(news);
}

/** Forgets the gallery of a session that has ended. */
export function forgetGallery(): void {
  latest = null;
}

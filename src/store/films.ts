import type { FilmShape, Subject } from '../imaging/vision/types.js';

/** A film that somebody has made of photos. */
export interface FilmRow {
  id: number;
  shape: FilmShape;
  /** `pending` waits for its encoding. */
  state: 'pending' | 'done' | 'failed';
  createdBy: number;
  createdAt: number;
  /** How many photos it shows. */
  photos: number;
  /** Null until it is encoded. */
  mime: EncodedFilm['mime'] | null;
  /** Size of its file; 0 until it is encoded. */
  length: number;
}

/** A film that is to be made. */
export interface NewFilm {
  shape: FilmShape;
  /** In their order; `caption` is a picture of a line of text, white on black, null for none. */
  photos: { id: number; caption: Uint8Array | null }[];
  createdBy: number;
}

/** A film to encode. A photo that made room for newer ones meanwhile is left out. */
export interface FilmJob {
  id: number;
  shape: FilmShape;
  photos: { photoId: number; frameId: number; subject: Subject | null; caption: Uint8Array | null }[];
}

/** Film as the vision process has encoded it. */
export interface EncodedFilm {
  bytes: Uint8Array;
  mime: 'video/mp4' | 'image/webp';
  width: number;
  height: number;
}

/** Films of photos. One that shows a photo which is in the bin is in none of these. */
export interface Films {
  /** Newest first. */
  films(): FilmRow[];
  film(id: number): FilmRow | null;
  /** The file; null while there is none. */
  filmBytes(id: number): { bytes: Uint8Array; mime: string; sha256: string } | null;
  /** The one with the fewest tries that waits, and is not one of `except`. */
  nextFilmJob(except?: readonly number[]): FilmJob | null;
  /** Has a film made; the oldest go when there are too many. Refusals `photo-unknown`, `films-busy`. */
  createFilm(film: NewFilm): Promise<FilmRow>;
  /** Counts a try before it starts. */
  beginFilm(id: number): Promise<void>;
  /** Takes a try back that ended for no fault of the photos. */
  forgoFilm(id: number): Promise<void>;
  /** Does nothing when it is gone. */
  saveFilm(id: number, film: EncodedFilm): Promise<void>;
  failFilm(id: number, reason: string): Promise<void>;
  /** Does nothing when it is gone. */
  removeFilm(id: number): Promise<void>;
}

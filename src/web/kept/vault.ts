import { keptDatabase } from '../core/kept-choice.js';
import type { KeptPhoto } from './kept-photo.js';

/** One photo as it lies on the phone: only its number is to be read. */
interface Sealed {
  id: number;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

const PHOTOS = 'photos';
/** The key, and the time of the last word of the hub, by name. */
const FACTS = 'facts';

/**
 * The photos on this phone, encrypted with AES-GCM. The key is made here, used here, and never leaves the browser: it is not
 * extractable. docs/SECURITY.md says against whom that helps.
 */
export class Vault {
  readonly #database: IDBDatabase;
  readonly #key: CryptoKey;

  private constructor(database: IDBDatabase, key: CryptoKey) {
    this.#database = database;
    this.#key = key;
  }

  /** Opens it; it is made where there is none. @throws {DOMException} when the browser stores nothing here. */
  static async open(): Promise<Vault> {
    const request = indexedDB.open(keptDatabase(), 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(PHOTOS, { keyPath: 'id' });
      request.result.createObjectStore(FACTS);
    };
    const database = await answerOf(request);
    // Another tab that forgets everything waits for nobody.
    database.onversionchange = () => database.close();
    return new Vault(database, await keyOf(database));
  }

  close(): void {
    this.#database.close();
  }

  /** All photos, newest first. One that cannot be decrypted is left out. */
  async all(): Promise<KeptPhoto[]> {
    const sealed: Sealed[] = await answerOf(this.#store(PHOTOS, 'readonly').getAll());
    const photos = await Promise.all(sealed.map((one) => this.#unseal(one).catch(() => null)));
    return photos.filter((photo) => photo !== null).sort((a, b) => b.takenAt - a.takenAt);
  }

  /** Keeps a photo, in place of what there is of it. */
  async put(photo: KeptPhoto): Promise<void> {
    const sealed = await this.#seal(photo);
    await answerOf(this.#store(PHOTOS, 'readwrite').put(sealed));
  }

  /** Forgets every photo but these. */
  async retain(ids: ReadonlySet<number>): Promise<void> {
    const store = this.#store(PHOTOS, 'readwrite');
    for (const id of await answerOf(store.getAllKeys()))
      if (!ids.has(Number(id))) await answerOf(store.delete(id));
  }

  /** When the hub last said which photos are the newest, ms since 1970; null before it did. */
  async asOf(): Promise<number | null> {
    return (await answerOf(this.#store(FACTS, 'readonly').get('as-of'))) ?? null;
  }

  async setAsOf(ms: number): Promise<void> {
    await answerOf(this.#store(FACTS, 'readwrite').put(ms, 'as-of'));
  }

  #store(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(name, mode).objectStore(name);
  }

  async #seal({ picture, ...about }: KeptPhoto): Promise<Sealed> {
    const text = new TextEncoder().encode(JSON.stringify({ ...about, type: picture.type }));
    const plain = await new Blob([new Uint32Array([text.length]), text, picture]).arrayBuffer();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(algorithm(iv, about.id), this.#key, plain);
    return { id: about.id, iv, sealed };
  }

  async #unseal({ id, iv, sealed }: Sealed): Promise<KeptPhoto> {
    const plain = await crypto.subtle.decrypt(algorithm(iv, id), this.#key, sealed);
    const [length = 0] = new Uint32Array(plain, 0, 1);
    const begin = Uint32Array.BYTES_PER_ELEMENT;
    const text = new TextDecoder().decode(new Uint8Array(plain, begin, length));
    const { type, ...about } = JSON.parse(text) as Omit<KeptPhoto, 'picture'> & { type: string };
    return { ...about, picture: new Blob([new Uint8Array(plain, begin + length)], { type }) };
  }
}

/** The number of the photo is bound to its bytes: one cannot be put in the place of another. */
const algorithm = (iv: Uint8Array<ArrayBuffer>, id: number): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new Float64Array([id]),
});

/** The key of this phone, made at the first time. Of two tabs that make one at once the first is taken. */
async function keyOf(database: IDBDatabase): Promise<CryptoKey> {
  const facts = (mode: IDBTransactionMode) => database.transaction(FACTS, mode).objectStore(FACTS);
  const kept: CryptoKey | undefined = await answerOf(facts('readonly').get('key'));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const store = facts('readwrite');
  const first: CryptoKey | undefined = await answerOf(store.get('key'));
  if (first) return first;
  await answerOf(store.put(made, 'key'));
  return made;
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

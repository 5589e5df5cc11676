/**
 * A small client of PetCam hub for Node 20. Its types are made of the OpenAPI document of the hub itself:
 *
 *     npx openapi-typescript http://127.0.0.1:8080/openapi.json -o petcam-api.d.ts
 *     PETCAM_USER=mina PETCAM_PASSWORD=... npx tsx petcam.ts
 *
 * From another machine: HUB=https://petcam.local:8443 and NODE_EXTRA_CA_CERTS=petcam-hub.pem.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { components, paths } from './petcam-api.js';

type Schemas = components['schemas'];
type Photo = Schemas['Photo'];
type PhotosQuery = NonNullable<paths['/photos']['get']['parameters']['query']>;
type ImageQuery = NonNullable<paths['/photos/{id}/image']['get']['parameters']['query']>;

/** A person who is signed in. Every method throws an error with the hub's code and sentence when it refuses. */
export class PetCam {
  readonly #hub: string;
  #tokens: Schemas['TokenAnswer'];
  #renewing: Promise<void> | null = null;

  private constructor(hub: string, tokens: Schemas['TokenAnswer']) {
    this.#hub = hub;
    this.#tokens = tokens;
  }

  /** `hub` is its address without a slash at the end. */
  static async signIn(hub: string, username: string, password: string): Promise<PetCam> {
    const wish: Schemas['TokenRequest'] = { username, password, device: 'petcam.ts' };
    return new PetCam(hub, await tokensOf(`${hub}/token`, wish));
  }

  /** All photos that `query` asks for, newest first. The pages are fetched as they are needed. */
  async *photos(query: PhotosQuery = {}): AsyncGenerator<Photo> {
    let cursor: string | null | undefined = query.cursor;
    do {
      const asked = Object.entries({ ...query, cursor }).filter(([, value]) => value !== undefined);
      const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
      const answer = await this.#ask('GET', `/photos?${search}`);
      const page = (await answer.json()) as Schemas['PhotosPage'];
      yield* page.photos;
      cursor = page.next;
    } while (cursor !== null);
  }

  async image(photo: number, variant: NonNullable<ImageQuery['variant']>): Promise<Uint8Array> {
    const answer = await this.#ask('GET', `/photos/${photo}/image?variant=${variant}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async signOut(): Promise<void> {
    await this.#ask('POST', '/logout');
  }

  /** An access token lasts a quarter of an hour; it is renewed when the hub no longer takes it. */
  async #ask(method: 'GET' | 'POST', path: string): Promise<Response> {
    const answer = await this.#fetch(method, path);
    if (answer.status !== 401) return expectOk(answer);
    // A refresh token is good for one use: whoever comes meanwhile waits for the same renewal.
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    await this.#renewing;
    return expectOk(await this.#fetch(method, path));
  }

  #fetch(method: string, path: string): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#tokens.access_token}` };
    return fetch(`${this.#hub}${path}`, { method, headers });
  }

  async #renew(): Promise<void> {
    const { refresh_token } = this.#tokens;
    this.#tokens = await tokensOf(`${this.#hub}/token/refresh`, { refresh_token });
  }
}

async function tokensOf(url: string, wish: object): Promise<Schemas['TokenAnswer']> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(wish) });
  return (await expectOk(answer)).json() as Promise<Schemas['TokenAnswer']>;
}

async function expectOk(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const { code, detail } = (await answer.json()) as Schemas['Problem'];
  throw new Error(`${code}: ${detail}`);
}

/** Lists the ten newest photos and saves the first of them. */
async function main(hub: string, username: string, password: string): Promise<void> {
  const me = await PetCam.signIn(hub, username, password);
  const newest: Photo[] = [];
  for await (const photo of me.photos({ limit: 10 })) if (newest.push(photo) === 10) break;
  for (const { id, takenAt, camera, summary } of newest)
    console.log(id, new Date(takenAt).toISOString(), camera, summary.text);
  const [first] = newest;
  if (first) {
    const variant = first.images.upscaled ? 'upscaled' : 'original';
    await writeFile(`photo-${first.id}.jpg`, await me.image(first.id, variant));
  }
  await me.signOut();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { HUB = 'http://127.0.0.1:8080', PETCAM_USER = '', PETCAM_PASSWORD = '' } = process.env;
  await main(HUB, PETCAM_USER, PETCAM_PASSWORD);
}

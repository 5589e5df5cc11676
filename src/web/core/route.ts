/** Where in the app one is. The API has the root paths, so a route lives in the hash: `#/photo/12?pet=cat`. */
export type Route =
  | { name: 'today' }
  | { name: 'gallery'; filter: GalleryFilter }
  | { name: 'photo'; id: number; filter: GalleryFilter }
  | { name: 'bin' }
  | { name: 'moment'; id: number }
  | { name: 'highlights' }
  | { name: 'frame' }
  | { name: 'activity' }
  | { name: 'cameras' }
  | { name: 'camera'; id: string }
  | { name: 'pairing'; camera: string | null; found?: FoundBoard }
  | { name: 'flash' }
  | { name: 'settings' }
  /** A link to photos is made. */
  | { name: 'share'; photos: number[] }
  /** Videos, and one that is made of these photos. */
  | { name: 'films'; photos: number[] }
  /** Photos of a link are seen, by whoever has its secret. */
  | { name: 'shared'; token: string }
  | { name: 'setup'; code: string }
  | { name: 'join'; code: string }
  | { name: 'move'; code: string };

/** Camera that is known before it is looked for, by the label of its board. */
export interface FoundBoard {
  /** `PetCam-` and six digits. */
  name: string;
  /** Eight digits. */
  code: string;
}

/** Filter of the gallery; empty means everything. It travels in the address, so that back and share keep it. */
export interface GalleryFilter {
  camera?: string;
  pet?: 'cat' | 'dog' | 'any';
  /** Id of a pet of the home. */
  who?: number;
  /** Photos that show only movement, which are left out without it. */
  movement?: 'only';
  favourite?: true;
}

const numbered = /^[1-9]\d{0,14}$/;
const cameraId = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Reads an address' hash; anything unknown is Today. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const parameters = new URLSearchParams(query);
  const [name = '', argument = ''] = path.split('/');
  const code = parameters.get('code')?.trim() ?? '';
  switch (name) {
    case 'gallery':
      return { name, filter: readFilter(parameters) };
    case 'photo':
      return numbered.test(argument)
        ? { name, id: Number(argument), filter: readFilter(parameters) }
        : { name: 'gallery', filter: {} };
    case 'moment':
      return numbered.test(argument) ? { name, id: Number(argument) } : { name: 'today' };
    case 'cameras':
      return cameraId.test(argument) ? { name: 'camera', id: argument } : { name };
    case 'pair':
      return { name: 'pairing', camera: cameraId.test(argument) ? argument : null, ...readFound(parameters) };
    case 'activity':
    case 'bin':
    case 'flash':
    case 'frame':
    case 'highlights':
    case 'settings':
      return { name };
    case 'films':
    case 'share':
      return { name, photos: readPhotos(parameters) };
    case 'shared':
      return { name, token: argument };
    case 'setup':
    case 'join':
    case 'move':
      return { name, code };
    default:
      return { name: 'today' };
  }
}

/** The hash of a route, `#/...`; `parseRoute` gives the same route back. */
export function formatRoute(route: Route): string {
  switch (route.name) {
    case 'today':
      return '#/';
    case 'gallery':
      return `#/gallery${suffix(filterQuery(route.filter))}`;
    case 'photo':
      return `#/photo/${route.id}${suffix(filterQuery(route.filter))}`;
    case 'moment':
      return `#/moment/${route.id}`;
    case 'camera':
      return `#/cameras/${route.id}`;
    case 'pairing':
      return `#/pair${route.camera === null ? '' : `/${route.camera}`}${suffix(foundQuery(route.found))}`;
    case 'films':
    case 'share':
      return `#/${route.name}${suffix(route.photos.length > 0 ? `photos=${route.photos.join(',')}` : '')}`;
    case 'shared':
      return `#/shared/${route.token}`;
    case 'setup':
    case 'join':
    case 'move':
      return `#/${route.name}${suffix(route.code ? `code=${encodeURIComponent(route.code)}` : '')}`;
    default:
      return `#/${route.name}`;
  }
}

/** The filter as query parameters, as the address and the API both spell them. */
export function filterQuery(filter: GalleryFilter): string {
  const parameters = new URLSearchParams();
  if (filter.camera) parameters.set('camera', filter.camera);
  if (filter.pet) parameters.set('pet', filter.pet);
  if (filter.who) parameters.set('who', String(filter.who));
  if (filter.movement) parameters.set('movement', filter.movement);
  if (filter.favourite) parameters.set('favourite', 'true');
  return parameters.toString();
}

function readFilter(parameters: URLSearchParams): GalleryFilter {
  const camera = parameters.get('camera');
  const pet = parameters.get('pet');
  const who = parameters.get('who') ?? '';
  return {
    ...(camera ? { camera } : {}),
    ...(pet === 'cat' || pet === 'dog' || pet === 'any' ? { pet } : {}),
    ...(/^[1-9]\d{0,9}$/.test(who) ? { who: Number(who) } : {}),
    ...(parameters.get('movement') === 'only' ? { movement: 'only' as const } : {}),
    ...(parameters.get('favourite') === 'true' ? { favourite: true as const } : {}),
  };
}

const readPhotos = (parameters: URLSearchParams): number[] =>
  (parameters.get('photos') ?? '')
    .split(',')
    .filter((id) => numbered.test(id))
    .map(Number);

function readFound(parameters: URLSearchParams): { found?: FoundBoard } {
  const [name, code] = [parameters.get('board') ?? '', parameters.get('code') ?? ''];
  return /^PetCam-[0-9A-F]{6}$/.test(name) && /^\d{8}$/.test(code) ? { found: { name, code } } : {};
}

const foundQuery = (found?: FoundBoard): string =>
  found ? new URLSearchParams({ board: found.name, code: found.code }).toString() : '';

const suffix = (query: string) => (query ? `?${query}` : '');

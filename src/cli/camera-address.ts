import { Refusal } from '../core/errors.js';
import type { Camera } from '../server/api/schemas/cameras.js';
import type {
  NewStreamCamera,
  StreamChange,
  StreamFound,
  StreamProbe,
} from '../server/api/schemas/streams.js';
import type { CameraCall } from './camera.js';
import { bytesIn, writeNew } from './files.js';
import { askRunningHub } from './running-hub.js';

/** Has the running hub look for a camera at an address, and shows what it found; nothing is kept. */
export async function probe(call: CameraCall): Promise<void> {
  const { operands, options, print } = call;
  const [address] = operands;
  if (address === undefined)
    throw new Refusal('usage', 'camera probe needs an address, for instance: camera probe 192.168.1.20');
  const body: StreamProbe = { address, ...loginOf(call) };
  const found = await askRunningHub<StreamFound>(call, '/cameras/probe', body);
  const { picture, ...rest } = found;
  if (options.picture !== undefined) writeNew(options.picture, bytesOf(picture));
  if (options.json) return print(JSON.stringify(rest));
  print(`${found.address}\n  ${kinds[found.kind]}, ${found.width} x ${found.height}`);
  if (found.certificate !== null) print(`  certificate ${found.certificate}`);
  print(options.picture === undefined ? '  --picture FILE keeps what it sees' : `  seen: ${options.picture}`);
}

const kinds: Record<StreamFound['kind'], string> = {
  stream: 'pictures without end',
  snapshot: 'one picture at each request',
};

/** Adds a camera that the running hub reads at an address. */
export async function addByAddress(call: CameraCall, address: string): Promise<void> {
  const { options, print } = call;
  const name = call.operands.join(' ');
  if (name === '')
    throw new Refusal(
      'usage',
      'camera add needs a name, for instance: camera add Garden --address 192.168.1.20',
    );
  if (options.id !== undefined)
    throw new Refusal('usage', 'a camera by address gets its id of its name: leave --id out');
  const body: NewStreamCamera = { name, address, ...loginOf(call) };
  const camera = await askRunningHub<Camera>(call, '/cameras/by-address', body);
  print(options.json ? JSON.stringify(camera) : `${camera.name} is here, as ${camera.id}.`);
}

/** Shows where a camera is read, or has the running hub read it at another address. */
export async function address(call: CameraCall): Promise<void> {
  const { store, operands, options, print } = call;
  const [id = '', wanted] = operands;
  const stream = store.camera(id)?.stream;
  if (!stream) throw new Refusal('camera-unknown', `there is no camera by address "${id}"`);
  const login = loginOf(call);
  if (wanted !== undefined || 'username' in login) {
    const body: StreamChange = { ...(wanted !== undefined && { address: wanted }), ...login };
    await askRunningHub<Camera>(call, `/cameras/${id}/address`, body, 'PATCH');
  }
  const source = store.streamSource(id);
  const shown = { address: source?.url ?? '', username: source?.credentials?.username ?? null };
  if (options.json) return print(JSON.stringify(shown));
  print(shown.username === null ? shown.address : `${shown.address}, as ${shown.username}`);
}

/** User name and password of the options; the password comes from a file, since everybody sees a command line. */
function loginOf({ options }: CameraCall): { username?: string; password?: string } {
  const { username, 'password-file': file } = options;
  if (username === undefined) return {};
  if (file === undefined)
    throw new Refusal('usage', '--username needs --password-file, a file that holds the password');
  return {
    username,
    password: bytesIn(file)
      .toString()
      .replace(/\r?\n$/, ''),
  };
}

/** Bytes of a `data:` URL. */
const bytesOf = (url: string) => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');

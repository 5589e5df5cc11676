/**
 * Where the hub speaks to Home Assistant. A root of its own: the topics of the cameras are the wire contract's alone.
 *
 *     petcam-hub/<hub>/availability | state
 *     petcam-hub/<hub>/<camera>/availability | state | best | best-info | event | live
 *     petcam-hub/<hub>/_home/set/presence         whether somebody is at home; no camera has such a name
 *     petcam-hub/<hub>/pet/<number>/state | photo      a pet of the home; no order of a camera has a number in its place
 *     petcam-hub/<hub>/echo/set/<random>          messages of the hub to itself, to see how large they may be
 *     petcam-hub/<hub>/<camera>/set/capture | restart | live | pause | install | <name of a setting>
 */
import { ENTITY_SETTINGS } from './camera-settings.js';

/** First level of all these topics. */
export const ROOT = 'petcam-hub';

/** True for a topic that Home Assistant may publish to at the embedded broker. */
export const mayClientPublish = (prefix: string, topic: string): boolean =>
  topic === `${prefix}/status` || /^petcam-hub\/[^/]+\/[^/]+\/set\/[^/]+$/.test(topic);

/** True for a filter that Home Assistant may subscribe to at the embedded broker. */
export const mayClientSubscribe = (prefix: string, filter: string): boolean =>
  filter.startsWith(`${prefix}/`) || filter.startsWith(`${ROOT}/`);

/** Orders that Home Assistant may give a camera; a setting is one by its name. */
export const ORDERS = ['capture', 'restart', 'live', 'pause', 'install', ...ENTITY_SETTINGS] as const;
/** One order of Home Assistant to a camera. */
export type Order = (typeof ORDERS)[number];

/** Topics below `petcam-hub/<hub>`, apart from those of the cameras' wire contract. */
export class Topics {
  readonly #root: string;
  readonly hub: string;

  /** `hub` tells hubs at one broker apart: 8 hexadecimal digits. */
  constructor(hub: string) {
    this.hub = hub;
    this.#root = `${ROOT}/${hub}`;
  }

  ofHub(leaf: 'availability' | 'state'): string {
    return `${this.#root}/${leaf}`;
  }

  ofCamera(camera: string, leaf: 'availability' | 'state' | 'best' | 'best-info' | 'event' | 'live'): string {
    return `${this.#root}/${camera}/${leaf}`;
  }

  ofPet(pet: number, leaf: 'state' | 'photo'): string {
    return `${this.#root}/pet/${pet}/${leaf}`;
  }

  /** Number of the pet that a topic has the state of; null for another topic. */
  readPet(topic: string): number | null {
    const [, number] = new RegExp(`^${this.#root}/pet/(\\d+)/state$`).exec(topic) ?? [];
    return number === undefined ? null : Number(number);
  }

  order(camera: string, order: Order): string {
    return `${this.#root}/${camera}/set/${order}`;
  }

  /** Topic on which Home Assistant says whether somebody is at home. */
  get presence(): string {
    return `${this.#root}/_home/set/presence`;
  }

  /** Topic that no order has, within what the hub may write and read. */
  echo(name: string): string {
    return `${this.#root}/echo/set/${name}`;
  }

  /** Filters that the hub subscribes to. */
  get orders(): string {
    return `${this.#root}/+/set/+`;
  }

  /** Null for a topic that is no order. */
  readOrder(topic: string): { camera: string; order: Order } | null {
    const [camera, set, word, ...more] = topic.startsWith(`${this.#root}/`)
      ? topic.slice(this.#root.length + 1).split('/')
      : [];
    const order = ORDERS.find((known) => known === word);
    return camera && set === 'set' && order && more.length === 0 ? { camera, order } : null;
  }
}

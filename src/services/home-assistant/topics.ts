/**
 * Where the hub speaks to Home Assistant. A root of its own: the topics of the cameras are the wire contract's alone.
 *
 *     petcam-hub/<hub>/availability | state
 *     petcam-hub/<hub>/<camera>/availability | state | best | best-info | event | live
 *     petcam-hub/<hub>/<camera>/set/capture | restart | live | install
 */
export const ROOT = 'petcam-hub';

/** What Home Assistant itself may do at the embedded broker, given its discovery prefix. */
export const mayClientPublish = (prefix: string, topic: string): boolean =>
  topic === `${prefix}/status` || /^petcam-hub\/[^/]+\/[^/]+\/set\/[^/]+$/.test(topic);

export const mayClientSubscribe = (prefix: string, filter: string): boolean =>
  filter.startsWith(`${prefix}/`) || filter.startsWith(`${ROOT}/`);

export const ORDERS = ['capture', 'restart', 'live', 'install'] as const;
export type Order = (typeof ORDERS)[number];

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

  order(camera: string, order: Order): string {
    return `${this.#root}/${camera}/set/${order}`;
  }

  /** What the hub listens to. */
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

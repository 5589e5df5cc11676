/** A real embedded broker and real MQTT clients for tests; everything is closed when the test ends. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import pino from 'pino';
import type { Test } from 'tap';
import { Broker, type BrokerOptions } from '../../src/cameras/mqtt/broker.js';

export const quiet = pino({ level: 'silent' });

/** The key of the cameras that the test broker lets in: `porch` and `garden`. */
export const KEY = 'a'.repeat(64);

export async function startBroker(t: Test, options: Partial<BrokerOptions> = {}) {
  const broker = new Broker({
    host: '127.0.0.1',
    port: 0,
    authenticate: async (username, password) => ['porch', 'garden'].includes(username) && password === KEY,
    log: quiet,
    ...options,
  });
  const port = await broker.start();
  t.teardown(() => broker.stop());
  return { broker, port, url: `mqtt://127.0.0.1:${port}` };
}

/** A client of the camera `id` that never connects again by itself; resolves when it is in. */
export async function connectCamera(
  t: Test,
  url: string,
  id: string,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { ...cameraOptions(id), ...options }, false);
  t.teardown(() => client.endAsync(true));
  return client;
}

/** The hub's own client, which needs no key because it comes over a stream in the process. */
export function connectHub(t: Test, broker: Broker): MqttClient {
  const hub = new mqtt.MqttClient(() => broker.connect(), {
    clientId: 'hub',
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  t.teardown(() => hub.endAsync(true));
  return hub;
}

export function cameraOptions(id: string): IClientOptions {
  return { clientId: id, username: id, password: KEY, protocolVersion: 4, keepalive: 30, reconnectPeriod: 0 };
}

/** The first `count` messages that come from now on, as `topic payload`. */
export function messages(client: MqttClient, count: number): Promise<string[]> {
  return new Promise((resolve) => {
    const seen: string[] = [];
    client.on('message', (topic, payload) => {
      seen.push(`${topic} ${payload}`);
      if (seen.length === count) resolve(seen);
    });
  });
}

export function closed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    if (client.disconnected || !client.connected) resolve();
    else client.once('close', resolve);
  });
}

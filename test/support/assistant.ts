/** The bridge to Home Assistant on a store of its own, and what a listener at the broker hears of it. */
import type { MqttClient } from 'mqtt';
import type { Test } from 'tap';
import { createLog } from '../../src/core/log.js';
import { HomeAssistant } from '../../src/services/home-assistant/bridge.js';
import type { HomeAssistantParts } from '../../src/services/home-assistant/parts.js';

/** Starts a bridge whose cameras obey nobody and have no firmware. */
export function startAssistant(
  t: Test,
  parts: Pick<HomeAssistantParts, 'address' | 'store' | 'clock'> & Partial<HomeAssistantParts>,
): HomeAssistant {
  const assistant = new HomeAssistant({
    hub: '00112233',
    prefix: 'homeassistant',
    version: '1.0.0',
    url: () => 'https://hub.test',
    startOfDay: (now) => now - 3_600_000,
    command: async () => ({}),
    watch: async () => ({ stop: () => {} }),
    pause: async () => ({}),
    firmware: { offered: () => null, install: async () => {}, onProgress: () => () => {} },
    log: createLog('silent'),
    ...parts,
  });
  t.teardown(() => assistant.stop());
  assistant.start();
  return assistant;
}

/** Subscribes to everything; the function waits for a message of a topic that pleases. */
export async function listenAll(client: MqttClient) {
  const heard: { topic: string; payload: Buffer }[] = [];
  const waiting = new Set<() => void>();
  client.on('message', (topic, payload) => {
    heard.push({ topic, payload });
    for (const look of waiting) look();
  });
  if (!client.connected) await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync('#', { qos: 1 });
  return (topic: string, holds: (payload: Buffer) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!heard.some((message) => message.topic === topic && holds(message.payload))) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
}

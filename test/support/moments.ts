/** A day of a camera: bursts that were taken a while ago. */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import mqtt from 'mqtt';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { SAMPLE_BURSTS, type startHub } from './hub.js';

export interface Moment {
  /** A folder of the sample bursts. */
  scene: string;
  minutesAgo: number;
  /** Files of the scene; its middle frame unless given. */
  frames?: string[];
}

/** Adds a camera that sends these bursts and leaves; gives its key. */
export async function sendMoments(
  hub: Pick<Awaited<ReturnType<typeof startHub>>, 'store' | 'mqttPort'>,
  { id, name }: { id: string; name: string },
  moments: Moment[],
): Promise<string> {
  const key = newCameraKey();
  await hub.store.addCamera(id, name, Buffer.from(key, 'hex'));
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${hub.mqttPort}`, {
    clientId: id,
    username: id,
    password: key,
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  try {
    for (const [number, moment] of moments.entries())
      await sendBurst(client, `petcam/${id}/burst/b${number}`, moment);
  } finally {
    await client.endAsync();
  }
  return key;
}

async function sendBurst(
  client: mqtt.MqttClient,
  topic: string,
  { scene, minutesAgo, frames: files = ['02.jpg'] }: Moment,
): Promise<void> {
  const images = files.map((file) => readFileSync(`${SAMPLE_BURSTS}/${scene}/${file}`));
  const frames = images.map((bytes, index) => ({
    index,
    length: bytes.length,
    crc32: crc32(bytes),
    ageMs: minutesAgo * 60_000 - index * 200,
  }));
  const burst = topic.split('/').at(-1);
  const manifest = { v: 1, burst, trigger: 'motion', count: images.length, frames };
  for (const [index, bytes] of images.entries())
    await client.publishAsync(`${topic}/frame/${index}`, bytes, { qos: 1 });
  await client.publishAsync(`${topic}/manifest`, JSON.stringify(manifest), { qos: 1 });
}

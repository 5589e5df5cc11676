/** Proves at the start that a broker passes the largest message of the contract, instead of losing it later. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { Fault, messageOf } from '../../core/errors.js';
import { MAX_FRAME_BYTES } from '../protocol/limits.js';
import { ROOT } from '../protocol/topics.js';
import { type BrokerAddress, notSubscribed, openClient, unreachable } from './client.js';

/** A frame of the largest size, with room for a topic that is longer than this test's. */
const SIZE = MAX_FRAME_BYTES + 128;

type Client = ReturnType<typeof openClient>;

/** One message that is sent to a broker to see whether it comes back. */
export interface EchoTest {
  address: BrokerAddress;
  clientId: string;
  /** Topic that the hub may write and read. */
  topic: string;
  bytes: number;
  clock: Clock;
  /** For each step. */
  timeoutMs?: number;
  /** Ends the test early; it then rejects. */
  signal?: AbortSignal;
}

/** Sends a largest message to itself. Rejects as `testEcho` does. */
export async function testBroker(
  address: BrokerAddress,
  clientId: string,
  clock: Clock,
  timeoutMs = 5000,
): Promise<void> {
  const topic = `${ROOT}/bridge/test/${randomBytes(8).toString('hex')}`;
  await testEcho({ address, clientId: `${clientId}-test`, topic, bytes: SIZE, clock, timeoutMs });
}

/**
 * Sends one message to itself, over a connection of its own. Rejects with a `Fault`: `broker-unreachable`,
 * `broker-acl`, or `broker-packet-limit` when the message does not come back within `timeoutMs`.
 */
export async function testEcho(test: EchoTest): Promise<void> {
  const { address, clientId, topic, bytes, clock, timeoutMs = 5000, signal } = test;
  const client = openClient(address, { clientId });
  client.on('error', () => {});
  const end = () => void client.end(true);
  signal?.addEventListener('abort', end);
  try {
    await happens(client, 'connect', clock, timeoutMs).catch((cause: unknown) => {
      throw unreachable(cause);
    });
    await client.subscribeAsync(topic, { qos: 0 }).catch((cause: unknown) => {
      throw notSubscribed(topic, cause);
    });
    const back = happens(client, 'message', clock, timeoutMs);
    // QoS 0, so that a broker that cuts the connection for it never sees it again.
    client.publish(topic, Buffer.alloc(bytes), { qos: 0 });
    await back.catch((cause: unknown) => {
      throw tooLarge(bytes, cause);
    });
  } finally {
    signal?.removeEventListener('abort', end);
    client.end(true);
  }
}

/** Resolves with the event; rejects when the connection ends first, or after `timeoutMs`. */
function happens(
  client: Client,
  event: 'connect' | 'message',
  clock: Clock,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
    const onEvent = () => {
      cancel();
      resolve();
    };
    client.once(event, onEvent);
    client.once('error', reject);
    client.once('close', () => {
      cancel();
      reject(new Error('the broker ended the connection'));
    });
  });
}

function tooLarge(bytes: number, cause: unknown): Fault {
  return new Fault(
    'broker-packet-limit',
    `The MQTT broker does not pass a message of ${bytes} bytes: ${messageOf(cause)}.`,
    `Raise its packet limit (Mosquitto: max_packet_size, message_size_limit) to ${2 * MAX_FRAME_BYTES} bytes or more, and let the hub read and write petcam/#.`,
    { cause },
  );
}

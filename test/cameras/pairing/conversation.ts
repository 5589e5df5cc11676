/** Answers that no camera of this project gives, but some camera might. */
import t from 'tap';
import { Conversation, openSession } from '../../../src/cameras/pairing/conversation.js';
import { RadioError } from '../../../src/cameras/pairing/failure.js';
import {
  type ConfigMessage,
  encode,
  type ScanMessage,
  type SessionMessage,
} from '../../../src/cameras/pairing/messages.js';
import type { Session } from '../../../src/cameras/pairing/security2.js';

const plain: Session = { seal: (bytes) => bytes, open: (bytes) => bytes };
const says = (answer: Uint8Array) => new Conversation({ exchange: async () => answer }, plain);
const scans = (answer: ScanMessage) => says(encode('ScanMessage', answer));
const configs = (answer: ConfigMessage) => says(encode('ConfigMessage', answer));

t.test('a camera that cannot look for networks, and one that finds none', async (t) => {
  await t.rejects(scans({ kind: 1, status: 5 }).networks(), { code: 'unknown-protocol' });
  t.same(await scans({ kind: 1, status: 0 }).networks(), []);
  const forgetful = scans({ kind: 3, status: 0, stateAnswer: { finished: true, count: 3 } });
  t.same(await forgetful.networks(), [], 'it counts networks that it does not name');
});

t.test('no more networks are asked for than anybody wants to read', async (t) => {
  let asked = 0;
  const answer = encode('ScanMessage', {
    kind: 3,
    status: 0,
    stateAnswer: { finished: true, count: 1_000_000 },
  });
  const exchange = async () => {
    asked += 1;
    return answer;
  };
  await new Conversation({ exchange }, plain).networks();
  t.equal(asked, 2 + 15);
});

t.test('a camera that does not take or apply the settings, or does not say how they work', async (t) => {
  await t.rejects(configs({ kind: 3 }).join('Home', ''), { code: 'wifi-refused' });
  await t.rejects(configs({ kind: 3, setAnswer: { status: 0 } }).join('Home', ''), { code: 'wifi-refused' });
  await t.rejects(configs({ kind: 1 }).wifiState(), { code: 'wifi-refused' });
  await t.rejects(configs({ kind: 1, stateAnswer: { status: 5, station: 0 } }).wifiState(), {
    code: 'wifi-refused',
  });
  t.equal(await configs({ kind: 1, stateAnswer: { status: 0, station: 2 } }).wifiState(), 'connecting');
});

t.test('a session that does not come about', async (t) => {
  const open = (answer: Partial<SessionMessage>, security: 1 | 2) => {
    const line = { exchange: async () => encode('SessionMessage', { security, ...answer }) };
    return openSession(line, { version: 'v1.1', security }, '12345678');
  };
  const salt = Buffer.alloc(16);
  const publicKey = Buffer.alloc(384, 7);
  await t.rejects(open({}, 2), { code: 'unknown-protocol' });
  const refused = { kind: 1, helloAnswer: { status: 3, publicKey, salt } };
  await t.rejects(open({ security2: refused }, 2), { code: 'unknown-protocol' });
  const only = { kind: 1, helloAnswer: { status: 0, publicKey, salt } };
  await t.rejects(open({ security2: only }, 2), { code: 'wrong-code' }, 'it has no answer to the proof');
  await t.rejects(open({}, 1), { code: 'unknown-protocol' });
});

t.test('a link that breaks during the proof is no wrong code', async (t) => {
  let asked = 0;
  const exchange = async () => {
    asked += 1;
    if (asked === 2) throw new RadioError('link-lost', 'gone');
    const helloAnswer = { status: 0, publicKey: Buffer.alloc(384, 7), salt: Buffer.alloc(16) };
    return encode('SessionMessage', { security: 2, security2: { kind: 1, helloAnswer } });
  };
  await t.rejects(openSession({ exchange }, { version: 'v1.1', security: 2 }, '1'), { code: 'link-lost' });
});

import { EventEmitter, once } from 'node:events';
import t from 'tap';
import { RadioError } from '../../../src/cameras/pairing/failure.js';
import type { FromRadio, ToRadio } from '../../../src/cameras/pairing/radio-messages.js';
import { type RadioPort, serveRadio } from '../../../src/cameras/pairing/radio-service.js';

/** The process as the service sees it, and what it says. */
class Port extends EventEmitter implements RadioPort {
  readonly said: FromRadio[] = [];
  exited: number | null = null;

  send(message: FromRadio): void {
    this.said.push(message);
    this.emit('said');
  }

  exit(code: number): void {
    this.exited = code;
  }

  /** Resolves with the last word on this request. */
  async ask(message: Exclude<ToRadio, 'end'>): Promise<FromRadio> {
    this.emit('message', message);
    for (;;) {
      const answer = this.said.find((said) => 'id' in said && said.id === message.id);
      if (answer) return answer;
      await once(this, 'said');
    }
  }
}

function serve(): Port {
  const port = new Port();
  let drop = () => {};
  serveRadio(
    {
      scan: async (onFound) => onFound({ device: 'x', name: 'PetCam', rssi: -50 }),
      async connect(device, onDrop) {
        drop = onDrop;
        return [device];
      },
      async exchange(endpoint, message) {
        if (endpoint === 'refused') throw new RadioError('refused', 'error 4');
        if (endpoint === 'odd') throw 'a string';
        if (endpoint === 'broken') throw Object.assign(new Error('no stack'), { stack: undefined });
        drop();
        return message;
      },
      disconnect: async () => {},
    },
    port,
  );
  return port;
}

t.test('each request has its answer, and what happens in between is told', async (t) => {
  const port = serve();
  const message = Buffer.from('hello');
  await port.ask({ id: 1, request: { kind: 'scan' } });
  await port.ask({ id: 2, request: { kind: 'connect', device: 'x' } });
  await port.ask({ id: 3, request: { kind: 'exchange', endpoint: 'e', message } });
  await port.ask({ id: 4, request: { kind: 'disconnect' } });
  t.same(port.said, [
    { kind: 'found', camera: { device: 'x', name: 'PetCam', rssi: -50 } },
    { kind: 'done', id: 1, answer: undefined },
    { kind: 'done', id: 2, answer: ['x'] },
    { kind: 'dropped' },
    { kind: 'done', id: 3, answer: message },
    { kind: 'done', id: 4, answer: undefined },
  ]);
});

t.test('errors travel with their code', async (t) => {
  const port = serve();
  let id = 0;
  const fail = (endpoint: string) =>
    port.ask({ id: ++id, request: { kind: 'exchange', endpoint, message: Buffer.alloc(0) } });
  t.match(await fail('refused'), { kind: 'failed', code: 'refused', message: 'error 4' });
  t.match(await fail('odd'), { kind: 'failed', code: 'radio-failed', message: 'a string' });
  t.match(await fail('broken'), { kind: 'failed', code: 'radio-failed', message: 'no stack' });
});

t.test('it ends when it is told to, and with the hub', async (t) => {
  const told = serve();
  told.emit('message', 'end');
  t.equal(told.exited, 0);
  const alone = serve();
  alone.emit('disconnect');
  t.equal(alone.exited, 0);
});

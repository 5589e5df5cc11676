import { EventEmitter, once } from 'node:events';
import t from 'tap';
import { RadioError } from '../../../src/cameras/pairing/failure.js';
import { serveRadio } from '../../../src/cameras/pairing/radio-service.js';
import type { FromService, ToService } from '../../../src/core/rpc/messages.js';
import type { ServiceProcess } from '../../../src/core/rpc/service.js';

/** The process as the service sees it, and what it says. */
class Process extends EventEmitter implements ServiceProcess {
  readonly said: FromService[] = [];
  exited: number | null = null;

  send(message: FromService): void {
    this.said.push(message);
    this.emit('said');
  }

  exit(code: number): void {
    this.exited = code;
  }

  /** Resolves with the answer to this call. */
  async ask(id: number, name: string, request?: unknown): Promise<FromService> {
    this.emit('message', { kind: 'call', id, name, request } satisfies ToService);
    for (;;) {
      const answer = this.said.find((said) => 'id' in said && said.id === id);
      if (answer) return answer;
      await once(this, 'said');
    }
  }
}

function serve(): Process {
  const process = new Process();
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
        drop();
        return message;
      },
      disconnect: async () => {},
    },
    process,
  );
  return process;
}

t.test('each call has its answer, and what happens in between is told', async (t) => {
  const process = serve();
  const message = Buffer.from('hello');
  await process.ask(1, 'scan');
  await process.ask(2, 'connect', 'x');
  await process.ask(3, 'exchange', { endpoint: 'e', message });
  await process.ask(4, 'disconnect');
  t.same(process.said, [
    { kind: 'ready' },
    { kind: 'event', event: { kind: 'found', camera: { device: 'x', name: 'PetCam', rssi: -50 } } },
    { kind: 'done', id: 1, response: { result: undefined } },
    { kind: 'done', id: 2, response: { result: ['x'] } },
    { kind: 'event', event: { kind: 'dropped' } },
    { kind: 'done', id: 3, response: { result: message } },
    { kind: 'done', id: 4, response: { result: undefined } },
  ]);
});

t.test('an error of the radio is an answer with its code, anything else a mistake', async (t) => {
  const process = serve();
  const fail = (id: number, endpoint: string) =>
    process.ask(id, 'exchange', { endpoint, message: Buffer.alloc(0) });
  t.match(await fail(1, 'refused'), { kind: 'done', response: { code: 'refused', message: 'error 4' } });
  t.match(await fail(2, 'odd'), { kind: 'failed', error: { family: 'unexpected', message: 'a string' } });
});

t.test('it ends when it is told to, and with the hub', async (t) => {
  const told = serve();
  told.emit('message', { kind: 'end' });
  t.equal(told.exited, 0);
  const alone = serve();
  alone.emit('disconnect');
  t.equal(alone.exited, 0);
});

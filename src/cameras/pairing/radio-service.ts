/** The other end of the radio: runs in the process of its own, answers one hub and ends with it. */
import type { Radio } from './radio.js';
import { carried, type FromRadio, type RadioRequest, type ToRadio } from './radio-messages.js';

/** What of a process this needs. */
export interface RadioPort {
  on(event: 'message', listener: (message: ToRadio) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  send?(message: FromRadio): unknown;
  exit(code: number): void;
}

/** Answers requests with `radio` until the hub goes away. The hub asks for one thing at a time, apart from `disconnect`. */
export function serveRadio(radio: Omit<Radio, 'close'>, port: RadioPort): void {
  const say = (message: FromRadio) => port.send?.(message);

  function answer(request: RadioRequest) {
    switch (request.kind) {
      case 'scan':
        return radio.scan((camera) => say({ kind: 'found', camera }));
      case 'connect':
        return radio.connect(request.device, () => say({ kind: 'dropped' }));
      case 'exchange':
        return radio.exchange(request.endpoint, request.message);
      case 'disconnect':
        return radio.disconnect();
    }
  }

  port.on('message', (message) => {
    if (message === 'end') return port.exit(0);
    const { id, request } = message;
    answer(request).then(
      (result) => say({ kind: 'done', id, answer: result as never }),
      (error) => say({ kind: 'failed', id, ...carried(error) }),
    );
  });
  port.once('disconnect', () => port.exit(0));
}

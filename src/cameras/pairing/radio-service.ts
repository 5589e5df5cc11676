/** The other end of the radio: runs in the process of its own, answers one hub and ends with it. */
import { processPort, type ServiceProcess, serve } from '../../core/rpc/service.js';
import type { Radio } from './radio.js';
import { answerOf, type RadioCalls, type RadioEvent } from './radio-messages.js';

/** Answers calls with `radio` until the hub goes away. The hub asks for one thing at a time, apart from `disconnect`. */
export function serveRadio(radio: Omit<Radio, 'close'>, process: ServiceProcess): void {
  serve<RadioCalls>(processPort(process), (emit) => {
    const tell = (event: RadioEvent) => emit(event);
    return {
      handlers: {
        scan: () => answerOf(radio.scan((camera) => tell({ kind: 'found', camera }))),
        connect: (device) => answerOf(radio.connect(device, () => tell({ kind: 'dropped' }))),
        exchange: ({ endpoint, message }) => answerOf(radio.exchange(endpoint, message)),
        disconnect: () => answerOf(radio.disconnect()),
      },
    };
  });
}

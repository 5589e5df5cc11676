/** The service manager's end of sd_notify(3), for tests: a real Unix datagram socket. */
import { EventEmitter, on } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { temporaryFolder } from './folder.js';

interface Socket {
  bind(path: string): void;
  close(): void;
}

const unix = createRequire(import.meta.url)('unix-dgram') as {
  createSocket(type: 'unix_dgram', listener: (bytes: Buffer) => void): Socket;
};

/** What was heard, one datagram an entry, and how to wait for more. */
export interface NotifySocket {
  path: string;
  heard: string[];
  /** Resolves with the first datagram from now on, or already heard with `since`, that matches. */
  hears(pattern: RegExp, since?: number): Promise<string>;
}

export function openNotifySocket(t: { teardown(end: () => void): void }): NotifySocket {
  const file = path.join(temporaryFolder(t), 'notify');
  const heard: string[] = [];
  const arrivals = new EventEmitter();
  const socket = unix.createSocket('unix_dgram', (bytes) => {
    heard.push(bytes.toString());
    // The native module calls outside of any turn: promises go on only from one of ours.
    setImmediate(() => arrivals.emit('datagram'));
  });
  socket.bind(file);
  t.teardown(() => socket.close());
  return {
    path: file,
    heard,
    async hears(pattern, since = heard.length) {
      const found = () => heard.slice(since).find((text) => pattern.test(text));
      const early = found();
      if (early !== undefined) return early;
      for await (const _ of on(arrivals, 'datagram')) {
        const text = found();
        if (text !== undefined) return text;
      }
      throw new Error('the socket was closed');
    },
  };
}

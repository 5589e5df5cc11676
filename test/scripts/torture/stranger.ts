import t from 'tap';
import { type RunningServer, Stranger } from '../../../scripts/torture/stranger.js';

/** Servers that run until they are told to stop, or end by themselves. */
function servers() {
  const started: { end: () => void }[] = [];
  const waiting: (() => void)[] = [];
  return {
    started,
    /** Resolves once so many were started. */
    async until(count: number): Promise<void> {
      while (started.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async start(): Promise<RunningServer> {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      started.push({ end });
      for (const tell of waiting.splice(0)) tell();
      return { ended, stop: async () => end() };
    },
  };
}

t.test('a server that ends is started again, until it is killed', async (t) => {
  const { started, until, start } = servers();
  const stranger = new Stranger('motion', 'http://127.0.0.1:1/', start);
  stranger.up();
  await until(1);
  started[0]?.end();
  await until(2);
  await stranger.kill();
  t.equal(started.length, 2, 'a killed one stays away');
  stranger.up();
  await until(3);
  await stranger.kill();
  t.equal(started.length, 3);
});

t.test('one that is killed at once is not started', async (t) => {
  const { started, until, start } = servers();
  const stranger = new Stranger('ffmpeg', 'http://127.0.0.1:1/', start);
  stranger.up();
  await stranger.kill();
  t.equal(started.length, 0, 'nothing runs that nobody wants');
  stranger.up();
  await until(1);
  await stranger.kill();
});

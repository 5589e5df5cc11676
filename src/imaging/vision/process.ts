import { carry, type FromProcess, type ToProcess } from './messages.js';
import type { VisionTask, VisionTasks } from './types.js';

/** Signal and progress that a task handler has besides its request. `onProgress` takes 0..1. */
export interface TaskContext {
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

/** Does one kind of task. A `Refusal` or a `Fault` it throws reaches the asker as such; anything else is a crash. */
export type Handler<T extends VisionTask> = (
  request: VisionTasks[T]['request'],
  context: TaskContext,
) => Promise<VisionTasks[T]['response']>;

/** The whole ability of a vision process. */
export type Handlers = { [T in VisionTask]: Handler<T> };

const MEMORY_CHECK_MS = 200;

/**
 * Serves tasks to the process that forked this one, and ends with it. A process that grows beyond `maxRssBytes` ends
 * itself, which counts as a crash of the task in hand: a small box must not swap.
 */
export function serve(handlers: Handlers, maxRssBytes: number): void {
  const running = new Map<number, AbortController>();

  process.on('message', (message: ToProcess) => {
    if (message.kind === 'end') return process.exit(0);
    if (message.kind === 'cancel') return running.get(message.id)?.abort();
    return void perform(message.id, message.task as VisionTask, message.request);
  });
  // The hub is gone: nobody wants an answer.
  process.on('disconnect', () => process.exit(0));
  send({ kind: 'ready' });

  async function perform(id: number, task: VisionTask, request: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const context = {
      signal: controller.signal,
      onProgress: (done: number) => send({ kind: 'progress', id, done }),
    };
    const watch = setInterval(() => endWhenTooLarge(id, maxRssBytes), MEMORY_CHECK_MS);
    try {
      send({ kind: 'done', id, response: await handlers[task](request as never, context) });
    } catch (thrown) {
      send({ kind: 'failed', id, error: carry(thrown) });
    } finally {
      clearInterval(watch);
      running.delete(id);
    }
  }
}

function endWhenTooLarge(id: number, maxRssBytes: number): void {
  const used = process.memoryUsage.rss();
  if (used <= maxRssBytes) return;
  const message = `the image needs more memory than ${Math.round(maxRssBytes / 1e6)} MB`;
  send({ kind: 'failed', id, error: carry(new Error(message)) }, () => process.exit(0));
}

function send(message: FromProcess, then?: () => void): void {
  process.send?.(message, undefined, {}, then);
}

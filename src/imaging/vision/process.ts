import { type CallContext, processPort, serve } from '../../core/rpc/service.js';
import type { VisionTask, VisionTasks } from './types.js';

/**
 * Function that does one kind of task. A `Refusal` or a `Fault` it throws reaches the asker as such; anything else is
 * a crash.
 */
export type TaskHandler<T extends VisionTask> = (
  request: VisionTasks[T]['request'],
  context: CallContext,
) => Promise<VisionTasks[T]['response']>;

/** Functions for every task of a vision process. */
export type TaskHandlers = { [T in VisionTask]: TaskHandler<T> };

const MEMORY_CHECK_MS = 200;

/**
 * Serves tasks to the process that forked this one, and ends with it. A task that makes it grow beyond `maxRssBytes`
 * fails in a way that nobody meant, for which the process is ended: a small box must not swap.
 */
export function serveTasks(handlers: TaskHandlers, maxRssBytes: number): void {
  const bounded = Object.entries(handlers).map(([task, handler]) => [
    task,
    withinMemory(handler as (request: unknown, context: CallContext) => unknown, maxRssBytes),
  ]);
  serve<VisionTasks>(processPort(process), () => ({ handlers: Object.fromEntries(bounded) as TaskHandlers }));
}

function withinMemory(work: (request: unknown, context: CallContext) => unknown, maxRssBytes: number) {
  return async (request: unknown, context: CallContext) => {
    let watch: NodeJS.Timeout | undefined;
    const tooLarge = new Promise<never>((_resolve, reject) => {
      watch = setInterval(() => {
        if (process.memoryUsage.rss() > maxRssBytes)
          reject(new Error(`the image needs more memory than ${Math.round(maxRssBytes / 1e6)} MB`));
      }, MEMORY_CHECK_MS);
    });
    try {
      return await Promise.race([work(request, context), tooLarge]);
    } finally {
      clearInterval(watch);
    }
  };
}

import type { MessagePort } from 'node:worker_threads';
import { type ServiceParts, serve, threadPort } from '../core/rpc/service.js';
import { faultOf } from './database.js';
import { KeptWriter } from './kept-writer.js';
import { SpareSpace } from './spare-space.js';
import { encodeResult, type WriteCalls } from './wire.js';

/** Opens the file, brings it to this version, then answers each group of jobs with its commit, until asked to end. */
export function serveWrites(port: MessagePort, file: string): void {
  serve<WriteCalls>(threadPort(port), () => {
    try {
      return writesTo(file);
    } catch (error) {
      throw faultOf(error);
    }
  });
}

function writesTo(file: string): ServiceParts<WriteCalls> {
  const spare = new SpareSpace(file);
  const writer = new KeptWriter(file, spare);
  spare.take();
  return {
    handlers: {
      names: () => writer.names,
      commit: (jobs) => encodeResult(writer.commit(jobs), writer.checkpoint()),
    },
    close: () => {
      writer.close();
    },
  };
}

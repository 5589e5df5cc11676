import type { MessagePort } from 'node:worker_threads';
import { type ServiceParts, serve, threadPort } from '../core/rpc/service.js';
import { watchCheckpoints } from './checkpoints.js';
import { type Connection, faultOf, isReadOnly, openForWriting } from './database.js';
import { migrate } from './migrations.js';
import { commitWithSpare, SpareSpace } from './spare-space.js';
import { encodeResult, type WriteCalls } from './wire.js';
import { createWriter, type OperationName, type Writer } from './writes/operations.js';
import { followCorrections } from './writes/seen.js';

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
  const writer = openWriter(file);
  const checkpoints = watchCheckpoints(writer.db);
  const spare = new SpareSpace(file);
  spare.take();
  return {
    handlers: {
      names: () => Object.keys(writer.operations) as OperationName[],
      commit: (jobs) => encodeResult(commitWithSpare(writer, jobs, spare), checkpoints.look()),
    },
    close: () => {
      writer.db.close();
    },
  };
}

function openWriter(file: string): Writer {
  const db = openForWriting(file);
  try {
    migrate(db);
    putRight(db);
    return createWriter(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Mends what an older program has done meanwhile. A disk that only reads shows it as that program left it. */
function putRight(db: Connection): void {
  try {
    followCorrections(db);
  } catch (error) {
    if (!isReadOnly(error)) throw error;
  }
}

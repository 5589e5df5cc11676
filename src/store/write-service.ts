import type { MessagePort } from 'node:worker_threads';
import { watchCheckpoints } from './checkpoints.js';
import { faultOf, openForWriting } from './database.js';
import { migrate } from './migrations.js';
import { commitWithSpare, SpareSpace } from './spare-space.js';
import { encodeError, encodeResult, type Reply, type Request } from './wire.js';
import { createWriter, type Writer } from './writes/operations.js';

/** Opens the file, brings it to this version, then answers each group of jobs with its commit, until asked to end. */
export function serveWrites(port: MessagePort, file: string): void {
  const send = (reply: Reply) => port.postMessage(reply);
  try {
    const writer = openWriter(file);
    const checkpoints = watchCheckpoints(writer.db);
    const spare = new SpareSpace(file);
    spare.take();
    port.on('message', (request: Request) => {
      if (request) return send(encodeResult(commitWithSpare(writer, request, spare), checkpoints.look()));
      writer.db.close();
      port.close();
    });
    send({ type: 'ready' });
  } catch (error) {
    send({ type: 'unusable', error: encodeError(faultOf(error)) });
    port.close();
  }
}

function openWriter(file: string): Writer {
  const db = openForWriting(file);
  try {
    migrate(db);
    return createWriter(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import { commitGroup } from './commit-group.js';
import { faultOf, openForWriting } from './database.js';
import { migrate } from './migrations.js';
import { encodeError, encodeResult, type Reply, type Request } from './wire.js';
import { createWriter } from './writes/operations.js';

/** The writing thread: opens the file, brings it to this version, then answers each group of jobs with its commit. */
function serve(port: NonNullable<typeof parentPort>, file: string): void {
  const send = (reply: Reply) => port.postMessage(reply);
  const db = openForWriting(file);
  try {
    migrate(db);
    const writer = createWriter(db);
    port.on('message', (request: Request) => {
      if (request) return send(encodeResult(commitGroup(writer, request)));
      db.close();
      port.close();
    });
    send({ type: 'ready' });
  } catch (error) {
    db.close();
    throw error;
  }
}

if (parentPort) {
  const port = parentPort;
  try {
    serve(port, (workerData as { file: string }).file);
  } catch (error) {
    port.postMessage({ type: 'unusable', error: encodeError(faultOf(error)) } satisfies Reply);
  }
}

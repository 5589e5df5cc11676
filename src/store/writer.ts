// The entry of the writing thread.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { serveWrites } from './write-service.js';

serveWrites(parentPort as MessagePort, (workerData as { file: string }).file);

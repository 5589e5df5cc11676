import type { Fault, Refusal } from '../core/errors.js';
import type { StoredEvent } from '../core/events.js';
import { faultOf } from './database.js';
import type { OperationName, Writer } from './writes/operations.js';

/** One asked-for write; `at` is the wall time in ms when it was asked for. */
export interface Job {
  name: OperationName;
  args: unknown[];
  at: number;
}

/** Result of one write of a group: its value, or the error that undid it alone. */
export type Outcome = { value: unknown } | { error: Refusal | Fault };

/** One outcome for each job, in their order, and the events of those that were committed. */
export interface GroupResult {
  outcomes: Outcome[];
  events: StoredEvent[];
}

/**
 * Runs jobs in one durable transaction, so that twenty frames cost one flush of the disk. Each has a savepoint: one
 * that fails takes nothing of the others with it. When the transaction as a whole fails (a full disk), each job is
 * tried in one of its own, so that what still fits is stored.
 */
export function commitGroup(writer: Writer, jobs: readonly Job[]): GroupResult {
  const { db } = writer;
  try {
    db.exec('BEGIN IMMEDIATE');
    const done = jobs.map((job) => runInSavepoint(writer, job));
    db.exec('COMMIT');
    return { outcomes: done.map(({ outcome }) => outcome), events: done.flatMap(({ events }) => events) };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    return jobs.length === 1 ? { outcomes: [{ error: faultOf(error) }], events: [] } : oneByOne(writer, jobs);
  }
}

function oneByOne(writer: Writer, jobs: readonly Job[]): GroupResult {
  const results = jobs.map((job) => commitGroup(writer, [job]));
  return {
    outcomes: results.flatMap(({ outcomes }) => outcomes),
    events: results.flatMap(({ events }) => events),
  };
}

function runInSavepoint({ db, operations, control }: Writer, job: Job) {
  db.exec('SAVEPOINT job');
  control.begin(job.at);
  try {
    const operation = operations[job.name] as (...args: unknown[]) => unknown;
    const value = operation(...job.args);
    db.exec('RELEASE job');
    return { outcome: { value } as Outcome, events: control.events() };
  } catch (error) {
    // Some errors, a full disk among them, end the whole transaction; then there is no savepoint to go back to.
    if (!db.inTransaction) throw error;
    db.exec('ROLLBACK TO job; RELEASE job');
    return { outcome: { error: faultOf(error) } as Outcome, events: [] };
  }
}

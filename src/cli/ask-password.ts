import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { Refusal } from '../core/errors.js';

/** Where a person types: a terminal, or a pipe of a script. */
export interface Keyboard {
  input: Readable & { isTTY?: boolean };
  /** For the questions; what is typed never appears there. */
  output: Pick<Writable, 'write'>;
}

/**
 * Asks for a new password: twice at a terminal, where nobody sees what they type; one line from a pipe.
 * @throws {Refusal} `usage` when the two differ, or nothing comes
 */
export async function askPassword({ input, output }: Keyboard): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: input.isTTY === true });
  const closed = new AbortController();
  lines.once('close', () => closed.abort());
  const ask = async (question: string) => {
    if (input.isTTY) output.write(question);
    const typed = await lines.question('', { signal: closed.signal }).catch(() => null);
    if (input.isTTY) output.write('\n');
    if (typed === null) throw new Refusal('usage', 'no password was given');
    return typed;
  };
  try {
    const password = await ask('New password: ');
    if (input.isTTY && (await ask('Once more:    ')) !== password)
      throw new Refusal('usage', 'the two passwords differ; nothing was changed');
    return password;
  } finally {
    lines.close();
  }
}

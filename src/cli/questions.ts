import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Refusal } from '../core/errors.js';
import type { Keyboard } from './ask-password.js';
import { printable } from './printable.js';

/** Questions to a person at a terminal, or to the lines of a pipe, in order. */
export interface Questions {
  /** @throws {Refusal} `usage` when there is nobody to answer */
  ask(question: string): Promise<string>;
  /** Asks a question without showing what is typed. */
  askHidden(question: string): Promise<string>;
  close(): void;
}

/** Opens the keyboard when the first question is asked, so that who answers all by options needs none. */
export function openQuestions({ input, output }: Keyboard): Questions {
  let hidden = false;
  let opened: ReturnType<typeof open> | null = null;
  function open() {
    const screen = new Writable({
      write(chunk, _encoding, done) {
        if (!hidden) output.write(chunk);
        done();
      },
    });
    const lines = createInterface({ input, output: screen, terminal: input.isTTY === true, prompt: '' });
    return { lines, answers: lines[Symbol.asyncIterator]() };
  }
  async function answerTo(question: string): Promise<string> {
    opened ??= open();
    const { lines, answers } = opened;
    if (hidden) output.write(printable(question));
    lines.setPrompt(hidden ? '' : printable(question));
    lines.prompt();
    const { value, done } = await answers.next();
    if (done) throw new Refusal('usage', `nobody answers: ${question.trim()}`);
    return value;
  }
  return {
    ask: async (question) => (await answerTo(question)).trim(),
    async askHidden(question) {
      hidden = true;
      try {
        return await answerTo(question);
      } finally {
        hidden = false;
        output.write('\n');
      }
    },
    close: () => opened?.lines.close(),
  };
}

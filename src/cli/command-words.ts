import type { Command, CommandEntry } from './command.js';

/** Command with the words that may follow it. */
export interface CommandWords {
  name: string;
  summary: string;
  help: string;
  verbs: string[];
  /** With their hyphens. */
  options: string[];
}

/** Words of every command, in the order of the table. */
export function wordsOf(commands: readonly CommandEntry[]): Promise<CommandWords[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const command = await load();
      const verbs = command.verbs?.() ?? [];
      return { name, summary, help: command.help, verbs, options: optionsOf(command) };
    }),
  );
}

/** Options that the help of a command explains. */
export function optionsOf({ help }: Pick<Command, 'help'>): string[] {
  const found = help.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [];
  return [...new Set([...found, '--help'])].sort();
}

/** Options that stand before the command. */
export const GLOBAL_OPTIONS = ['--config', '--help', '--version'];

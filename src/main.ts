#!/usr/bin/env -S node --max-semi-space-size=2
import { readFileSync } from 'node:fs';
import { optionsOf } from './cli/command-words.js';
import { commands } from './cli/commands.js';
import { printable } from './cli/printable.js';
import { readConfig } from './core/config/config.js';
import { readSettingsFile } from './core/config/settings-file.js';
import { didYouMean } from './core/did-you-mean.js';
import { Fault, messageOf, Refusal } from './core/errors.js';
import { credentialSettings, readServiceEnvironment, stateSettings } from './services/systemd/environment.js';

/** The process: arguments, environment, exit code. 0 done, 1 a failure of the hub, 2 wrong arguments. */

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const names = commands.map(({ name }) => name);

const help = `petcam-hub [--config FILE] COMMAND [OPTIONS]

${commands.map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}`).join('\n')}

  --config FILE   settings as KEY=VALUE lines; the environment wins over it
  --version       ${version}
  --help          this text, or a command's own: petcam-hub COMMAND --help

Settings are PETCAM_* variables; .env.example lists them all.`;

async function main(argv: string[]): Promise<void> {
  const { file, rest } = takeConfigFile(argv);
  const [name = '--help', ...args] = rest;
  if (name === '--help' || name === 'help') return console.log(help);
  if (name === '--version') return console.log(version);
  const command = await commands.find((candidate) => candidate.name === name)?.load();
  if (!command) {
    const meant = didYouMean(name, names);
    throw new Refusal('usage', `"${name}" is not a command${meant}\n\n${help}`);
  }
  if (args.includes('--help')) return console.log(command.help);
  const config = () =>
    readConfig({
      ...stateSettings(process.env),
      ...credentialSettings(process.env['CREDENTIALS_DIRECTORY']),
      ...(file ? readSettingsFile(file) : {}),
      ...process.env,
    });
  const service = readServiceEnvironment(process.env);
  const print = (line: string) => console.log(printable(line));
  const context = { config, version, service, print, ...(file && { configFile: file }) };
  await command.run(args, context).catch((error: unknown) => {
    throw withMeantOption(error, args, optionsOf(command));
  });
}

/** Names the option that was probably meant. */
function withMeantOption(error: unknown, args: string[], options: string[]): unknown {
  if ((error as { code?: string }).code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return error;
  const isOption = (arg: string) => options.includes(arg.split('=')[0] as string);
  const typed = args.find((arg) => arg.startsWith('-') && !isOption(arg)) as string;
  return new Refusal('usage', `"${typed}" is not an option${didYouMean(typed, options)}`);
}

function takeConfigFile(argv: string[]): { file: string | null; rest: string[] } {
  if (argv[0] !== '--config') return { file: null, rest: argv };
  if (argv[1] === undefined) throw new Refusal('usage', '--config needs a file');
  return { file: argv[1], rest: argv.slice(2) };
}

function report(error: unknown): number {
  console.error(printable(`petcam-hub: ${messageOf(error)}`));
  if (error instanceof Fault) console.error(printable(`  ${error.hint}`));
  const misused = error instanceof Refusal || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  return misused ? 2 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = report(error);
});

#!/usr/bin/env -S node --max-semi-space-size=2
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Command } from './cli/command.js';
import { readConfig } from './core/config/config.js';
import { Fault, messageOf, Refusal } from './core/errors.js';
import { credentialSettings, readServiceEnvironment, stateSettings } from './services/systemd/environment.js';

/** The process: arguments, environment, exit code. 0 done, 1 a failure of the hub, 2 wrong arguments. */

/** Loaded only when asked for: the hub's own parts take a second on a small box, its help should not. */
const commands: { name: string; summary: string; load: () => Promise<Command> }[] = [
  { name: 'serve', summary: 'run the hub', load: async () => (await import('./cli/serve.js')).serve },
  {
    name: 'setup',
    summary: 'show the address and a new set-up code',
    load: async () => (await import('./cli/setup.js')).setup,
  },
  {
    name: 'camera',
    summary: 'pair, add, list, rename, re-key and remove cameras',
    load: async () => (await import('./cli/camera.js')).camera,
  },
  {
    name: 'firmware',
    summary: 'sign firmware for cameras, give it to them, see how far they are',
    load: async () => (await import('./cli/firmware.js')).firmware,
  },
  {
    name: 'flash',
    summary: 'make images for bare boards, and give them to the hub',
    load: async () => (await import('./cli/flash.js')).flash,
  },
  {
    name: 'doctor',
    summary: 'look at everything that can be wrong, and say what to do',
    load: async () => (await import('./cli/doctor.js')).doctor,
  },
  {
    name: 'burst',
    summary: 'list the bursts that were set aside, and have them tried again',
    load: async () => (await import('./cli/burst.js')).burst,
  },
  {
    name: 'user',
    summary: 'list people, and set a password that was forgotten',
    load: async () => (await import('./cli/user.js')).user,
  },
  {
    name: 'certificate',
    summary: 'show the authority that devices trust, or replace it',
    load: async () => (await import('./cli/certificate.js')).certificate,
  },
  {
    name: 'models',
    summary: 'list and prove the models',
    load: async () => (await import('./cli/models.js')).models,
  },
  {
    name: 'backup',
    summary: 'copy the hub, which may run meanwhile',
    load: async () => (await import('./cli/backup.js')).backup,
  },
  {
    name: 'restore',
    summary: 'put a backup in place',
    load: async () => (await import('./cli/restore.js')).restore,
  },
  {
    name: 'start-anew',
    summary: 'begin with an empty database where a hub was before',
    load: async () => (await import('./cli/start-anew.js')).startAnew,
  },
  {
    name: 'export',
    summary: 'write the photos as ordinary files',
    load: async () => (await import('./cli/export.js')).album,
  },
  {
    name: 'sync',
    summary: "the owner's own bucket: key, state, check, way back",
    load: async () => (await import('./cli/sync.js')).sync,
  },
];
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

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
  if (!command) throw new Refusal('usage', `"${name}" is not a command\n\n${help}`);
  if (args.includes('--help')) return console.log(command.help);
  const config = () =>
    readConfig({
      ...stateSettings(process.env),
      ...credentialSettings(process.env['CREDENTIALS_DIRECTORY']),
      ...(file ? parseEnv(readFileSync(file, 'utf8')) : {}),
      ...process.env,
    });
  const service = readServiceEnvironment(process.env);
  await command.run(args, { config, version, service, print: (line) => console.log(line) });
}

function takeConfigFile(argv: string[]): { file: string | null; rest: string[] } {
  if (argv[0] !== '--config') return { file: null, rest: argv };
  if (argv[1] === undefined) throw new Refusal('usage', '--config needs a file');
  return { file: argv[1], rest: argv.slice(2) };
}

function report(error: unknown): number {
  console.error(`petcam-hub: ${messageOf(error)}`);
  if (error instanceof Fault) console.error(`  ${error.hint}`);
  const misused = error instanceof Refusal || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  return misused ? 2 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = report(error);
});

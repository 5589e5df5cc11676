import type { CommandEntry } from './command.js';

/** Loaded only when asked for: the hub's own parts take a second on a small box, its help should not. */
export const commands: readonly CommandEntry[] = [
  { name: 'serve', summary: 'run the hub', load: async () => (await import('./serve.js')).serve },
  {
    name: 'setup',
    summary: 'show the address and a new set-up code',
    load: async () => (await import('./setup.js')).setup,
  },
  {
    name: 'camera',
    summary: 'pair, add, list, rename, re-key and remove cameras',
    load: async () => (await import('./camera.js')).camera,
  },
  {
    name: 'firmware',
    summary: 'sign firmware for cameras, give it to them, see how far they are',
    load: async () => (await import('./firmware.js')).firmware,
  },
  {
    name: 'flash',
    summary: 'make images for bare boards, and give them to the hub',
    load: async () => (await import('./flash.js')).flash,
  },
  {
    name: 'doctor',
    summary: 'look at everything that can be wrong, and say what to do',
    load: async () => (await import('./doctor.js')).doctor,
  },
  {
    name: 'burst',
    summary: 'list the bursts that were set aside, and have them tried again',
    load: async () => (await import('./burst.js')).burst,
  },
  {
    name: 'user',
    summary: 'list people, and set a password that was forgotten',
    load: async () => (await import('./user.js')).user,
  },
  {
    name: 'certificate',
    summary: 'show the authority that devices trust, or replace it',
    load: async () => (await import('./certificate.js')).certificate,
  },
  {
    name: 'models',
    summary: 'list and prove the models',
    load: async () => (await import('./models.js')).models,
  },
  {
    name: 'bench',
    summary: 'time the work on photos on this machine',
    load: async () => (await import('./bench.js')).bench,
  },
  {
    name: 'backup',
    summary: 'copy the hub, which may run meanwhile',
    load: async () => (await import('./backup.js')).backup,
  },
  {
    name: 'restore',
    summary: 'put a backup in place',
    load: async () => (await import('./restore.js')).restore,
  },
  {
    name: 'start-anew',
    summary: 'begin with an empty database where a hub was before',
    load: async () => (await import('./start-anew.js')).startAnew,
  },
  {
    name: 'export',
    summary: 'write the photos as ordinary files',
    load: async () => (await import('./export.js')).album,
  },
  {
    name: 'sync',
    summary: "the owner's own bucket: key, state, check, way back",
    load: async () => (await import('./sync.js')).sync,
  },
  {
    name: 'completion',
    summary: 'print what completes commands in a shell',
    load: async () => (await import('./completion.js')).completionOf(commands),
  },
];

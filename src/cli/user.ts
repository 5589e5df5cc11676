import { parseArgs } from 'node:util';
import { Refusal } from '../core/errors.js';
import { hashPassword } from '../server/api/auth/passwords.js';
import { Password } from '../server/api/schemas/accounts.js';
import type { GuestRights } from '../store/accounts.js';
import type { Store } from '../store/contract.js';
import { askPassword } from './ask-password.js';
import type { Command, CommandContext } from './command.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub user <list | reset NAME> [--json]

  list         the people of the home and its guests, and where they are signed in
  reset NAME   gives a person a new password and signs them out everywhere

The password is typed twice without being shown, or comes as one line on standard input. Works while the hub runs
and while it does not; the hub's log of security events keeps that it was done.

  --json   list: [{"id", "username", "role", "guest", "createdAt", "sessions"}], "guest" with the "cameras" of a guest
           and "until", in ms; null for others; reset: {"reset"}`;

const { minLength, maxLength } = Password as unknown as { minLength: number; maxLength: number };

interface Call {
  store: Store;
  name: string;
  json: boolean;
  print: CommandContext['print'];
  password: () => Promise<string>;
}

const actions: Record<string, (call: Call) => Promise<void>> = { list, reset };

/** The command with a way to ask for a password, which a test replaces. */
export function userCommand(password: () => Promise<string>): Command {
  return {
    help,
    verbs: () => Object.keys(actions),
    async run(args, { config, print }) {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { json: { type: 'boolean', default: false } },
      });
      const [verb = '', ...rest] = positionals;
      const action = actionOf(actions, verb, 'a person', help);
      await withStore(config(), (store) =>
        action({ store, name: rest.join(' '), json: values.json, print, password }),
      );
    },
  };
}

/** Command `petcam-hub user`: lists people and helps one who cannot sign in. */
export const user = userCommand(() => askPassword({ input: process.stdin, output: process.stderr }));

async function list({ store, json, print }: Call): Promise<void> {
  const people = store.users().map(({ id, name: username, role, guest, createdAt }) => {
    return { id, username, role, guest, createdAt, sessions: store.sessions(id).length };
  });
  if (json) return print(JSON.stringify(people));
  if (people.length === 0) return print('Nobody yet: petcam-hub setup shows how the first person joins.');
  for (const { username, role, guest, sessions } of people) {
    const devices = `signed in on ${sessions} ${sessions === 1 ? 'device' : 'devices'}`;
    print(`${username.padEnd(24)}  ${role.padEnd(6)}  ${devices}${guest ? `, ${rightsOf(guest)}` : ''}`);
  }
}

function rightsOf({ cameras, until }: GuestRights): string {
  const seen = cameras.length === 0 ? 'no camera' : cameras.join(', ');
  return `sees ${seen} until ${new Date(until).toISOString()}`;
}

async function reset({ store, name, json, print, password }: Call): Promise<void> {
  if (name === '') throw new Refusal('usage', 'user reset needs a name: petcam-hub user list shows them');
  const person = store.userByName(name.normalize('NFC'));
  if (!person)
    throw new Refusal('usage', `there is nobody called "${name}"; petcam-hub user list shows who is there`);
  const next = await password();
  if (next.length < minLength || next.length > maxLength)
    throw new Refusal('usage', `a password has ${minLength} to ${maxLength} characters; nothing was changed`);
  await store.setPassword(person.id, await hashPassword(next), null);
  await store.addSecurityEvent({ name: 'password-reset', person: person.name, count: 1 });
  print(
    json
      ? JSON.stringify({ reset: person.name })
      : `${person.name} has a new password and is signed out everywhere.`,
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { getHealth, type Health } from '../api/calls.js';
import { register, signIn } from '../api/session.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Field } from '../components/field.js';
import { Icon } from '../components/icon.js';
import { CurrentPassword, NewPassword } from '../components/password-field.js';
import { hubAddress } from '../core/base.js';
import { goInstead, useArrival } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';

/** The first person of the hub, with the code that its terminal shows. */
export function Setup({ code }: { code: string }) {
  const { words } = useWords();
  return (
    <Entry title={words.titles.setup} lead={words.entry.setupLead}>
      <Registration code={code} codeLabel={words.entry.code} submit={words.entry.create} />
    </Entry>
  );
}

/** Another person of the home, with an invitation. */
export function Join({ code }: { code: string }) {
  const { words } = useWords();
  return (
    <Entry title={words.titles.join} lead={words.entry.joinLead}>
      <Registration code={code} codeLabel={words.entry.invitation} submit={words.entry.join} />
      <Aside label={words.entry.haveAccount} onClick={() => goInstead({ name: 'today' })} />
    </Entry>
  );
}

/** Page of the sign-in with name and password. */
export function SignIn() {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Entry title={words.titles.signIn} lead={words.entry.signInLead}>
      <DiskNotice />
      <Form
        fault={fault}
        busy={busy}
        submit={words.entry.signIn}
        onSubmit={() => run(() => signIn({ username, password }))}
      >
        <Field label={words.entry.username} value={username} onInput={setUsername} autocomplete="username" />
        <CurrentPassword label={words.entry.password} value={password} onInput={setPassword} />
      </Form>
      <Aside label={words.entry.haveInvitation} onClick={() => goInstead({ name: 'join', code: '' })} />
    </Entry>
  );
}

/** Why new photos may be missing, for who cannot see the settings yet. */
function DiskNotice() {
  const { words } = useWords();
  const [disk, setDisk] = useState<Health['disk']>(undefined);
  useEffect(() => {
    getHealth().then(
      (health) => setDisk(health.disk),
      () => undefined,
    );
  }, []);
  return <div role="status">{disk && <p class="advice">{words.entry.disk[disk]}</p>}</div>;
}

function Registration(props: { code: string; codeLabel: string; submit: string }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [code, setCode] = useState(props.code);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  async function enter(): Promise<void> {
    await register({ username: username.trim(), password }, code.trim());
    goInstead({ name: 'today' });
  }
  return (
    <Form fault={fault} busy={busy} submit={props.submit} onSubmit={() => run(enter)}>
      <Field
        label={props.codeLabel}
        value={code}
        onInput={setCode}
        className="code"
        autocomplete="one-time-code"
      />
      <Field label={words.entry.username} value={username} onInput={setUsername} autocomplete="username" />
      <NewPassword
        label={words.entry.password}
        hint={words.entry.passwordHint}
        value={password}
        onInput={setPassword}
      />
    </Form>
  );
}

function Entry(props: { title: string; lead: string; children: ComponentChildren }) {
  const { words } = useWords();
  useArrival(`${props.title} · ${words.app.name}`, props.title);
  return (
    <main class="entry">
      <div class="entry-head">
        <img src={hubAddress('/icon.svg')} alt="" width={64} height={64} />
        <h1 tabIndex={-1}>{props.title}</h1>
        <p class="soft">{props.lead}</p>
      </div>
      {props.children}
      <p class="private">
        <Icon name="lock" />
        {words.entry.private}
      </p>
    </main>
  );
}

interface FormProps {
  fault: unknown;
  busy: boolean;
  submit: string;
  onSubmit: () => void;
  children: ComponentChildren;
}

function Form(props: FormProps) {
  const { words } = useWords();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {props.children}
      <div role="alert">{props.fault !== null && <p class="fault">{sayFault(props.fault, words)}</p>}</div>
      <button type="submit" class="button wide" aria-disabled={props.busy}>
        {props.busy && <span class="spinner" />}
        {props.submit}
      </button>
    </form>
  );
}

function Aside({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" class="text-button" onClick={onClick}>
      {label}
    </button>
  );
}

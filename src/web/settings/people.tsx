import { useEffect, useState } from 'preact/hooks';
import {
  changeGuest,
  type GuestRights,
  type InvitationAnswer,
  invite,
  listInvitations,
  listPeople,
  type Person,
  removePerson,
  revokeInvitation,
} from '../api/calls.js';
import { signOut } from '../api/session.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { ConfirmButton } from '../components/confirm-button.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';
import { GuestForm } from './guest-form.js';
import { Invitation } from './invitation.js';

/** Settings of people: who is signed in; for an owner also the others and their invitations. */
export function People({ user }: { user: Person }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  return (
    <Group title={words.settings.people}>
      <Somebody person={user} />
      {fault !== null && (
        <p class="fault" role="alert">
          {sayFault(fault, words)}
        </p>
      )}
      {user.role === 'owner' && <Members user={user} />}
      <button type="button" class="button quiet wide" aria-disabled={busy} onClick={() => void run(signOut)}>
        {words.settings.signOut}
      </button>
    </Group>
  );
}

function Somebody({ person }: { person: Person }) {
  const { words } = useWords();
  return (
    <div class="person">
      <span class="avatar" aria-hidden="true">
        {person.username.charAt(0).toLocaleUpperCase()}
      </span>
      <div>
        <p>
          <strong>{person.username}</strong>
        </p>
        <p class="soft small">{words.settings.roles[person.role]}</p>
        {person.guest && <Rights rights={person.guest} />}
      </div>
    </div>
  );
}

function Rights({ rights }: { rights: GuestRights }) {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  const now = Date.now();
  const cameras = rights.cameras.map(nameOf).join(', ') || words.settings.guestSeesNone;
  return (
    <p class="soft small">
      {rights.until > now
        ? words.settings.guestSees(cameras, format.day(rights.until - 1, now))
        : words.settings.guestOver}
    </p>
  );
}

interface Household {
  others: Person[];
  open: Awaited<ReturnType<typeof listInvitations>>;
}

function Members({ user }: { user: Person }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [household, setHousehold] = useState<Household>({ others: [], open: [] });
  const [made, setMade] = useState<InvitationAnswer | null>(null);
  async function read(): Promise<void> {
    const [people, open] = await Promise.all([listPeople(), listInvitations()]);
    setHousehold({ others: people.filter(({ id }) => id !== user.id), open });
  }
  const after = (work: () => Promise<unknown>) => () =>
    void run(async () => {
      await work();
      await read();
    });
  async function change(person: Person, rights: GuestRights): Promise<void> {
    await changeGuest(person.id, rights);
    showToast({ text: words.settings.guestChanged });
  }
  useEffect(
    after(async () => undefined),
    [],
  );
  return (
    <>
      {household.others.map((person) => (
        <details class="more" key={person.id}>
          <summary>
            <Somebody person={person} />
          </summary>
          {person.guest && (
            <GuestForm
              rights={person.guest}
              submit={words.settings.guestChange}
              busy={busy}
              onSubmit={(rights) => after(() => change(person, rights))()}
            />
          )}
          <ConfirmButton
            label={words.settings.remove}
            ask={words.settings.removeAsk(person.username)}
            hint={words.settings.removeHint}
            busy={busy}
            onSure={after(() => removePerson(person.id))}
          />
        </details>
      ))}
      {made && <Invitation invitation={made} />}
      <OpenInvitations
        open={household.open.filter(({ id }) => id !== made?.id)}
        busy={busy}
        onRevoke={(id) => after(() => revokeInvitation(id))()}
      />
      {fault !== null && (
        <p class="fault" role="alert">
          {sayFault(fault, words)}
        </p>
      )}
      <button
        type="button"
        class="button wide"
        aria-disabled={busy}
        onClick={after(async () => setMade(await invite()))}
      >
        {made ? words.settings.inviteAnother : words.settings.invite}
      </button>
      <details class="more">
        <summary>{words.settings.inviteGuest}</summary>
        <GuestForm
          rights={null}
          submit={words.settings.inviteGuest}
          busy={busy}
          onSubmit={(rights) => after(async () => setMade(await invite(rights)))()}
        />
      </details>
    </>
  );
}

function OpenInvitations(props: { open: Household['open']; busy: boolean; onRevoke: (id: number) => void }) {
  const { words, format } = useWords();
  if (props.open.length === 0) return null;
  return (
    <ul class="rows" aria-label={words.settings.openInvitations}>
      {props.open.map(({ id, guest, expiresAt }) => (
        <li class="device" key={id}>
          <div>
            <p>{words.settings.openInvitation}</p>
            {guest && <Rights rights={guest} />}
            <p class="soft small">{words.settings.inviteUntil(format.moment(expiresAt))}</p>
          </div>
          <button
            type="button"
            class="text-button"
            aria-disabled={props.busy}
            onClick={() => props.onRevoke(id)}
          >
            {words.settings.revoke}
          </button>
        </li>
      ))}
    </ul>
  );
}

import { useState } from 'preact/hooks';
import type { InvitationAnswer, Person } from '../../api/schemas/accounts.js';
import { invite } from '../api/calls.js';
import { signOut } from '../api/session.js';
import { formatRoute } from '../route.js';
import { useWords } from '../words/language.js';
import { useBusy } from './busy.js';
import { sayFault } from './fault.js';
import { Group } from './group.js';
import { announce } from './notices.js';

/** Who holds this phone, and the way to let somebody else in. */
export function People({ user }: { user: Person }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [invitation, setInvitation] = useState<InvitationAnswer | null>(null);
  return (
    <Group title={words.settings.people}>
      <div class="person">
        <span class="avatar" aria-hidden="true">
          {user.username.charAt(0).toLocaleUpperCase()}
        </span>
        <div>
          <p>
            <strong>{user.username}</strong>
          </p>
          <p class="soft small">{words.settings.roles[user.role]}</p>
        </div>
      </div>
      {invitation && <Invitation invitation={invitation} />}
      {fault !== null && (
        <p class="fault" role="alert">
          {sayFault(fault, words)}
        </p>
      )}
      {user.role === 'owner' && !invitation && (
        <button
          type="button"
          class="button wide"
          aria-disabled={busy}
          onClick={() => void run(async () => setInvitation(await invite('member')))}
        >
          {words.settings.invite}
        </button>
      )}
      <button type="button" class="button quiet wide" onClick={() => void run(signOut)}>
        {words.settings.signOut}
      </button>
    </Group>
  );
}

function Invitation({ invitation }: { invitation: InvitationAnswer }) {
  const { words, format } = useWords();
  const link = `${location.origin}/${formatRoute({ name: 'join', code: invitation.code })}`;
  const copy = () =>
    void navigator.clipboard.writeText(link).then(
      () => announce(words.settings.copied),
      () => undefined,
    );
  return (
    <div class="invite" role="status">
      <p class="soft">{words.settings.inviteLead}</p>
      <p class="invite-code">{invitation.code}</p>
      <p class="soft small">{words.settings.inviteUntil(format.moment(invitation.expiresAt))}</p>
      <p class="small">{words.settings.inviteLink}</p>
      <p class="link">{link}</p>
      {isSecureContext && (
        <button type="button" class="button quiet" onClick={copy}>
          {words.settings.copy}
        </button>
      )}
    </div>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import type { InvitationAnswer } from '../api/calls.js';
import { useCameras } from '../components/camera-names.js';
import { announce } from '../components/notices.js';
import { QrCode } from '../components/qr-code.js';
import { useWords } from '../i18n/language.js';

/** An invitation just made: to be scanned, typed or sent, once. */
export function Invitation({ invitation }: { invitation: InvitationAnswer }) {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  const { url, scan, guest } = invitation;
  const lead = guest
    ? words.settings.inviteLeadGuest(guest.cameras.map(nameOf).join(', '))
    : words.settings.inviteLead;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  const copy = () =>
    void navigator.clipboard.writeText(url).then(
      () => announce(words.settings.copied),
      () => undefined,
    );
  return (
    <div class="invite" role="status" ref={element} tabIndex={-1}>
      <p class="soft">{lead}</p>
      <QrCode text={scan} label={words.settings.inviteScan} />
      {scan !== url && <p>{words.settings.inviteCode}</p>}
      <p class="invite-code">{invitation.code}</p>
      <p class="soft small">{words.settings.inviteUntil(format.moment(invitation.expiresAt))}</p>
      <p class="small">{words.settings.inviteLink}</p>
      <p class="link">{url}</p>
      {isSecureContext && (
        <button type="button" class="button quiet" onClick={copy}>
          {words.settings.copy}
        </button>
      )}
    </div>
  );
}

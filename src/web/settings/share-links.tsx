import { useEffect, useState } from 'preact/hooks';
import { endShareLink, listShareLinks, type ShareLink } from '../api/share-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { hubAddress } from '../core/base.js';
import { useWords } from '../i18n/language.js';
import { sharingWords } from '../i18n/sharing.js';

/** Links to photos that can be opened, and their end; a member's own, for an owner those of everybody. */
export function ShareLinks({ person }: { person: string }) {
  const { words, language } = useWords();
  const sharing = sharingWords[language];
  const { busy, fault, run } = useBusy();
  const [links, setLinks] = useState<ShareLink[] | null>(null);
  useEffect(() => void run(async () => setLinks(await listShareLinks())), []);
  const end = (id: number) =>
    void run(async () => {
      await endShareLink(id);
      setLinks(await listShareLinks());
      showToast({ text: sharing.ended });
    });
  if (links === null && fault === null) return null;
  return (
    <Group title={sharing.group}>
      {links?.length === 0 && <p class="soft">{sharing.noLinks}</p>}
      <ul class="rows">
        {links?.map((link) => (
          <LinkRow key={link.id} link={link} person={person} busy={busy} onEnd={() => end(link.id)} />
        ))}
      </ul>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </Group>
  );
}

function LinkRow(props: { link: ShareLink; person: string; busy: boolean; onEnd: () => void }) {
  const { language, format } = useWords();
  const sharing = sharingWords[language];
  const { photos, cover, by, expiresAt, opened, lastOpenedAt } = props.link;
  const what = photos === 0 ? sharing.gone : sharing.count(photos, format.number(photos));
  const until = format.moment(expiresAt);
  const seen = sharing.opened(opened, format.number(opened));
  const last = lastOpenedAt === null ? '' : `, ${sharing.last(format.ago(lastOpenedAt, Date.now()))}`;
  return (
    <li class="share-link">
      {cover && <img src={hubAddress(cover)} alt="" />}
      <div>
        <p>{what}</p>
        <p class="soft small">{sharing.until(until)}</p>
        <p class="soft small">
          {seen}
          {last}
        </p>
        {by !== props.person && <p class="soft small">{sharing.by(by)}</p>}
      </div>
      <button
        type="button"
        class="text-button"
        aria-label={sharing.endNamed(what, until)}
        aria-disabled={props.busy}
        onClick={props.onEnd}
      >
        {sharing.end}
      </button>
    </li>
  );
}

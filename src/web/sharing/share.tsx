import { useEffect, useRef, useState } from 'preact/hooks';
import { getReach, type Reach } from '../api/reach-calls.js';
import { makeShareLink, type ShareLinkAnswer } from '../api/share-calls.js';
import { BackButton } from '../components/back-button.js';
import { useBusy } from '../components/busy.js';
import { Choice } from '../components/choice.js';
import { sayFault } from '../components/fault.js';
import { announce } from '../components/notices.js';
import { hubAddress } from '../core/base.js';
import { goBack, useArrival } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';
import { type SharingWords, sharingWords } from '../i18n/sharing.js';

/** More small pictures than these are said in a number. */
const mostShown = 11;

/** Screen on which a link to some photos is made: what it shows, for how long, and the link itself, once. */
export function Share({ photos }: { photos: number[] }) {
  const { words, language, format } = useWords();
  const sharing = sharingWords[language];
  const [made, setMade] = useState<ShareLinkAnswer | null>(null);
  useArrival(`${sharing.title} · ${words.app.name}`, 'share');
  return (
    <div class="screen">
      <header class="screen-head">
        <BackButton onBack={() => goBack({ name: 'gallery', filter: {} })} />
        <div class="moment-title">
          <h1 tabIndex={-1}>{sharing.title}</h1>
          <p>
            {photos.length === 0 ? sharing.none : sharing.count(photos.length, format.number(photos.length))}
          </p>
        </div>
      </header>
      {photos.length > 0 && (
        <div class="card">
          <div class="card-body">
            <Chosen photos={photos} />
            <p>{sharing.lead(photos.length)}</p>
            {made ? (
              <Made answer={made} words={sharing} />
            ) : (
              <Make photos={photos} words={sharing} onMade={setMade} />
            )}
          </div>
        </div>
      )}
    </div>
  );
}

/** The first of the photos, small; the words beside them say how many they are. */
function Chosen({ photos }: { photos: readonly number[] }) {
  const { format } = useWords();
  const rest = photos.length - mostShown;
  return (
    <div class="share-chosen" aria-hidden="true">
      {photos.slice(0, mostShown).map((id) => (
        <img key={id} src={hubAddress(`/photos/${id}/image?variant=thumb`)} alt="" />
      ))}
      {rest > 0 && <span>+{format.number(rest)}</span>}
    </div>
  );
}

interface MakeProps {
  photos: number[];
  words: SharingWords;
  onMade: (answer: ShareLinkAnswer) => void;
}

function Make({ photos, words: sharing, onMade }: MakeProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [days, setDays] = useState(7);
  const [reach, setReach] = useState<Reach | null>(null);
  useEffect(() => void getReach().then(setReach, () => undefined), []);
  const options = Object.entries(sharing.days).map(([count, name]) => [Number(count), name] as const);
  const make = () => void run(async () => onMade(await makeShareLink(photos, days)));
  return (
    <>
      {reach && (
        <p class="soft">{(reach.leadsIn ? sharing.opens : sharing.homeOnly)(new URL(reach.address).host)}</p>
      )}
      <Choice
        label={sharing.ends}
        value={days}
        options={options}
        other={sharing.otherDays}
        onChange={setDays}
      />
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button type="button" class="button wide" aria-disabled={busy} onClick={make}>
        {sharing.make}
      </button>
    </>
  );
}

function Made({ answer: { url, link }, words: sharing }: { answer: ShareLinkAnswer; words: SharingWords }) {
  const { format } = useWords();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  const copy = () =>
    void navigator.clipboard.writeText(url).then(
      () => announce(sharing.copied),
      () => undefined,
    );
  // Rejected when the person thinks better of it.
  const send = () => void navigator.share({ url }).catch(() => undefined);
  return (
    <div class="invite" role="status" ref={element} tabIndex={-1}>
      <p>
        <strong>{sharing.ready}</strong> {sharing.until(format.moment(link.expiresAt))}
      </p>
      <p class="link">{url}</p>
      {typeof navigator.share === 'function' && (
        <button type="button" class="button wide" onClick={send}>
          {sharing.send}
        </button>
      )}
      {isSecureContext && (
        <button type="button" class="button quiet wide" onClick={copy}>
          {sharing.copy}
        </button>
      )}
      <p class="soft small">{sharing.endInSettings}</p>
    </div>
  );
}

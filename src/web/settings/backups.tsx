import { useEffect, useState } from 'preact/hooks';
import { type Backups, beginBackup, getBackups } from '../api/backup-calls.js';
import { BackupSteps } from '../components/backup-steps.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { type BackupWords, backupWords } from '../i18n/backups.js';
import { useWords } from '../i18n/language.js';
import { Facts } from './facts.js';

/** Where backups go and which are there, or how to have them; for owners. */
export function BackupsGroup() {
  const { language } = useWords();
  const words = backupWords[language];
  const [state, setState] = useState<Backups | null>(null);
  useEffect(() => void getBackups().then(setState, () => undefined), []);
  if (state === null) return null;
  return (
    <Group title={words.title}>
      {state.directory === null ? (
        <>
          <p>{words.off}</p>
          <BackupSteps />
        </>
      ) : (
        <>
          <p>{words.on(state.directory)}</p>
          <Newest list={state.backups} words={words} />
          <BackUpNow words={words} />
        </>
      )}
    </Group>
  );
}

function Newest({ list, words }: { list: Backups['backups']; words: BackupWords }) {
  const { format } = useWords();
  const [newest] = list;
  if (!newest) return <p class="soft">{words.none}</p>;
  return (
    <Facts
      facts={[
        [words.newest, format.moment(newest.takenAt)],
        [words.photos, format.number(newest.photos)],
        [words.size, format.bytes(newest.bytes)],
        [words.count, format.number(list.length)],
      ]}
    />
  );
}

function BackUpNow({ words: { now, begun } }: { words: BackupWords }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [isBegun, setBegun] = useState(false);
  const begin = () =>
    run(async () => {
      await beginBackup();
      setBegun(true);
    });
  return (
    <>
      <button
        type="button"
        class="button quiet wide"
        aria-disabled={busy || isBegun}
        onClick={() => !isBegun && void begin()}
      >
        {now}
      </button>
      <div role="status">{isBegun && <p class="soft small">{begun}</p>}</div>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </>
  );
}

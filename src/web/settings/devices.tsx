import { useEffect, useState } from 'preact/hooks';
import { endOtherSessions, endSession, listSessions } from '../api/calls.js';
import type { Session } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { useWords } from '../i18n/language.js';

/** Where one is signed in, and the way to end that from here. */
export function Devices() {
  const { words, format } = useWords();
  const [known, setSessions] = useState<Session[] | null>(null);
  const sessions = known ?? [];
  const { busy, fault, run } = useBusy();
  const read = async () => setSessions(await listSessions());
  useEffect(() => void run(read), []);
  const end = (work: () => Promise<unknown>) => () =>
    void run(async () => {
      await work();
      await read();
    });
  return (
    <Group title={words.settings.devices}>
      {fault !== null && (
        <p class="fault" role="alert">
          {sayFault(fault, words)}
        </p>
      )}
      <ul class="rows" aria-busy={known === null}>
        {known === null && <li class="device" />}
        {sessions.map((each) => (
          <li class="device" key={each.id}>
            <div>
              <p>{each.device}</p>
              <p class="soft small">
                {each.current
                  ? words.settings.thisDevice
                  : words.settings.lastUsed(format.ago(each.lastUsedAt, Date.now()))}
              </p>
            </div>
            {!each.current && (
              <button
                type="button"
                class="text-button"
                aria-disabled={busy}
                aria-label={words.settings.endDevice(each.device)}
                onClick={end(() => endSession(each.id))}
              >
                {words.settings.signOut}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" class="button quiet wide" aria-disabled={busy} onClick={end(endOtherSessions)}>
          {words.settings.endOthers}
        </button>
      )}
    </Group>
  );
}

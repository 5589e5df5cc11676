import { useEffect, useState } from 'preact/hooks';
import { getSync, type SyncState } from '../api/calls.js';
import { Group } from '../components/group.js';
import { useWords } from '../i18n/language.js';
import { Facts } from './facts.js';

/** How sending photos to the owner's own storage goes; says so, too, when nothing is sent anywhere. */
export function Sync() {
  const { words, format } = useWords();
  const [state, setState] = useState<SyncState | null>(null);
  useEffect(() => {
    getSync().then(setState, () => undefined);
  }, []);
  if (!state) return null;
  if (!state.enabled || state.scope === null) {
    return (
      <Group title={words.settings.sync}>
        <p class="soft">{words.settings.syncOff}</p>
      </Group>
    );
  }
  const facts: [string, string][] = [
    [words.settings.syncScope, words.settings.syncScopes[state.scope]],
    [words.settings.syncSent, `${format.number(state.sent)} · ${format.bytes(state.sentBytes)}`],
    [words.settings.syncWaiting, format.number(state.waiting)],
    ...(state.aside > 0 ? [[words.settings.syncAside, format.number(state.aside)] as [string, string]] : []),
    ...(state.list
      ? [
          [
            words.settings.syncList,
            words.settings.syncListWords(format.number(state.list.number), format.moment(state.list.at)),
          ] as [string, string],
        ]
      : []),
  ];
  return (
    <Group title={words.settings.sync}>
      <Facts facts={facts} />
      {state.trouble && (
        <p class="fault">
          {words.settings.syncTrouble(format.ago(state.trouble.since, Date.now()))} {state.trouble.message}
        </p>
      )}
    </Group>
  );
}

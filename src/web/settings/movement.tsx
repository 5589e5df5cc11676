import { useEffect, useState } from 'preact/hooks';
import { changeMovement, foldsMovement } from '../api/movement-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';

/** Settings of photos without a pet: folded into one line, or all of them shown. An owner decides. */
export function Movement({ owner }: { owner: boolean }) {
  const { words } = useWords();
  const { fault, run } = useBusy();
  const [fold, setFold] = useState<boolean | null>(null);
  useEffect(() => void foldsMovement().then(setFold, () => undefined), []);
  if (fold === null) return null;
  const choose = (showAll: boolean) => void run(async () => setFold(await changeMovement(!showAll)));
  return (
    <Group title={words.movement.title}>
      <fieldset class="settings-fields" disabled={!owner}>
        <Switch label={words.movement.showAll} on={!fold} onChange={choose} />
        <p class="soft small">{words.movement.hint}</p>
      </fieldset>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </Group>
  );
}

import { useState } from 'preact/hooks';
import { tellOnlyWhenAway, type VisitRules } from '../api/alert-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { useIsOwner } from '../components/owner.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';
import { presenceWords } from '../i18n/presence.js';

/** Switch of an owner who wants to hear of visits only while nobody is at home, and who is, as far as the hub knows. */
export function OnlyWhenAway({ rules }: { rules: VisitRules }) {
  const { words, language } = useWords();
  const owner = useIsOwner();
  const { fault, run } = useBusy();
  const [{ onlyWhenAway, presence }, setRules] = useState(rules);
  const texts = presenceWords[language];
  return (
    <fieldset class="settings-fields" disabled={!owner}>
      <Switch
        label={texts.only}
        on={onlyWhenAway}
        onChange={(on) => void run(async () => setRules(await tellOnlyWhenAway(on)))}
      />
      {onlyWhenAway && <p class="soft small">{texts[presence ?? 'unknown']}</p>}
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </fieldset>
  );
}

import { useWords } from '../i18n/language.js';
import { Icon } from './icon.js';

/** Round button at the head of a screen that goes back to where the person came from. */
export function BackButton({ onBack }: { onBack: () => void }) {
  const { words } = useWords();
  return (
    <button type="button" class="round-button" aria-label={words.app.back} onClick={onBack}>
      <Icon name="back" />
    </button>
  );
}

import { useWords } from '../i18n/language.js';

/** Whether a camera is there, in a word and a dot. */
export function Presence({ online }: { online: boolean }) {
  const { words } = useWords();
  return (
    <span class={`presence ${online ? 'online' : ''}`}>
      {online ? words.cameras.online : words.cameras.offline}
    </span>
  );
}

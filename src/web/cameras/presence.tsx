import { useWords } from '../i18n/language.js';

/** Word and dot that say whether a camera is online. */
export function Presence({ online }: { online: boolean }) {
  const { words } = useWords();
  return (
    <span class={`presence ${online ? 'online' : ''}`}>
      {online ? words.cameras.online : words.cameras.offline}
    </span>
  );
}

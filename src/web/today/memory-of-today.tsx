import { useEffect, useState } from 'preact/hooks';
import { listMemories, type Memory } from '../api/memory-calls.js';
import { cropAround } from '../components/crop.js';
import { useHousehold } from '../components/household.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { memoryWords } from '../i18n/memories.js';
import { sayWho } from '../i18n/who.js';

/** The day of an earlier year that has photos, the latest one; nothing where there is none. Leads to its best photo. */
export function MemoryOfToday() {
  const { words, language } = useWords();
  const { namesOn } = useHousehold();
  const [memory, setMemory] = useState<Memory | null>(null);
  useEffect(
    () =>
      void listMemories().then(
        (memories) => setMemory(memories.find(({ kind }) => kind === 'years-ago') ?? null),
        () => undefined,
      ),
    [],
  );
  const best = memory?.photos.find(({ id }) => id === memory.best);
  if (!memory || !best) return null;
  return (
    <a class="memory-of-today" href={formatRoute({ name: 'photo', id: best.id, filter: {} })}>
      <Picture src={best.images.thumb} alt="" crop={cropAround(best)} />
      <span>
        <strong>{memoryWords[language].yearsAgo(memory.years)}</strong>
        <br />
        <span class="soft small">{sayWho(best, namesOn(best), words)}</span>
      </span>
    </a>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { listMemories, type Memory } from '../api/memory-calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import { cropAround } from '../components/crop.js';
import { useHousehold } from '../components/household.js';
import { Icon } from '../components/icon.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { type MemoryWords, memoryWords } from '../i18n/memories.js';
import { whoWord } from '../i18n/who.js';

/** Photos to look back on: of everybody, or of one of several pets. Takes no place where there is nothing. */
export function Memories() {
  const { language } = useWords();
  const memory = memoryWords[language];
  const { list: pets } = useHousehold();
  const [who, setWho] = useState<number | undefined>();
  const memories = useMemories(who);
  if (memories === null || (memories.length === 0 && who === undefined)) return null;
  return (
    <section class="memories" aria-labelledby="memories">
      <h2 id="memories">{memory.title}</h2>
      {pets && pets.length > 1 && (
        <fieldset class="chips">
          <legend class="hidden">{memory.whose}</legend>
          <Whose name={memory.everybody} on={who === undefined} onChoose={() => setWho(undefined)} />
          {pets.map(({ id, name }) => (
            <Whose key={id} name={name} on={who === id} onChoose={() => setWho(id)} />
          ))}
        </fieldset>
      )}
      <div class="memory-row">
        {memories.map((one) => (
          <MemoryCard
            key={`${one.kind} ${one.from}`}
            memory={one}
            words={memory}
            pet={pets?.find(({ id }) => id === who)?.name}
          />
        ))}
      </div>
    </section>
  );
}

function Whose({ name, on, onChoose }: { name: string; on: boolean; onChoose: () => void }) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={onChoose}>
      {name}
    </button>
  );
}

/** Null until known; one that does not come is missing, and the rest of the screen is there. */
function useMemories(who: number | undefined): Memory[] | null {
  const [memories, setMemories] = useState<Memory[] | null>(null);
  useEffect(() => {
    let current = true;
    const read = () =>
      void listMemories(who).then(
        (list) => current && setMemories(list),
        () => current && setMemories((before) => before ?? []),
      );
    read();
    const stop = onPhotoNews(({ kind }) => kind === 'gone' && read());
    return () => {
      current = false;
      stop();
    };
  }, [who]);
  return memories;
}

/** Name of a memory, as a person says it. */
export function titleOf(
  { kind, years, from }: Pick<Memory, 'kind' | 'years' | 'from'>,
  words: MemoryWords,
  month: (ms: number) => string,
  pet: string | undefined,
): string {
  if (kind === 'years-ago') return words.yearsAgo(years);
  if (kind === 'week') return words.week;
  // The middle of the month is in it wherever the phone is.
  if (kind === 'month') return words.month(month(from + 15 * 86_400_000));
  return pet === undefined ? words.firstDays : words.firstDaysOf(pet);
}

function MemoryCard(props: { memory: Memory; words: MemoryWords; pet: string | undefined }) {
  const { words, locale, format } = useWords();
  const { namesOn } = useHousehold();
  const { memory } = props;
  const monthOf = (ms: number) => new Intl.DateTimeFormat(locale, { month: 'long' }).format(ms);
  const title = titleOf(memory, props.words, monthOf, props.pet);
  const best = memory.photos.find(({ id }) => id === memory.best);
  const others = memory.photos.filter(({ id }) => id !== memory.best).slice(0, 3);
  const photos = memory.photos.map(({ id }) => id);
  return (
    <article class="card memory" aria-label={title}>
      {best && (
        <div class={`memory-photos ${others.length === 3 ? 'several' : ''}`}>
          {[best, ...(others.length === 3 ? others : [])].map((photo) => (
            <a
              key={photo.id}
              href={formatRoute({ name: 'photo', id: photo.id, filter: {} })}
              aria-label={props.words.open(title, format.moment(photo.takenAt))}
            >
              <Picture
                src={photo.id === best.id ? photo.images.preview : photo.images.thumb}
                alt={whoWord(photo, namesOn(photo), words) ?? ''}
                {...(photo.id !== best.id || others.length < 3 ? { crop: cropAround(photo) } : {})}
              />
            </a>
          ))}
        </div>
      )}
      <div class="card-body">
        <h3>{title}</h3>
        <p class="soft small">{words.highlights.moments(memory.photos.length)}</p>
        <a class="button quiet" href={formatRoute({ name: 'films', photos })}>
          <Icon name="play" />
          {props.words.video}
        </a>
      </div>
    </article>
  );
}

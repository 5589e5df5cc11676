import { makeHighlight } from '../api/calls.js';
import { useBusy } from '../components/busy.js';
import { Empty } from '../components/empty.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { useArrival } from '../core/navigate.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { HighlightCard } from './highlight-card.js';
import { Memories } from './memories.js';
import { type HighlightList, useHighlights } from './use-highlights.js';

/** The best of days and weeks, the newest first. */
export function Highlights() {
  const { words } = useWords();
  const { list, fault, read } = useHighlights();
  useArrival(`${words.titles.highlights} · ${words.app.name}`, 'highlights');
  return (
    <div class="screen">
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1}>{words.titles.highlights}</h1>
          <p>{words.highlights.lead}</p>
        </div>
        <nav class="highlight-links" aria-label={words.titles.highlights}>
          <a class="text-button" href={formatRoute({ name: 'activity' })}>
            {words.highlights.activity}
          </a>
          <a class="text-button" href={formatRoute({ name: 'films', photos: [] })}>
            {words.highlights.videos}
          </a>
        </nav>
      </header>
      {list === null && fault !== null && <FaultScreen thrown={fault} onRetry={read} />}
      <Memories />
      {list && <Cards list={list} />}
    </div>
  );
}

function Cards({ list: { highlights, today } }: { list: HighlightList }) {
  const { words } = useWords();
  const isThere = highlights.some(({ kind, day }) => kind === 'day' && day === today);
  if (highlights.length === 0) {
    return (
      <Empty icon="highlights" title={words.highlights.emptyTitle} text={words.highlights.empty}>
        <MakeToday today={today} />
      </Empty>
    );
  }
  return (
    <div class="cards highlights">
      {!isThere && (
        <section class="card" aria-labelledby="today-so-far">
          <div class="card-body">
            <h2 id="today-so-far">{words.highlights.todayTitle}</h2>
            <p class="soft">{words.highlights.today}</p>
            <MakeToday today={today} />
          </div>
        </section>
      )}
      {highlights.map((highlight, index) => (
        <HighlightCard
          key={`${highlight.id} ${highlight.version} ${highlight.state}`}
          highlight={highlight}
          first={index === 0}
        />
      ))}
    </div>
  );
}

function MakeToday({ today }: { today: string }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const make = () => void run(async () => void (await makeHighlight('day', today)));
  return (
    <div class="make-today">
      <button type="button" class="button wide" aria-disabled={busy} onClick={make}>
        {busy ? <span class="spinner" /> : <Icon name="highlights" />}
        {words.highlights.makeToday}
      </button>
      <p role="status" class={fault === null ? 'hidden' : 'fault'}>
        {fault !== null && sayFault(fault, words)}
      </p>
    </div>
  );
}

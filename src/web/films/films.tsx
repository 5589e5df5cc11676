import { useEffect, useState } from 'preact/hooks';
import { type Film, listFilms, removeFilm } from '../api/film-calls.js';
import { BackButton } from '../components/back-button.js';
import { useBusy } from '../components/busy.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { goBack, useArrival } from '../core/navigate.js';
import { filmWords } from '../i18n/films.js';
import { useWords } from '../i18n/language.js';
import { FilmCard } from './film-card.js';
import { MakeFilm } from './make-film.js';

const LOOK_EVERY_MS = 1_500;

/** Screen of the videos: one is made of the photos that the address names, and those that are there. */
export function Films({ photos }: { photos: number[] }) {
  const { words, language } = useWords();
  const films = filmWords[language];
  const { list, fault, look } = useFilms();
  const [begun, setBegun] = useState(false);
  const { fault: refused, busy, run } = useBusy();
  useArrival(`${films.title} · ${words.app.name}`, 'films');
  const remove = (id: number) =>
    void run(async () => {
      await removeFilm(id);
      look();
    });
  return (
    <div class="screen">
      <header class="screen-head">
        <BackButton onBack={() => goBack({ name: 'highlights' })} />
        <div class="moment-title">
          <h1 tabIndex={-1}>{films.title}</h1>
          <p>{films.lead}</p>
        </div>
      </header>
      {photos.length > 0 && !begun && (
        <MakeFilm
          photos={photos}
          onBegun={() => {
            setBegun(true);
            look();
          }}
        />
      )}
      {list === null && fault !== null && <FaultScreen thrown={fault} onRetry={look} />}
      <div role="alert">{refused !== null && <p class="fault">{sayFault(refused, words)}</p>}</div>
      {list?.length === 0 && photos.length === 0 && <p class="soft">{films.none}</p>}
      <div class="cards videos">
        {list?.map((film) => (
          <FilmCard key={film.id} film={film} busy={busy} onRemove={() => remove(film.id)} />
        ))}
      </div>
      {list !== null && list.length > 0 && <p class="soft small">{films.kept}</p>}
    </div>
  );
}

/** The films, null until known; looked at again and again while one of them is on its way. */
function useFilms() {
  const [list, setList] = useState<Film[] | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const look = () =>
    void listFilms().then((films) => {
      setFault(null);
      setList(films);
    }, setFault);
  useEffect(look, []);
  const isWaiting = list?.some(({ state }) => state === 'pending') ?? false;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return { list, fault, look };
}

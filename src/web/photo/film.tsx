import { useEffect, useRef } from 'preact/hooks';
import type { Burst, BurstFrame } from '../api/types.js';
import { Icon } from '../components/icon.js';
import { Picture } from '../components/picture.js';
import { ownScroll } from '../core/motion.js';
import { useWords } from '../i18n/language.js';
import { sayReason } from '../i18n/reason.js';

/** Burst and chosen frame of the film strip, with its callbacks. */
export interface FilmProps {
  burst: Burst;
  /** Index of the frame that is looked at. */
  selected: number;
  busy: boolean;
  onSelect: (frame: BurstFrame) => void;
  onUse: (frame: BurstFrame) => void;
  onRetry: () => void;
}

/** Every frame of the burst with the reason of its place, and the way to choose another one. */
export function Film({ burst, selected, busy, onSelect, onUse, onRetry }: FilmProps) {
  const { words, format } = useWords();
  const strip = useRef<HTMLUListElement>(null);
  useEffect(() => centre(strip.current), [burst.id, selected]);
  const frame = burst.frames.find(({ index }) => index === selected);
  // The button goes with what it does: the focus stays with the frame that is looked at.
  const leaveButton = () => strip.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  const use = (which: BurstFrame) => {
    leaveButton();
    onUse(which);
  };
  const retry = () => {
    leaveButton();
    onRetry();
  };
  const facts = [
    burst.trigger && words.photo.trigger[burst.trigger],
    words.photo.burstOf(burst.frames.length),
  ];
  return (
    <section aria-labelledby="film">
      <div class="film-head">
        <h2 id="film">{words.photo.burst}</h2>
        <span class="soft small">{facts.filter(Boolean).join(' · ')}</span>
      </div>
      <ul class="film" ref={strip}>
        {burst.frames.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              class={each.state}
              aria-pressed={each.index === selected}
              aria-label={labelOf(each)}
              onClick={() => onSelect(each)}
            >
              <Picture src={each.images.thumb} alt="" />
              {each.state === 'chosen' && (
                <span class="badge">
                  <Icon name="check" />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <div class="frame-verdict" aria-live="polite">
        {frame && (
          <p>
            <strong>{words.photo.frame(format.number(frame.index + 1))}</strong>{' '}
            <span class="soft">{verdictOf(frame)}</span>
          </p>
        )}
        {frame?.state === 'kept' && frame.images.original !== null && (
          <button type="button" class="button" aria-disabled={busy} onClick={() => use(frame)}>
            {busy ? words.photo.using : words.photo.useThis}
          </button>
        )}
        {frame?.state === 'aside' && frame.images.original !== null && burst.retryable && (
          <button type="button" class="button" aria-disabled={busy} onClick={retry}>
            {words.photo.retry}
          </button>
        )}
      </div>
      {burst.missing.length > 0 && <p class="soft small">{words.photo.missing(burst.missing.length)}</p>}
    </section>
  );

  function verdictOf(each: BurstFrame): string {
    const said = each.reason ? sayReason(each.reason, words) : '';
    const reason = each.state === 'kept' && each.place === 1 ? words.photo.hubsChoice(said) : said;
    return each.images.original === null ? `${reason} ${words.photo.bytesGone}` : reason;
  }

  function labelOf(each: BurstFrame): string {
    const chosen = each.state === 'chosen' ? `, ${words.photo.chosen}` : '';
    return `${words.photo.frame(format.number(each.index + 1))}${chosen}. ${verdictOf(each)}`;
  }
}

/**
 * Scrolls the frame that is looked at into the middle, the strip only and never the page. Not while somebody walks along
 * the strip with the keyboard: the frame that has the focus stays in sight.
 */
function centre(strip: HTMLElement | null): void {
  const pressed = strip?.querySelector<HTMLElement>('[aria-pressed="true"]');
  if (!strip || !pressed) return;
  const { activeElement } = document;
  if (activeElement !== pressed && strip.contains(activeElement)) return;
  const left = pressed.offsetLeft + pressed.offsetWidth / 2 - strip.clientWidth / 2;
  strip.scrollTo({ left, behavior: ownScroll() });
}

import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../i18n/language.js';
import { type Layout, monthAt } from './layout.js';

/** Layout of the gallery, where the window is in it, and the way to another part. */
export interface ScrubberProps {
  layout: Layout;
  /** Upper edge of what is seen of the layout, in CSS pixels; below 0 while the head of the gallery is. */
  top: number;
  /** Brings a height of the layout to the top of the window. */
  onGo: (top: number) => void;
}

/** Fewer months are scrolled through. */
const fewest = 3;
const restMs = 1800;

/** Slider at the edge that jumps through the months; it shows while the page is scrolled, and to the keyboard. */
export function Scrubber({ layout, top, onGo }: ScrubberProps) {
  const { words, format } = useWords();
  const { months } = layout;
  const shown = useShown(top);
  const here = monthAt(layout, top);
  const at = here ? months.indexOf(here) : 0;
  const name = format.month(here?.month ?? '');
  if (months.length < fewest) return null;
  const go = (value: number) => onGo((months[value]?.top ?? 0) + 1);
  return (
    <div class={`scrubber ${shown ? 'shown' : ''}`} style={{ '--at': String(at / (months.length - 1)) }}>
      <input
        type="range"
        min={0}
        max={months.length - 1}
        step={1}
        value={at}
        aria-label={words.gallery.scrubber}
        aria-valuetext={name}
        aria-orientation="vertical"
        onInput={(event) => go(Number(event.currentTarget.value))}
      />
      <output class="scrubber-month" aria-hidden="true">
        {name}
      </output>
    </div>
  );
}

/** True for a while after the window has moved; not at the top of the gallery, where its head is. */
function useShown(top: number): boolean {
  const [rested, setRested] = useState(top);
  useEffect(() => {
    const timer = setTimeout(() => setRested(top), restMs);
    return () => clearTimeout(timer);
  }, [top]);
  return top > 0 && top !== rested;
}

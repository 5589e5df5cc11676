import { useState } from 'preact/hooks';
import type { Photo } from '../api/types.js';
import { useWords } from '../i18n/language.js';

/** Photo and position of the split between original and enlargement. */
export interface LayeredProps {
  photo: Photo;
  frame: string | null;
  alt: string;
  /** Percent of the width up to which the original lies on top, or null when nothing is compared. */
  split: number | null;
}

/** The preview at once, the best there is on top when it has loaded, and the original over its left part. */
export function Layered({ photo, frame, alt, split }: LayeredProps) {
  const best = frame ?? photo.images.upscaled ?? photo.images.original;
  return (
    <>
      {frame === null && <img src={photo.images.preview} alt="" aria-hidden="true" />}
      <Best key={best} src={best} alt={alt} />
      {split !== null && (
        <img class="before" src={photo.images.original} alt="" style={{ '--split': `${split}%` }} />
      )}
    </>
  );
}

function Best({ src, alt }: { src: string; alt: string }) {
  const [loaded, setLoaded] = useState(false);
  const className = `top ${loaded ? 'loaded' : ''}`;
  return <img class={className} src={src} alt={alt} decoding="async" onLoad={() => setLoaded(true)} />;
}

/** Line between original and enlargement, over the viewport and as wide however far it is enlarged. */
export function Split(props: { percent: number; onSplit: (percent: number) => void }) {
  const { words } = useWords();
  const shown = Math.round(props.percent);
  return (
    <div class="split" style={{ '--split': `${props.percent}%` }}>
      <input
        class="split-range"
        type="range"
        min={0}
        max={100}
        value={shown}
        aria-label={words.photo.compareLabel}
        aria-valuetext={words.photo.comparePercent(shown)}
        onInput={(event) => props.onSplit(Number(event.currentTarget.value))}
      />
      <span class="split-line" />
      <span class="split-tag left">{words.photo.before}</span>
      <span class="split-tag right">{words.photo.after}</span>
    </div>
  );
}

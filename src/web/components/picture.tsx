import { useEffect, useRef, useState } from 'preact/hooks';
import { freshenSession, sessionEpoch } from '../api/freshness.js';
import type { Crop } from './crop.js';

/** Before each further try, in ms: the session may have run out, or the hub may be busy making the thumbnail. */
const waits = [0, 2000, 5000, 10_000];

/** Source and text of a picture; null shows an empty one. */
export interface PictureProps {
  src: string | null;
  alt: string;
  eager?: boolean;
  className?: string;
  /** The part that a square tile shows; all of it, cut at its sides, without. */
  crop?: Crop;
}

/** An image with a placeholder while it loads. One that fails is tried again, with a fresh session. */
export function Picture({ src, alt, eager = false, className = '', crop }: PictureProps) {
  const { state, attempt, onLoad, onError } = useLoading(src);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth > 0) onLoad();
  }, [src]);
  return (
    <span class={`picture ${state} ${className}`} style={{ display: 'block' }}>
      {src && (
        <img
          key={`${src} ${attempt}`}
          ref={image}
          src={src}
          alt={alt}
          {...(crop && { style: styleOf(crop) })}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          draggable={false}
          onLoad={onLoad}
          onError={onError}
        />
      )}
    </span>
  );
}

const styleOf = ({ left, top, width, height }: Crop) => ({
  position: 'absolute' as const,
  maxWidth: 'none',
  left: `${left}%`,
  top: `${top}%`,
  width: `${width}%`,
  height: `${height}%`,
});

function useLoading(src: string | null) {
  const [shown, setShown] = useState({ src, state: 'waiting', attempt: 0 });
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), [src]);
  const current = shown.src === src ? shown : { src, state: 'waiting', attempt: 0 };
  const onLoad = () => setShown({ ...current, state: 'loaded' });
  const onError = () => {
    const wait = waits[current.attempt];
    if (wait === undefined) {
      setShown({ ...current, state: 'failed' });
      return;
    }
    const again = () => setShown({ ...current, attempt: current.attempt + 1 });
    timer.current = window.setTimeout(() => freshenSession(sessionEpoch()).then(again, again), wait);
  };
  return { ...current, onLoad, onError };
}

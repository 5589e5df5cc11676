import { useEffect, useRef, useState } from 'preact/hooks';
import { freshenSession, sessionEpoch } from '../api/freshness.js';

export interface PictureProps {
  src: string | null;
  alt: string;
  eager?: boolean;
  className?: string;
}

/** An image with a placeholder while it loads. One that fails is tried once more, with a fresh session. */
export function Picture({ src, alt, eager = false, className = '' }: PictureProps) {
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

function useLoading(src: string | null) {
  const [shown, setShown] = useState({ src, state: 'waiting', attempt: 0 });
  const current = shown.src === src ? shown : { src, state: 'waiting', attempt: 0 };
  const onLoad = () => setShown({ ...current, state: 'loaded' });
  const onError = () => {
    if (current.attempt > 0) return setShown({ ...current, state: 'failed' });
    const again = () => setShown({ ...current, attempt: 1 });
    freshenSession(sessionEpoch()).then(again, again);
  };
  return { ...current, onLoad, onError };
}

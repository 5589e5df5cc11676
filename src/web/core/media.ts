import { useEffect, useState } from 'preact/hooks';

/** A phone that is held sideways: too low for a photo and what is said of it below each other. */
const SIDEWAYS = '(orientation: landscape) and (max-height: 32rem)';

/** True while the phone is held sideways. */
export function useSideways(): boolean {
  const [sideways, setSideways] = useState(() => matchMedia(SIDEWAYS).matches);
  useEffect(() => {
    const media = matchMedia(SIDEWAYS);
    const follow = () => setSideways(media.matches);
    follow();
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return sideways;
}

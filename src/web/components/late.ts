import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * Part of a screen whose program is fetched once the screen is there; null until it has come. A screen does without a
 * part that does not come.
 */
export function useLate<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> | null {
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    let current = true;
    load().then(
      (loaded) => current && setPart(() => loaded),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [load]);
  return Part;
}

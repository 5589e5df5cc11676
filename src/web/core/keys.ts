import { useEffect, useRef } from 'preact/hooks';

/** Keys of the whole screen; a field or button that takes the key itself, or a held modifier, comes first. */
export function useKeys(keys: Record<string, () => unknown>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const on = event.target as Element;
      if (event.key !== 'Escape' && on.closest('input, select, textarea')) return;
      if (event.key === ' ' && on.closest('button, a')) return;
      const run = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

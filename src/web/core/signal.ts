import { useEffect, useState } from 'preact/hooks';

/** One value that screens can follow. */
export interface Signal<T> {
  get(): T;
  set(next: T): void;
  /** Calls `listener` after every change; the returned function ends that. */
  listen(listener: (value: T) => void): () => void;
}

/** Makes a signal: a value whose listeners hear of each change. */
export function signal<T>(value: T): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener(next);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a cell now; the component is drawn again when it changes. */
export function useSignal<T>(source: Signal<T>): T {
  const [value, setValue] = useState(source.get());
  useEffect(() => {
    setValue(() => source.get());
    return source.listen((next) => setValue(() => next));
  }, [source]);
  return value;
}

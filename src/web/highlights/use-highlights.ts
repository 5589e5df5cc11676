import { useEffect, useState } from 'preact/hooks';
import { type Highlight, listHighlights } from '../api/calls.js';
import { onLive } from '../api/live.js';

export interface Shelf {
  highlights: Highlight[];
  /** The day that the house is in now. */
  today: string;
}

/** What can change what a highlight shows. */
const changing = new Set(['highlight.updated', 'photo.deleted', 'photo.updated', 'reset']);

/** The highlights, null until known; follows those that are made and those that go. */
export function useHighlights() {
  const [shelf, setShelf] = useState<Shelf | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const read = () =>
    void listHighlights().then(({ highlights, present }) => {
      setFault(null);
      setShelf({ highlights, today: present.day });
    }, setFault);
  useEffect(() => {
    read();
    return onLive(({ type }) => changing.has(type) && read());
  }, []);
  return { shelf, fault, read };
}

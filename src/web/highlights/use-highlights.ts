import { useEffect, useState } from 'preact/hooks';
import { type Highlight, listHighlights } from '../api/calls.js';
import { type LiveEvent, onLive } from '../api/live.js';

/** Highlights of the hub, and the day that is today there. */
export interface HighlightList {
  highlights: Highlight[];
  /** Today in the hub's local time. */
  today: string;
}

/** Events that can change what a highlight shows. */
const changing: ReadonlySet<LiveEvent['type']> = new Set([
  'highlight.updated',
  'photo.deleted',
  'photo.updated',
  'reset',
] as const);

/** The highlights, null until known; follows those that are made and those that go. */
export function useHighlights() {
  const [list, setList] = useState<HighlightList | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const read = () =>
    void listHighlights().then(({ highlights, present }) => {
      setFault(null);
      setList({ highlights, today: present.day });
    }, setFault);
  useEffect(() => {
    read();
    return onLive(({ type }) => changing.has(type) && read());
  }, []);
  return { list, fault, read };
}

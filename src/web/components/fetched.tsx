import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Unreachable } from '../api/problem.js';
import { FaultScreen } from './fault.js';

/** Where the program of a screen comes from, and what the screen is given. */
export interface FetchedProps<Props extends object> {
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}

/** A screen whose program is fetched when it is first opened, because few people ever do. */
export function Fetched<Props extends object>({ load, props }: FetchedProps<Props>) {
  const [Screen, setScreen] = useState<ComponentType<Props> | null>(null);
  const [failed, setFailed] = useState(false);
  const fetchIt = () => {
    setFailed(false);
    load().then(
      (screen) => setScreen(() => screen),
      () => setFailed(true),
    );
  };
  useEffect(fetchIt, []);
  if (Screen) return <Screen {...props} />;
  if (failed) return <FaultScreen thrown={new Unreachable('program')} onRetry={fetchIt} />;
  return <div class="screen" aria-busy="true" />;
}

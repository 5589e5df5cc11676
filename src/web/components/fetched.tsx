import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Unreachable } from '../api/problem.js';
import { FaultScreen } from './fault.js';

/** A screen whose program is fetched when it is first opened, because few people ever do. */
export function Fetched({ load }: { load: () => Promise<ComponentType> }) {
  const [Screen, setScreen] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  const fetchIt = () => {
    setFailed(false);
    load().then(
      (screen) => setScreen(() => screen),
      () => setFailed(true),
    );
  };
  useEffect(fetchIt, []);
  if (Screen) return <Screen />;
  if (failed) return <FaultScreen thrown={new Unreachable('program')} onRetry={fetchIt} />;
  return <div class="screen" aria-busy="true" />;
}

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Unreachable } from '../api/problem.js';
import { hubAddress } from '../core/base.js';
import { FaultScreen } from './fault.js';

/** Where the program of a screen comes from, and what the screen is given. */
export interface FetchedProps<Props extends object> {
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}

/** Name in the storage of the tab: the page was loaded anew for a screen that was gone. */
const RELOADED = 'petcam.reloaded';

/** A screen whose program is fetched when it is first opened, because few people ever do. */
export function Fetched<Props extends object>({ load, props }: FetchedProps<Props>) {
  const [fetched, setFetched] = useState<{ load: unknown; Screen: ComponentType<Props> } | null>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    setFailed(false);
    load().then(
      (Screen) => {
        sessionStorage.removeItem(RELOADED);
        if (current) setFetched({ load, Screen });
      },
      () => void reloadOnce().then((reloads) => current && setFailed(!reloads)),
    );
    return () => {
      current = false;
    };
  }, [load, tries]);
  if (fetched?.load === load) return <fetched.Screen {...props} />;
  if (failed) return <FaultScreen thrown={new Unreachable('program')} onRetry={() => setTries(tries + 1)} />;
  return <div class="screen" aria-busy="true" />;
}

/**
 * Loads the page anew when the hub answers and the screen is gone all the same: the hub was updated, and has the files
 * of another build. Once only: a screen that is missing then is missing. Resolves true when the page goes.
 */
async function reloadOnce(): Promise<boolean> {
  const answers = await fetch(hubAddress('/health'), { cache: 'no-store' }).then(
    () => true,
    () => false,
  );
  if (!answers || sessionStorage.getItem(RELOADED) !== null) return false;
  sessionStorage.setItem(RELOADED, 'yes');
  location.reload();
  return true;
}

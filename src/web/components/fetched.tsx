import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Unreachable } from '../api/problem.js';
import { hubAddress } from '../core/base.js';
import { ScreenWait } from './screen-wait.js';

/** Where the program of a screen comes from, and what the screen is given. */
export interface FetchedProps<Props extends object> {
  load: () => Promise<ComponentType<Props>>;
  /** Heading of the page until the screen has come and brings its own. */
  title: string;
  props: Props;
}

/** Name in the storage of the tab: the page was loaded anew for a screen that was gone. */
const RELOADED = 'petcam.reloaded';

/** Screens that have come, by what loads them: the second time they are there at once. */
const here = new WeakMap<() => Promise<unknown>, unknown>();

/** A screen whose program is fetched when it is first opened, because few people ever do. */
export function Fetched<Props extends object>({ load, title, props }: FetchedProps<Props>) {
  const Screen = here.get(load) as ComponentType<Props> | undefined;
  const [, setFetched] = useState<unknown>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (here.has(load)) return;
    let current = true;
    setFailed(false);
    load().then(
      (Screen) => {
        sessionStorage.removeItem(RELOADED);
        here.set(load, Screen);
        if (current) setFetched(() => load);
      },
      () => void reloadOnce().then((reloads) => current && setFailed(!reloads)),
    );
    return () => {
      current = false;
    };
  }, [load, tries]);
  if (Screen) return <Screen {...props} />;
  const fault = failed ? new Unreachable('program') : null;
  return <ScreenWait title={title} fault={fault} onRetry={() => setTries(tries + 1)} />;
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

/**
 * One tab at a time: the tabs of a phone share one session, and its refresh token is good for one use. Browsers have
 * Web Locks for this, but only on pages they trust (HTTPS); on a plain home network the tabs agree by a lease that
 * they write into localStorage.
 */

/** A tab that took the lease and was closed gives way after this. */
const leaseMs = 10_000;
/** Long enough for what another tab wrote at the same moment to be seen here. */
const settleMs = 250;

/** Runs `work` when no other tab runs anything under the same name. */
export async function oneTabAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, work) : withLease(name, work);
}

async function withLease<T>(name: string, work: () => Promise<T>): Promise<T> {
  const key = `petcam.lease.${name}`;
  const me = String(Math.random());
  while (!(await takeLease(key, me))) await pause(settleMs);
  try {
    return await work();
  } finally {
    if (holderOf(key) === me) localStorage.removeItem(key);
  }
}

/** Writes the lease where nobody holds it; the tab that wrote last has it, which shows after a moment. */
async function takeLease(key: string, me: string): Promise<boolean> {
  if (holderOf(key) !== null) return false;
  localStorage.setItem(key, `${me} ${Date.now() + leaseMs}`);
  await pause(settleMs);
  return holderOf(key) === me;
}

function holderOf(key: string): string | null {
  const [holder = '', until] = (localStorage.getItem(key) ?? '').split(' ');
  return Number(until) > Date.now() ? holder : null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

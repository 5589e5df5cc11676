import { Refusal } from '../../core/errors.js';

/** Sends it; rejects as `Target.tell` does. */
export async function post(url: string, init: RequestInit): Promise<void> {
  expectTaken(url, await statusOf(url, init));
}

/** Status of the answer. Redirects are not followed: they could lead into the home network. */
export async function statusOf(url: string, init: RequestInit): Promise<number> {
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  await answer.body?.cancel();
  return answer.status;
}

/** Throws as `Target.tell` rejects, unless the status says that the message was taken. */
export function expectTaken(url: string, status: number): void {
  if (status >= 200 && status < 300) return;
  const said = `${new URL(url).host} answers ${status}`;
  if (status === 429 || status >= 500) throw new Error(said);
  throw new Refusal('notify-refused', said);
}

import { Refusal } from '../../core/errors.js';

/** Sends it; rejects as `Target.tell` does. Redirects are not followed: they could lead into the home network. */
export async function post(url: string, init: RequestInit): Promise<void> {
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  await answer.body?.cancel();
  if (answer.ok) return;
  const said = `${new URL(url).host} answers ${answer.status}`;
  if (answer.status === 429 || answer.status >= 500) throw new Error(said);
  throw new Refusal('notify-refused', said);
}

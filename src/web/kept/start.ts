import { type Session, session } from '../api/session.js';
import { forgetKept, keptFor } from '../core/kept-choice.js';

/**
 * Keeps photos on this phone while that person is signed in who wants it, and forgets them when the session is over: signed
 * out here or elsewhere, run out, or somebody else's. A hub that is away ends no session.
 */
export function startKept(): void {
  session.listen(follow);
}

function follow(now: Session): void {
  if (now.state === 'starting' || now.state === 'unreachable') return;
  const wanted = now.state === 'in' && keptFor() === now.user.id;
  // The next start tries again where the browser refuses.
  void (wanted ? keep() : forgetKept()).catch(() => undefined);
}

/** The screen that shows them is fetched as well: it has to be here when the hub is not. */
async function keep(): Promise<void> {
  const [{ startKeeping }] = await Promise.all([import('./keeping.js'), import('./kept-screen.js')]);
  startKeeping();
}

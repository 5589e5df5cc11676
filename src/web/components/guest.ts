import { session } from '../api/session.js';
import { useSignal } from '../core/signal.js';

/** True while a guest is signed in, who looks and changes nothing: the page offers nothing else then. */
export function useIsGuest(): boolean {
  const who = useSignal(session);
  return who.state === 'in' && who.user.role === 'guest';
}

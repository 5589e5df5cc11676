import { session } from '../api/session.js';
import { useSignal } from '../core/signal.js';

/** True while an owner is signed in, who may do what members may not. */
export function useIsOwner(): boolean {
  const who = useSignal(session);
  return who.state === 'in' && who.user.role === 'owner';
}

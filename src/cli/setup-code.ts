import { digest, newCode, plainCode } from '../server/api/auth/secrets.js';
import { SETUP_CODE } from '../server/api/routes/accounts.js';
import type { Accounts } from '../store/accounts.js';

/** Makes a new one-time code and forgets the one before; null when somebody has registered already. */
export async function issueSetupCode(store: Pick<Accounts, 'users' | 'setSetting'>): Promise<string | null> {
  if (store.users().length > 0) return null;
  const code = newCode();
  await store.setSetting(SETUP_CODE, digest(plainCode(code)));
  return code;
}

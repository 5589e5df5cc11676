import { hash, verify } from '@node-rs/argon2';

/** RFC 9106, the second recommended setting scaled to a Pi: 19 MiB, two passes, one lane (OWASP's argon2id). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** An argon2id hash in PHC form, made off the event loop. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let stranger: Promise<string> | undefined;

/**
 * True when `password` belongs to `passwordHash`. Without a hash (nobody has that name) the same work is done
 * and the answer is false, so that the time does not tell who lives here.
 */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  stranger ??= hashPassword('nobody');
  const matches = await verify(passwordHash ?? (await stranger), password);
  return matches && passwordHash !== undefined;
}

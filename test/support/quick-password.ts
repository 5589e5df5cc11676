import { hash } from '@node-rs/argon2';

/**
 * Argon2id hash of the least cost, in PHC form. A hash says what it costs to verify, so a test that types passwords many
 * times waits for none of them.
 */
export const quickHash = (password: string) => hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });

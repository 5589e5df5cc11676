import { scrypt } from 'node:crypto';

const WORDS = 4;
/** The list has 2,048 words. */
const BITS_A_WORD = 11;
/** 16 MB and some 50 ms a try, so that a key whose certificate has the words of another cannot be searched for. */
const COST = { N: 2 ** 14, r: 8, p: 1 };

/**
 * Four English words for a fingerprint, for people to compare: 44 bits of a slow hash of it, as words of the list of
 * BIP 39. A certificate with other words has another fingerprint.
 */
export async function wordsOfFingerprint(fingerprint: string): Promise<string> {
  // 2,048 words that only somebody who sets up a device needs.
  const { wordlist } = await import('@scure/bip39/wordlists/english.js');
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    scrypt(fingerprint, 'petcam-hub fingerprint', 8, COST, done);
  });
  const bits = bytes.readBigUInt64BE();
  const word = (index: number) =>
    wordlist[Number(BigInt.asUintN(BITS_A_WORD, bits >> BigInt(index * BITS_A_WORD)))];
  return Array.from({ length: WORDS }, (_, index) => word(index)).join(' ');
}

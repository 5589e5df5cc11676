/** Facts that the head of a part gives. */
export interface PartHead {
  /** Bytes of the part; null where it does not say, or says two different numbers. */
  length: number | null;
  /** False for text, sound and the like between the pictures. */
  isPicture: boolean;
}

/** Facts in the lines of the head of a part. Unknown lines and lines that cannot be read are passed over. */
export function readPartHead(lines: readonly string[]): PartHead {
  const lengths = new Set<number>();
  const types: string[] = [];
  for (const line of lines) {
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').trim();
    if (/^content-length$/i.test(name.trim()) && /^\d{1,10}$/.test(value)) lengths.add(Number(value));
    if (/^content-type$/i.test(name.trim())) types.push(value.toLowerCase());
  }
  const [length = null] = lengths;
  return {
    length: lengths.size === 1 ? length : null,
    isPicture: types.length === 0 || types.some((type) => /^(image\/|application\/octet-stream)/.test(type)),
  };
}

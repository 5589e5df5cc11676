import { type AnswerOf, ask } from './client.js';

/** Photos to look back on. */
export type Memory = AnswerOf<'/memories', 'GET'>['memories'][number];

/** Memories that there are today, of the home or of one of its pets. */
export const listMemories = async (who?: number): Promise<Memory[]> =>
  (await ask('GET', '/memories', { query: who === undefined ? {} : { who } })).memories;

import { ask } from './client.js';

/** Address at which this browser goes on signed in, where the links of the hub lead; good for a minute. */
export const beginMove = async (): Promise<string> => (await ask('POST', '/sessions/move')).url;

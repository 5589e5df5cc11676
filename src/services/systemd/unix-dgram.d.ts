/** The part of unix-dgram that the hub uses; the package brings no types. */
declare module 'unix-dgram' {
  export interface Socket {
    /** Never blocks: what cannot be delivered at once is an error. */
    send(
      bytes: Buffer,
      offset: number,
      length: number,
      path: string,
      done: (error?: Error & { code?: unknown }) => void,
    ): void;
    close(): void;
  }
  export function createSocket(type: 'unix_dgram'): Socket;
}

import { ApiRefusal } from './problems.js';
import type { Routes } from './routes.js';

/** Media type of a file that is sent as it is. */
export const RAW_FILE = 'application/octet-stream';

/** Has only the routes that `add` registers take a file as it is: elsewhere the media type stays unknown. */
export function takeRawFiles(app: Routes, maxBytes: number, add: (routes: Routes) => void): void {
  app.register(async (scope) => {
    scope.addContentTypeParser(
      RAW_FILE,
      { parseAs: 'buffer', bodyLimit: maxBytes },
      async (_: unknown, body: unknown) => body,
    );
    add(scope as unknown as Routes);
  });
}

/** The file in the body of a request. @throws {ApiRefusal} `media-type` where something else was sent */
export function rawFileIn(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new ApiRefusal('media-type', `Send the file as ${RAW_FILE}.`);
}

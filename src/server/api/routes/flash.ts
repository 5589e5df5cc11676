import { RAW_FILE, rawFileIn, takeRawFiles } from '../http/raw-file.js';
import { bytesOf, Nothing, type Routes } from '../http/routes.js';
import { FlashBoard, FlashList, FlashPath } from '../schemas/flash.js';

const tags = ['firmware'];
const config = { access: 'owner' } as const;

/** The claim and its signature, and the largest image. */
const MAX_FILE_BYTES = 512 + 0x32_0000;

/** Images for bare boards, as the API sees them; each call rejects with a `Refusal`. */
export interface FlashPort {
  boards(): Promise<FlashBoard[]>;
  keys(): Promise<string[]>;
  file(board: string): Promise<Uint8Array>;
  add(file: Uint8Array): Promise<FlashBoard>;
  remove(board: string): Promise<void>;
}

/** Routes for the images that bare boards are written with; for owners. */
export function flashRoutes(app: Routes, port: FlashPort): void {
  app.get(
    '/flash-images',
    {
      config,
      schema: { tags, summary: 'Boards, and the image for each that is bare', response: { 200: FlashList } },
    },
    async () => ({ boards: await port.boards(), keys: await port.keys() }),
  );

  app.get(
    '/flash-images/:board',
    {
      config,
      schema: {
        tags,
        summary: 'The whole file for a board: claim, signature, bytes',
        params: FlashPath,
        response: { 200: bytesOf('The file', RAW_FILE) },
      },
    },
    async ({ params }, reply) => {
      const file = await port.file(params.board);
      return reply.type(RAW_FILE).send(Buffer.from(file.buffer, file.byteOffset, file.length));
    },
  );

  app.delete(
    '/flash-images/:board',
    {
      config: { ...config, security: 'firmware-removed' },
      schema: {
        tags,
        summary: 'Forget the image that an owner gave',
        params: FlashPath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await port.remove(params.board);
      return reply.code(204).send(null);
    },
  );

  takeRawFiles(app, MAX_FILE_BYTES, (routes) => adding(routes, port));
}

function adding(app: Routes, port: FlashPort): void {
  app.post(
    '/flash-images',
    {
      config: { ...config, security: 'firmware-added' },
      bodyLimit: MAX_FILE_BYTES,
      schema: {
        tags,
        summary: 'Give an image for a bare board (*.petcam-flash) as it is, application/octet-stream',
        consumes: [RAW_FILE],
        response: { 201: FlashBoard },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await port.add(rawFileIn(body))),
  );
}

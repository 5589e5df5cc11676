/** A camera by address: MJPEG as cameras with other firmware send it, in which somebody comes by now and then. */
import { createServer } from 'node:http';

const BOUNDARY = 'frame';
const EVERY_MS = 500;
/** Pictures from one visit to the next. */
const CYCLE = 240;
/** Pictures for which each frame of a visit stays. */
const HOLD = 2;

/** Serves it on a port of this machine alone, until the process ends. */
export function serveStream(port: number, empty: Buffer, frames: readonly Buffer[]): void {
  const started = Date.now();
  const pictureNow = () => {
    const at = Math.floor((Date.now() - started) / EVERY_MS) % CYCLE;
    // Half a minute after the start, so that the hub knows the empty garden by then.
    return frames[Math.floor((at - 60) / HOLD)] ?? empty;
  };
  const server = createServer((request, response) => {
    if (request.url === '/snapshot') {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(pictureNow());
      return;
    }
    response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
    const send = () => {
      const picture = pictureNow();
      response.write(
        `--${BOUNDARY}\r\ncontent-type: image/jpeg\r\ncontent-length: ${picture.length}\r\n\r\n`,
      );
      response.write(picture);
      response.write('\r\n');
    };
    send();
    const timer = setInterval(send, EVERY_MS);
    response.on('close', () => clearInterval(timer));
  });
  server.listen(port, '127.0.0.1');
}

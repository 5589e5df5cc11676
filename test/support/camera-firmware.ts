/**
 * Stand-ins for the web servers of other camera firmware. Each replays the headers, boundaries and manners of the source
 * that is named with it; none of their code is here.
 */
import type { Socket } from 'node:net';
import type { RawRequest, Serve } from './raw-server.js';

const BOUNDARY = '123456789000000000000987654321';
const EVERY_MS = 40;

/** Sends the next of `jpegs` every few milliseconds, without end, by `send`; stops with the socket. */
function streamTo(socket: Socket, jpegs: readonly Buffer[], send: (jpeg: Buffer) => void): void {
  let next = 0;
  const timer = setInterval(() => send(jpegs[next++ % jpegs.length] as Buffer), EVERY_MS);
  socket.once('close', () => clearInterval(timer));
}

const chunk = (bytes: Buffer | string) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), Buffer.from(bytes), Buffer.from('\r\n')]);

function notFound(socket: Socket): void {
  const page = 'This URI does not exist';
  socket.write(
    `HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
  );
}

/** esp_http_server serves one stream; whoever comes meanwhile is answered when that ends, which is never. */
function oneAtATime(serve: Serve): Serve {
  let busy = false;
  return (request, socket) => {
    if (busy) return;
    busy = true;
    socket.once('close', () => {
      busy = false;
    });
    serve(request, socket);
  };
}

/**
 * Espressif's CameraWebServer: port 80 with `/capture`, port 81 with `/stream`, chunked, `X-Timestamp` in each part.
 * arduino-esp32, libraries/ESP32/examples/Camera/CameraWebServer/app_httpd.cpp at 00d8a39a.
 * `timestamp` false: easytarget's esp32-cam-webserver, app_httpd.cpp at 03b4bc47, whose parts have none.
 */
export function cameraWebServer(jpegs: readonly Buffer[], timestamp = true): { main: Serve; stream: Serve } {
  const type = (name: string) => `HTTP/1.1 200 OK\r\nContent-Type: ${name}\r\n`;
  const open = 'Access-Control-Allow-Origin: *\r\n';
  return {
    main({ path }, socket) {
      const [jpeg] = jpegs as [Buffer];
      if (path === '/') socket.write(gzippedPage());
      else if (path !== '/capture') notFound(socket);
      else {
        const file = 'Content-Disposition: inline; filename=capture.jpg\r\n';
        const stamp = timestamp ? 'X-Timestamp: 12.345678\r\n' : '';
        socket.write(`${type('image/jpeg')}Content-Length: ${jpeg.length}\r\n${file}${open}${stamp}\r\n`);
        socket.write(jpeg);
      }
    },
    stream: oneAtATime(({ path }, socket) => {
      if (path !== '/stream') return notFound(socket);
      const multipart = type(`multipart/x-mixed-replace;boundary=${BOUNDARY}`);
      socket.write(`${multipart}Transfer-Encoding: chunked\r\n${open}X-Framerate: 60\r\n\r\n`);
      streamTo(socket, jpegs, (jpeg) => {
        const stamp = timestamp ? 'X-Timestamp: 12.345678\r\n' : '';
        socket.write(chunk(`\r\n--${BOUNDARY}\r\n`));
        socket.write(chunk(`Content-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n${stamp}\r\n`));
        socket.write(chunk(jpeg));
      });
    }),
  };
}

/** The page of CameraWebServer comes compressed, whatever the client takes. */
function gzippedPage(): Buffer {
  const body = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nContent-Encoding: gzip\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/**
 * ESPHome's esp32_camera_web_server in mode stream: HTTP/1.0, the first boundary at once, the next one behind each
 * picture, one client: a second one throws the first off.
 * esphome/components/esp32_camera_web_server/camera_web_server.cpp at 0692d43b.
 */
export function esphomeStream(jpegs: readonly Buffer[]): Serve {
  let client: Socket | null = null;
  return ({ path }, socket) => {
    client?.destroy();
    client = socket;
    if (path !== '/') return notFound(socket);
    socket.write(
      'HTTP/1.0 200 OK\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n' +
        `Content-Type: multipart/x-mixed-replace;boundary=${BOUNDARY}\r\n\r\n--${BOUNDARY}\r\n`,
    );
    streamTo(socket, jpegs, (jpeg) => {
      socket.write(`Content-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
      socket.write(jpeg);
      socket.write(`\r\n--${BOUNDARY}\r\n`);
    });
  };
}

/** ESPHome's in mode snapshot, the same file. */
export function esphomeSnapshot(jpegs: readonly Buffer[]): Serve {
  return ({ path }, socket) => {
    if (path !== '/') return notFound(socket);
    const [jpeg] = jpegs as [Buffer];
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n` +
        'Content-Disposition: inline; filename=capture.jpg\r\n\r\n',
    );
    socket.write(jpeg);
  };
}

/**
 * Tasmota: port 81 with `/` that sends on to `/cam.mjpeg`, without length or chunks; port 80 with `/wc.jpg`, which ends
 * with its connection. tasmota/tasmota_xdrv_driver/xdrv_81_esp32_webcam.ino at 01154e94.
 */
export function tasmota(jpegs: readonly Buffer[]): { main: Serve; stream: Serve } {
  const boundary = 'e8b8c539-047d-4777-a985-fbba6edff11e';
  return {
    main({ path }, socket) {
      if (path !== '/wc.jpg') return notFound(socket);
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-disposition: inline; filename=cap.jpg\r\nContent-type: image/jpeg\r\n\r\n',
      );
      socket.end(jpegs[0] as Buffer);
    },
    stream({ path }, socket) {
      if (path === '/')
        return void socket.end('HTTP/1.1 302 Found\r\nLocation: /cam.mjpeg\r\nContent-Length: 0\r\n\r\n');
      if (path !== '/cam.mjpeg' && path !== '/stream') return notFound(socket);
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=${boundary}\r\n\r\n`);
      streamTo(socket, jpegs, (jpeg) => {
        socket.write(`--${boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
        socket.write(jpeg);
        socket.write('\r\n');
      });
    },
  };
}

/** A camera behind Digest or Basic: what `serve` does, for who knows the password; `accepts` judges the header. */
export function behindPassword(challenge: string, accepts: (header: string) => boolean, serve: Serve): Serve {
  return (request: RawRequest, socket) => {
    const given = request.headers['authorization'];
    if (given !== undefined && accepts(given)) return serve(request, socket);
    const page = '<html><body>401 Unauthorized</body></html>';
    socket.write(
      `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ${challenge}\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
    );
  };
}

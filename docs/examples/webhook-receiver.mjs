// Receives the hub's webhook and believes only what the hub has signed. Plain Node, nothing to install.
//   PETCAM_WEBHOOK_SECRET_FILE=webhook-secret node webhook-receiver.mjs
// On the hub: PETCAM_NOTIFY_WEBHOOK_URL=http://127.0.0.1:8090, and PETCAM_NOTIFY_WEBHOOK_SECRET_FILE with the same secret.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PETCAM_WEBHOOK_SECRET_FILE = 'webhook-secret', HOST = '127.0.0.1', PORT = '8090' } = process.env;
// The hub leaves out the white space around it, too.
const secret = readFileSync(PETCAM_WEBHOOK_SECRET_FILE, 'utf8').trim();
if (secret === '') throw new Error(`${PETCAM_WEBHOOK_SECRET_FILE} is empty`);
const MOST_BYTES = 256 * 1024;

const server = createServer(async (request, answer) => {
  try {
    answer.writeHead(await statusOf(request)).end();
  } catch (error) {
    console.error(error.message);
    answer.destroy();
  }
});
server.listen(Number(PORT), HOST, () => console.log(`listening at ${HOST}:${server.address().port}`));

/** Status of the answer: the hub takes 4xx for a refusal, and asks again after 5xx. */
async function statusOf(request) {
  const body = await bodyOf(request);
  if (body === null) return 413;
  if (!isSigned(body, request.headers['x-petcam-signature'])) return 401;
  tell(JSON.parse(body));
  return 204;
}

/** The bytes of the body; null when there are too many. */
async function bodyOf(request) {
  const parts = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes <= MOST_BYTES) parts.push(part);
  }
  return bytes <= MOST_BYTES ? Buffer.concat(parts) : null;
}

/** The signature is of the bytes as they came: a body that was parsed and written anew has others. */
function isSigned(body, signature = '') {
  const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Your own part: here it is one line. `thumbnail` is a data URL of the picture, or null. */
function tell({ cameraName, pet, names, takenAt, url }) {
  const who = names.join(', ') || pet || 'a pet';
  console.log(`${new Date(takenAt).toISOString()} ${cameraName}: ${who}, ${url}`);
}

import t from 'tap';
import { refusedByFfmpeg } from '../../../src/cameras/streams/rtsp-failure.js';
import { FFMPEG_ARGUMENTS, ffmpegScript } from '../../../src/cameras/streams/rtsp-ffmpeg.js';
import { readFromRtsp } from '../../../src/cameras/streams/rtsp-messages.js';

t.test('address and password are in the script alone, whatever is in them', async (t) => {
  const script = ffmpegScript(4711, "/a'b?x=1", { username: 'c:t', password: "p'@/ %" });
  t.match(script, "file 'rtsp://c%3At:p'\\''%40%2F%20%25@127.0.0.1:4711/a'\\''b?x=1'\n");
  t.match(ffmpegScript(1, '/', null), "file 'rtsp://127.0.0.1:1/'\n");
  t.notMatch(FFMPEG_ARGUMENTS.join(' '), /rtsp:\/\//);
});

t.test('what ffmpeg says last becomes a sentence without its words', async (t) => {
  const codeOf = (words: string | null, asked = true, read = false) => refusedByFfmpeg(words, asked, read);
  t.match(codeOf(null), { code: 'stream-ffmpeg' });
  t.match(codeOf('x', true, true), { code: 'stream-ended' });
  const refused = '[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized\nrtsp://cat:purr@127.0.0.1:40123/';
  t.match(codeOf(refused), { code: 'stream-password-wrong' });
  t.notMatch(codeOf(refused).message, /purr/);
  t.match(codeOf(refused, false), { code: 'stream-password-needed' });
  t.match(codeOf('method DESCRIBE failed: 404 Not Found'), { code: 'stream-not-found' });
  t.match(codeOf('method DESCRIBE failed: 503 Service Unavailable'), { code: 'stream-answer' });
  t.match(codeOf('Connection to tcp://192.0.2.1:554 failed: Network is unreachable'), {
    code: 'stream-redirect',
  });
  t.match(codeOf("Stream map '0:v:0' matches no streams."), { code: 'stream-no-picture' });
  t.match(codeOf('Invalid data found when processing input'), { code: 'stream-malformed' });
});

t.test('only messages of the contract are taken from the process', async (t) => {
  const good = [
    { kind: 'reached', reached: ['the network'] },
    { kind: 'open', channel: 0 },
    { kind: 'data', channel: 1, bytes: new Uint8Array(1) },
    { kind: 'end', channel: 1 },
    { kind: 'taken', channel: 1, length: 9 },
    { kind: 'pictures', bytes: new Uint8Array(1) },
    { kind: 'over', words: null },
  ];
  for (const message of good) t.equal(readFromRtsp(message), message);
  const bad = [
    ...[null, 'x', {}, { kind: 'start' }, { kind: 'open' }, { kind: 'open', channel: -1 }],
    ...[
      { kind: 'data', channel: 1, bytes: 'x' },
      { kind: 'taken', channel: 1, length: 0.5 },
    ],
    ...[{ kind: 'reached', reached: [1] }, { kind: 'pictures' }, { kind: 'over', words: 1 }],
  ];
  for (const message of bad) t.equal(readFromRtsp(message), null, JSON.stringify(message));
});

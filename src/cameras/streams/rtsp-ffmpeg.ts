import type { Credentials } from './authentication.js';

/** Fixed program of Debian, and not what PATH says. */
export const FFMPEG = '/usr/bin/ffmpeg';

/** Pictures a second that ffmpeg makes of a video: as often as motion is sought. */
const PICTURES_A_SECOND = 4;
/** A decoder takes no picture with more pixels (8 megapixels), and what is wider is made smaller. */
const MOST_PIXELS = 8_500_000;
const MOST_WIDTH = 1920;
/** Quality of the JPEGs, 2 (best) to 31: a picture of 1920 by 1080 stays below the limit of a frame. */
const QUALITY = 4;

/**
 * Arguments of ffmpeg(1), which anybody on the machine can read: address and password come on its standard input, as a
 * script of its `concat` demuxer.
 */
export const FFMPEG_ARGUMENTS: readonly string[] = [
  ...['-hide_banner', '-loglevel', 'error', '-max_alloc', '100000000'],
  ...['-threads', '1', '-max_pixels', String(MOST_PIXELS)],
  ...['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'pipe,rtsp,rtp,tcp', '-i', 'pipe:0'],
  ...['-map', '0:v:0', '-vf', `fps=${PICTURES_A_SECOND},scale=w='min(${MOST_WIDTH},iw)':h=-2`],
  ...['-c:v', 'mjpeg', '-q:v', String(QUALITY), '-pix_fmt', 'yuvj420p', '-huffman', 'default'],
  ...['-f', 'mpjpeg', '-flush_packets', '1', 'pipe:1'],
];

/** Script that has ffmpeg read a path of the relay at `port` of this machine, over TCP. */
export function ffmpegScript(port: number, path: string, credentials: Credentials | null): string {
  const { username = '', password = '' } = credentials ?? {};
  const user = credentials === null ? '' : `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`;
  const url = `rtsp://${user}127.0.0.1:${port}${path}`;
  return [
    'ffconcat version 1.0',
    `file '${url.replaceAll("'", "'\\''")}'`,
    'option rtsp_transport tcp',
    'option analyzeduration 2000000',
    'option max_delay 200000',
    '',
  ].join('\n');
}

/** Places at which cameras usually are, streams first; a number is a port. Tried where an address names no path. */
const WITHOUT_PORT: readonly string[] = [
  // CameraWebServer, esp32-cam-webserver, Tasmota.
  ':81/stream',
  '/capture',
  // ESPHome: stream and snapshot. motion.
  ':8080/',
  ':8081/',
  '/mjpg/video.mjpg',
  '/video.mjpg',
  '/stream',
  '/snapshot.jpg',
  '/image.jpg',
  '/',
];

const WITH_PORT: readonly string[] = [
  '/',
  '/stream',
  '/capture',
  '/?action=stream',
  '/current',
  '/video',
  '/mjpg/video.mjpg',
  '/snapshot.jpg',
];

/** Places of RTSP cameras, the smaller one of two streams first: motion needs no more, and a small box decodes it. */
const RTSP: readonly string[] = [
  // Reolink, Hikvision, Dahua and Amcrest, TP-Link Tapo, Wyze and others with live555.
  '/h264Preview_01_sub',
  '/Streaming/Channels/102',
  '/cam/realmonitor?channel=1&subtype=1',
  '/stream2',
  '/live',
  '/',
];

/** Addresses to try for one that a person has entered: that very one where it has a path. */
export function candidatesOf(url: URL): URL[] {
  if ((url.pathname !== '/' && url.pathname !== '') || url.search !== '') return [url];
  if (url.protocol.startsWith('rtsp')) return RTSP.map((path) => new URL(path, url));
  if (!url.protocol.startsWith('http')) return [url];
  if (url.port !== '') return WITH_PORT.map((path) => new URL(path, url));
  return WITHOUT_PORT.map((place) =>
    place.startsWith(':') ? new URL(`${url.protocol}//${url.hostname}${place}`) : new URL(place, url),
  );
}

import { startsAsJpeg } from './exif.js';

/** First bytes of an application segment that holds XMP (ISO 16684-3, 1.1.3). */
const NAME = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');

/** Marker of application segment 1, and the most bytes that its length can say. */
const APP1 = 0xffe1;
const MOST_BYTES = 65_533;

/**
 * JPEG with keywords as photo programs read them: XMP with a bag of subjects (Dublin Core). Not a byte is changed
 * otherwise. What is no JPEG, has XMP of its own, or more keywords than a segment holds is given back as it is.
 */
export function withKeywords(jpeg: Uint8Array, keywords: readonly string[]): Uint8Array {
  if (keywords.length === 0 || !startsAsJpeg(jpeg)) return jpeg;
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  const { end, hasXmp } = applicationSegments(view);
  const block = Buffer.concat([NAME, Buffer.from(packetOf(keywords), 'utf8')]);
  if (hasXmp || block.length > MOST_BYTES) return jpeg;
  const head = Buffer.alloc(4);
  head.writeUInt16BE(APP1, 0);
  head.writeUInt16BE(block.length + 2, 2);
  return Buffer.concat([view.subarray(0, end), head, block, view.subarray(end)]);
}

/** Where the application segments at the start of a JPEG end, and whether one of them is XMP. */
function applicationSegments(jpeg: Buffer): { end: number; hasXmp: boolean } {
  let [end, hasXmp] = [2, false];
  while (end + 4 <= jpeg.length && (jpeg.readUInt16BE(end) & 0xfff0) === 0xffe0) {
    const next = end + 2 + Math.max(2, jpeg.readUInt16BE(end + 2));
    if (next > jpeg.length) break;
    hasXmp ||= jpeg.subarray(end + 4, end + 4 + NAME.length).equals(NAME);
    end = next;
  }
  return { end, hasXmp };
}

function packetOf(keywords: readonly string[]): string {
  const subjects = keywords.map((keyword) => `<rdf:li>${escaped(keyword)}</rdf:li>`).join('');
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `<dc:subject><rdf:Bag>${subjects}</rdf:Bag></dc:subject>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
  ].join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

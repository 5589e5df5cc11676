/** Pixels of a line of text; films are as wide. */
const WIDTH = 1080;
const HEIGHT = 108;
const LARGEST = 52;
const SMALLEST = 24;
/** Room at both sides. */
const SIDE = 60;

/**
 * A picture of a line of text, white on black, as the hub lays it over a film: base64 of a PNG. Drawn here, because
 * every phone has the letters of its language and a hub need not. Undefined where the browser draws nothing.
 */
export function drawCaption(text: string): string | undefined {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.fillStyle = '#000';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  Object.assign(context, { fillStyle: '#fff', textAlign: 'center', textBaseline: 'middle' });
  const font = (size: number) => `600 ${size}px system-ui, sans-serif`;
  context.font = font(LARGEST);
  const wide = context.measureText(text).width;
  const size = Math.max(SMALLEST, Math.min(LARGEST, Math.floor((LARGEST * (WIDTH - 2 * SIDE)) / wide)));
  context.font = font(size);
  context.fillText(text, WIDTH / 2, HEIGHT / 2, WIDTH - 2 * SIDE);
  return canvas.toDataURL('image/png').split(',')[1];
}

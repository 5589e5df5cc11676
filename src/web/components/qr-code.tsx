import { useEffect, useState } from 'preact/hooks';

/** Modules of light around a code, so that a camera finds it (ISO/IEC 18004, section 5.3.8). */
const quiet = 4;

/** A QR code, dark on light in every colour scheme. What draws it is fetched when the first one is shown. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawing, setDrawing] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    let current = true;
    const show = (drawn: typeof drawing) => current && setDrawing(drawn);
    draw(text).then(show, () => show(null));
    return () => {
      current = false;
    };
  }, [text]);
  if (!drawing) return null;
  const side = drawing.size + 2 * quiet;
  return (
    <svg class="qr-code" viewBox={`${-quiet} ${-quiet} ${side} ${side}`} role="img" aria-label={label}>
      <rect x={-quiet} y={-quiet} width={side} height={side} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}

async function draw(text: string) {
  const { create } = await import('qrcode');
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from(data, (bit, at) => (bit ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : ''));
  return { size, path: dark.join('') };
}

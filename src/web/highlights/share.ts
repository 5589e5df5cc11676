import type { Highlight } from '../api/calls.js';
import { shareFiles } from '../components/share-file.js';

/** Images of a highlight that can be shared. */
export type Variant = 'animation' | 'collage';

const types = { animation: 'image/webp', collage: 'image/jpeg' } as const;

/** Name of a saved highlight, for instance `petcam-2026-11-23.webp` or `petcam-week-2026-11-16.jpg`. */
export function fileNameOf({ kind, day }: Pick<Highlight, 'kind' | 'day'>, variant: Variant): string {
  return `petcam-${kind === 'week' ? 'week-' : ''}${day}.${variant === 'animation' ? 'webp' : 'jpg'}`;
}

/** Browsers share files only on pages they trust (HTTPS), and not every kind; elsewhere there is the download. */
export function canShareVariant(variant: Variant): boolean {
  const probe = new File([], fileNameOf({ kind: 'day', day: '2026-11-23' }, variant), {
    type: types[variant],
  });
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [probe] });
}

/** Opens the phone's own sheet with one image of a highlight. */
export const shareHighlight = (highlight: Highlight, variant: Variant) =>
  shareFiles(
    [{ url: highlight.images[variant] ?? '', name: fileNameOf(highlight, variant) }],
    types[variant],
  );

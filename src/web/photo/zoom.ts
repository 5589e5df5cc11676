/** How a picture lies in the viewport: `scale` 1 shows it whole, `x` and `y` move it, in CSS pixels. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/** Point or distance in CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

/** Width and height in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** View of the whole picture, not enlarged. */
export const whole: View = { scale: 1, x: 0, y: 0 };
const largest = 6;
/** Scale that a double tap goes to. */
export const doubleTapScale = 2.5;

/** Enlarges by `factor` around a point of the viewport, which stays where it is. */
export function zoomAt(view: View, point: Point, factor: number, viewport: Size): View {
  const scale = Math.min(largest, Math.max(1, view.scale * factor));
  const grown = scale / view.scale;
  const moved = { scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown };
  return keepInside(moved, viewport);
}

/** View moved by a distance, kept inside the viewport. */
export function pan(view: View, by: Point, viewport: Size): View {
  return keepInside({ ...view, x: view.x + by.x, y: view.y + by.y }, viewport);
}

/** Of the height of a pet's box, what is taken for the part with the head. */
const HEAD_PART = 0.55;

/**
 * View in which original and enlargement are compared: close on the head of the pet, where their difference can be seen;
 * on the middle where no pet was seen.
 * @param subject box of the pet in parts of the picture, 0..1
 * @param ratio of the picture, width by height
 */
export function closeOn(subject: (Point & Size) | null, viewport: Size, ratio: number): View {
  const picture = shownSize(viewport, ratio);
  const head = subject
    ? { ...subject, height: subject.height * HEAD_PART }
    : { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
  const wanted = Math.min(
    viewport.width / (head.width * picture.width),
    viewport.height / (head.height * picture.height),
  );
  const scale = Math.min(4, Math.max(doubleTapScale, wanted * 0.8));
  const centre = {
    x: (viewport.width - picture.width) / 2 + (head.x + head.width / 2) * picture.width,
    y: (viewport.height - picture.height) / 2 + (head.y + head.height / 2) * picture.height,
  };
  const view = { scale, x: viewport.width / 2 - centre.x * scale, y: viewport.height / 2 - centre.y * scale };
  return keepInside(view, viewport);
}

/** Never shows what lies beside the picture. */
export function keepInside(view: View, viewport: Size): View {
  const least = { x: viewport.width * (1 - view.scale), y: viewport.height * (1 - view.scale) };
  return {
    scale: view.scale,
    x: Math.min(0, Math.max(least.x, view.x)),
    y: Math.min(0, Math.max(least.y, view.y)),
  };
}

/** How large a picture of a ratio (width by height) is when all of it shows in the viewport. */
export function shownSize(viewport: Size, ratio: number): Size {
  const width = Math.min(viewport.width, viewport.height * ratio);
  return { width, height: width / ratio };
}

/**
 * Meaning of the end of a drag over a whole picture; null for none. `moved` in pixels, `ms` since the finger came
 * down.
 */
export function swipeOf(moved: Point, ms: number, viewport: Size): 'newer' | 'older' | 'close' | null {
  const fast = ms < 260;
  const far = fast ? 36 : viewport.width * 0.28;
  if (Math.abs(moved.x) > Math.abs(moved.y))
    return Math.abs(moved.x) < far ? null : moved.x > 0 ? 'newer' : 'older';
  return moved.y > (fast ? 60 : viewport.height * 0.3) ? 'close' : null;
}

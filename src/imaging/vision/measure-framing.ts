import type { Area } from './measure-plane.js';

/** Where a pet's box lies in its frame. */
export interface Framing {
  /** Share of the frame that the box covers, 0..1. */
  area: number;
  /** How many of the frame's four edges the box touches. */
  edges: number;
  /** From the frame's centre to the box's, 0 in the middle, 1 in a corner. */
  offset: number;
}

/** A detector's box ends a little inside the edge that cuts the pet. */
const EDGE_SHARE = 0.008;

/** Measures a box in a frame of `width` x `height` pixels. */
export function framingOf(box: Area, width: number, height: number): Framing {
  const edge = EDGE_SHARE * Math.max(width, height);
  const touched = [
    box.x < edge,
    box.y < edge,
    box.x + box.width > width - edge,
    box.y + box.height > height - edge,
  ];
  const aside = (box.x + box.width / 2) / width - 0.5;
  const above = (box.y + box.height / 2) / height - 0.5;
  return {
    area: Math.min(1, (box.width * box.height) / (width * height)),
    edges: touched.filter(Boolean).length,
    offset: Math.min(1, Math.hypot(aside, above) / Math.SQRT1_2),
  };
}

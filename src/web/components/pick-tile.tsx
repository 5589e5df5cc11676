import type { ComponentChildren } from 'preact';
import type { Crop } from './crop.js';
import { Icon } from './icon.js';
import { Picture } from './picture.js';

/** A photo that can be picked. */
export interface PickTileProps {
  src: string;
  crop: Crop;
  /** Says in words what the photo shows. */
  label: string;
  picked: boolean;
  /** `reach` while the shift key is held: everything from the last one on is meant. */
  onPick: (reach: boolean) => void;
  /** What lies over the picture; `label` says it too. */
  children?: ComponentChildren;
}

/** One photo of a grid in which photos are picked: a check box that looks like the photo. */
export function PickTile({ src, crop, label, picked, onPick, children }: PickTileProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a check box has no picture in it.
    <button
      type="button"
      role="checkbox"
      class="pick"
      aria-checked={picked}
      aria-label={label}
      onClick={(event) => onPick(event.shiftKey)}
    >
      <Picture src={src} alt="" crop={crop} />
      <span class="pick-mark">{picked && <Icon name="check" />}</span>
      {children}
    </button>
  );
}

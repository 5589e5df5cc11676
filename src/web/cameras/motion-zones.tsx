import { useRef, useState } from 'preact/hooks';
import { Picture } from '../components/picture.js';
import { useWords } from '../i18n/language.js';
import { useLatestPhoto } from './latest-photo.js';
import { cellAt, gridOf, isIgnored, setIgnored } from './motion-cells.js';
import { ZoneNumbers } from './zone-numbers.js';

/** Camera, the cells that its motion ignores as 48 digits, and the callback for a change. */
export interface MotionZonesProps {
  camera: { id: string; turn: 0 | 90 | 180 | 270 };
  digits: string;
  onChange: (digits: string) => void;
}

const steps: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Areas whose motion does not count, painted over the latest photo with a finger, a mouse or the keys. */
export function MotionZones(props: MotionZonesProps) {
  const { words } = useWords();
  const photo = useLatestPhoto(props.camera.id);
  const turn = photo?.turn ?? props.camera.turn;
  const { columns, rows } = gridOf(turn);
  return (
    <details>
      <summary>{words.camera.zones}</summary>
      <p class="soft small">{words.camera.zonesHint}</p>
      <div
        class="zones"
        style={{ aspectRatio: photo ? `${photo.width} / ${photo.height}` : `${columns} / ${rows}` }}
      >
        <Picture src={photo?.images.preview ?? null} alt="" />
        <Cells {...props} turn={turn} />
      </div>
      <ZoneNumbers {...props} turn={turn} />
      <button type="button" class="button quiet" onClick={() => props.onChange('0'.repeat(48))}>
        {words.camera.zonesClear}
      </button>
    </details>
  );
}

function Cells({ digits, onChange, turn }: MotionZonesProps & { turn: 0 | 90 | 180 | 270 }) {
  const { words, format } = useWords();
  const { columns, rows } = gridOf(turn);
  const [reached, setReached] = useState(0);
  const grid = useRef<HTMLFieldSetElement>(null);
  const painting = usePainting(digits, onChange, (index) =>
    cellAt(index % columns, Math.floor(index / columns), turn),
  );
  const move = (event: KeyboardEvent) => {
    const [right, down] = steps[event.key] ?? [0, 0];
    const column = (reached % columns) + right;
    const row = Math.floor(reached / columns) + down;
    if ((right === 0 && down === 0) || column < 0 || column >= columns || row < 0 || row >= rows) return;
    event.preventDefault();
    const next = row * columns + column;
    setReached(next);
    grid.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <fieldset
      ref={grid}
      class="zone-cells"
      aria-label={words.camera.zones}
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      onKeyDown={move}
      {...painting.pointer}
    >
      {Array.from({ length: columns * rows }, (_, index) => (
        <button
          key={index}
          type="button"
          class="zone-cell"
          data-cell={index}
          tabIndex={index === reached ? 0 : -1}
          aria-pressed={isIgnored(digits, painting.cellOf(index))}
          aria-label={words.camera.zone(
            format.number(Math.floor(index / columns) + 1),
            format.number((index % columns) + 1),
          )}
          onFocus={() => setReached(index)}
          // A pointer has painted the cell already; keys and screen readers click.
          onClick={(event) => event.detail === 0 && painting.toggle(index)}
        />
      ))}
    </fieldset>
  );
}

/** Painting of cells: the first one that is touched says whether the stroke ignores or counts. */
function usePainting(digits: string, onChange: (digits: string) => void, cellOf: (index: number) => number) {
  const stroke = useRef<{ ignored: boolean; digits: string } | null>(null);
  const paint = (event: PointerEvent) => {
    const seen = document.elementFromPoint(event.clientX, event.clientY);
    const index = seen instanceof HTMLElement ? seen.dataset['cell'] : undefined;
    if (!stroke.current || index === undefined) return;
    stroke.current.digits = setIgnored(stroke.current.digits, cellOf(Number(index)), stroke.current.ignored);
    onChange(stroke.current.digits);
  };
  const toggle = (index: number) =>
    onChange(setIgnored(digits, cellOf(index), !isIgnored(digits, cellOf(index))));
  const end = () => {
    stroke.current = null;
  };
  const pointer = {
    onPointerDown: (event: PointerEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.dataset['cell'] === undefined) return;
      if (target.matches(':disabled')) return;
      // A finger would keep its first cell as the target of its whole stroke.
      if (target.hasPointerCapture(event.pointerId)) target.releasePointerCapture(event.pointerId);
      stroke.current = { ignored: !isIgnored(digits, cellOf(Number(target.dataset['cell']))), digits };
      paint(event);
    },
    onPointerMove: paint,
    onPointerUp: end,
    onPointerLeave: end,
    onPointerCancel: end,
  };
  return { cellOf, toggle, pointer };
}

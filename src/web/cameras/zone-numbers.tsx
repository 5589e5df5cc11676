import { useState } from 'preact/hooks';
import { announce } from '../components/notices.js';
import { useWords } from '../i18n/language.js';
import { zoneWords } from '../i18n/zones.js';
import { cellAt, gridOf, isIgnored, setIgnored } from './motion-cells.js';
import type { MotionZonesProps } from './motion-zones.js';

type Part = 'top' | 'bottom' | 'left' | 'right';

/** An area of the picture by its rows and columns, for whoever cannot or would not paint. */
export function ZoneNumbers(
  props: Pick<MotionZonesProps, 'digits' | 'onChange'> & { turn: 0 | 90 | 180 | 270 },
) {
  const { language, format } = useWords();
  const zone = zoneWords[language];
  const { digits, onChange, turn } = props;
  const { columns, rows } = gridOf(turn);
  const [area, setArea] = useState<Record<Part, number>>({ top: 1, bottom: 1, left: 1, right: 1 });
  const most = (part: Part) => (part === 'top' || part === 'bottom' ? rows : columns);
  const apply = (ignored: boolean) => {
    let next = digits;
    for (const row of between(area.top, area.bottom))
      for (const column of between(area.left, area.right))
        next = setIgnored(next, cellAt(column - 1, row - 1, turn), ignored);
    onChange(next);
    const count = Array.from({ length: columns * rows }, (_, cell) => isIgnored(next, cell)).filter(
      Boolean,
    ).length;
    announce(zone.done(count, format.number(count)));
  };
  return (
    <fieldset class="zone-numbers">
      <legend>{zone.title}</legend>
      <p class="soft small">{zone.hint(format.number(rows), format.number(columns))}</p>
      <div class="zone-fields">
        {(['top', 'bottom', 'left', 'right'] as const).map((part) => (
          <label key={part} class="field">
            <span>{zone.parts[part]}</span>
            <input
              type="number"
              inputMode="numeric"
              min={1}
              max={most(part)}
              value={area[part]}
              onInput={({ currentTarget }) =>
                setArea({
                  ...area,
                  [part]: Math.min(most(part), Math.max(1, Math.round(Number(currentTarget.value)))),
                })
              }
            />
          </label>
        ))}
      </div>
      <div class="zone-fields">
        <button type="button" class="button quiet" onClick={() => apply(true)}>
          {zone.ignore}
        </button>
        <button type="button" class="button quiet" onClick={() => apply(false)}>
          {zone.watch}
        </button>
      </div>
    </fieldset>
  );
}

/** Whole numbers from one to another, whichever is smaller. */
function between(one: number, other: number): number[] {
  const first = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, step) => first + step);
}

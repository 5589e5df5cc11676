import type { PetActivity } from '../api/activity-calls.js';
import type { ActivityWords } from '../i18n/activity.js';
import { useWords } from '../i18n/language.js';

/** Pet and days that the bars show, and their words. */
export interface DayBarsProps {
  name: string;
  pet: PetActivity;
  days: readonly string[];
  words: ActivityWords;
}

/** A bar for each day, as high as the hours in which the pet was seen; each says its day in words. */
export function DayBars({ name, pet, days, words }: DayBarsProps) {
  const { format } = useWords();
  const most = Math.max(...pet.days.map((day) => day?.hours ?? 0), 4);
  return (
    <ol class="day-bars" aria-label={words.chart(name)}>
      {pet.days.map((day, index) => {
        const noon = new Date(`${days[index]}T12:00`).getTime();
        const said = format.day(noon, Date.now());
        const text = day
          ? words.day(said, day.hours, format.time(day.first), format.time(day.last))
          : words.noDay(said);
        const height = `${((day?.hours ?? 0) / most) * 100}%`;
        return (
          <li key={days[index]} title={text}>
            <span class="day-bar">
              <span style={{ height }} />
            </span>
            <span class="hidden">{text}</span>
            <span class="day-number" aria-hidden="true">
              {new Date(noon).getDate()}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** The hours of a day, the darker the oftener the pet was seen in them. */
export function HourStrip({ byHour, words }: { byHour: readonly number[]; words: ActivityWords }) {
  const { format } = useWords();
  const most = Math.max(...byHour, 1);
  const timeOf = (hour: number) => format.time(new Date(2026, 0, 15, hour).getTime());
  const often = [...byHour.keys()]
    .filter((hour) => byHour[hour])
    .sort((a, b) => (byHour[b] ?? 0) - (byHour[a] ?? 0))
    .slice(0, 3)
    .sort((a, b) => a - b);
  return (
    <div>
      <h3 class="small">{words.byHour}</h3>
      <div class="hour-strip" aria-hidden="true">
        {byHour.map((days, hour) => (
          <span key={hour} title={timeOf(hour)} style={{ opacity: 0.12 + 0.88 * (days / most) }} />
        ))}
      </div>
      <div class="hour-scale soft small" aria-hidden="true">
        {[0, 6, 12, 18].map((hour) => (
          <span key={hour}>{timeOf(hour)}</span>
        ))}
      </div>
      <p class="soft small">{words.usually(often.map(timeOf).join(', '))}</p>
    </div>
  );
}

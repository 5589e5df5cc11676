import { useEffect, useState } from 'preact/hooks';
import {
  type Activity as ActivityState,
  getActivity,
  type PetActivity,
  setPetAlarm,
} from '../api/activity-calls.js';
import { BackButton } from '../components/back-button.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { Choice } from '../components/choice.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { useIsOwner } from '../components/owner.js';
import { goBack, useArrival } from '../core/navigate.js';
import { activityWords } from '../i18n/activity.js';
import { useWords } from '../i18n/language.js';
import { DayBars, HourStrip } from './bars.js';

/** Hours after which somebody may want to be told; 0 stands for never. */
const alarms = [0, 6, 9, 12, 24, 48] as const;

/** Screen of when each pet was seen: on each of the last days, at which time of day, and where. */
export function Activity() {
  const { words, language } = useWords();
  const activity = activityWords[language];
  const [state, setState] = useState<ActivityState | null>(null);
  const { fault, run } = useBusy();
  const read = () => void run(async () => setState(await getActivity()));
  useArrival(`${activity.title} · ${words.app.name}`, 'activity');
  useEffect(read, []);
  return (
    <div class="screen">
      <header class="screen-head">
        <BackButton onBack={() => goBack({ name: 'highlights' })} />
        <div class="moment-title">
          <h1 tabIndex={-1}>{activity.title}</h1>
          <p>{activity.lead}</p>
        </div>
      </header>
      {state === null && fault !== null && <FaultScreen thrown={fault} onRetry={read} />}
      <div class="cards">
        {state?.pets.map((pet) => (
          <PetCard key={pet.pet} pet={pet} days={state.days} />
        ))}
      </div>
    </div>
  );
}

function PetCard({ pet, days }: { pet: PetActivity; days: readonly string[] }) {
  const { language, format } = useWords();
  const activity = activityWords[language];
  const { list } = useHousehold();
  const { nameOf } = useCameras();
  const name = list?.find(({ id }) => id === pet.pet)?.name ?? activity.everybody;
  const id = `activity-${pet.pet ?? 'all'}`;
  const seen =
    pet.lastSeenAt === null ? activity.never : activity.last(format.ago(pet.lastSeenAt, Date.now()));
  const places = pet.places.slice(0, 2).map(({ camera }) => nameOf(camera));
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-body">
        <div>
          <h2 id={id}>{name}</h2>
          <p class="soft">{seen}</p>
        </div>
        {pet.places.length > 0 && (
          <>
            <DayBars name={name} pet={pet} days={days} words={activity} />
            <HourStrip byHour={pet.byHour} words={activity} />
            <p class="soft small">{activity.places(places.join(', '))}</p>
          </>
        )}
        {pet.pet !== null && <Alarm pet={pet.pet} hours={pet.alarmHours} />}
      </div>
    </section>
  );
}

/** When somebody is told that this pet was not seen; owners decide. */
function Alarm(props: { pet: number; hours: number | null }) {
  const { words, language } = useWords();
  const activity = activityWords[language];
  const owner = useIsOwner();
  const { fault, run } = useBusy();
  const [hours, setHours] = useState(props.hours ?? 0);
  const change = (wanted: number) =>
    void run(async () => {
      await setPetAlarm(props.pet, wanted === 0 ? null : wanted);
      setHours(wanted);
    });
  if (!owner) return hours > 0 ? <p class="soft small">{activity.alarmIs(hours)}</p> : null;
  return (
    <>
      <Choice
        label={activity.alarm}
        value={hours}
        options={alarms.map((each) => [each, each === 0 ? activity.off : activity.hours(each)] as const)}
        other={activity.hours}
        hint={activity.alarmHint}
        onChange={change}
      />
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </>
  );
}

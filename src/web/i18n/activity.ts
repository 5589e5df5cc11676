import type { Language } from './language.js';

/** Words of the activity of pets; they come with its screen. */
const en = {
  title: 'Activity',
  lead: 'In how many hours of each day somebody was seen. What no camera sees is not counted.',
  everybody: 'All of them',
  last: (when: string) => `Last seen ${when}`,
  never: 'Not seen yet',
  chart: (name: string) => `${name}: hours seen on each of the last days`,
  day: (day: string, hours: number, first: string, last: string) =>
    `${day}: ${hours === 1 ? '1 hour' : `${hours} hours`}, ${first} to ${last}`,
  noDay: (day: string) => `${day}: not seen`,
  byHour: 'Time of day',
  usually: (times: string) => `Mostly around ${times}.`,
  places: (places: string) => `Mostly at ${places}.`,
  alarm: 'Tell us when not seen for',
  alarmHint: 'Goes to whoever gets notifications, once, and not in the quiet hours.',
  off: 'Never',
  hours: (hours: number) => (hours === 1 ? '1 hour' : `${hours} hours`),
  alarmIs: (hours: number) => `You are told when not seen for ${hours} hours.`,
};

/** Shape of the words of every language. */
export type ActivityWords = typeof en;

const ko: ActivityWords = {
  title: '활동',
  lead: '하루에 몇 시간대에 보였는지예요. 카메라에 보이지 않은 때는 세지 않아요.',
  everybody: '모두',
  last: (when) => `마지막으로 본 때: ${when}`,
  never: '아직 보지 못했어요',
  chart: (name) => `${name}: 최근 날마다 보인 시간`,
  day: (day, hours, first, last) => `${day}: ${hours}시간, ${first}부터 ${last}까지`,
  noDay: (day) => `${day}: 보이지 않음`,
  byHour: '시간대',
  usually: (times) => `주로 ${times} 무렵에 보여요.`,
  places: (places) => `주로 ${places}에 있어요.`,
  alarm: '이만큼 보이지 않으면 알림',
  alarmHint: '알림을 받는 사람에게 한 번 알려요. 방해 금지 시간에는 알리지 않아요.',
  off: '알리지 않음',
  hours: (hours) => `${hours}시간`,
  alarmIs: (hours) => `${hours}시간 동안 보이지 않으면 알려 드려요.`,
};

/** Words of the activity of pets by language. */
export const activityWords: Record<Language, ActivityWords> = { en, ko };

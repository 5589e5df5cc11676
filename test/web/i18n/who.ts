import t from 'tap';
import { en } from '../../../src/web/i18n/en.js';
import { ko } from '../../../src/web/i18n/ko.js';
import { sayAsleep, sayWho, whoWord } from '../../../src/web/i18n/who.js';
import { makePhoto } from '../fixtures/photo.js';

const photo = (
  pet: 'cat' | 'dog' | 'other' | null,
  params: Record<string, string> = {},
  code = 'chosen-best',
) => makePhoto(1, 0, { pet, summary: { code, params, text: '' } });

t.test('a photo says who is on it, and only what was measured of how', async (t) => {
  t.equal(sayWho(photo('cat', { face: 'yes', whole: 'yes' }), ['Nabi'], en), 'Nabi, looking at you');
  t.equal(sayWho(photo('cat', { face: 'no', whole: 'yes' }), ['Nabi'], en), 'Nabi, in full view');
  t.equal(sayWho(photo('cat', { whole: 'no' }), ['Nabi'], en), 'Nabi');
  t.equal(sayWho(photo('cat', { face: 'yes' }), ['Nabi', 'Choco'], en), 'Nabi and Choco');
  t.equal(sayWho(photo('dog', { face: 'yes' }), ['초코'], ko), '초코, 이쪽을 보고 있어요');
  t.equal(sayWho(photo('cat'), ['나비', '초코'], ko), '나비, 초코');
});

t.test('one that is not known by name is told by its kind', async (t) => {
  t.equal(sayWho(photo('cat', { face: 'yes' }), [], en), 'A cat, looking at you');
  t.equal(sayWho(photo('other'), [], ko), '반려동물');
  t.equal(sayWho(photo('cat', { face: 'yes' }), [], en, 'Nabi'), 'Maybe Nabi, looking at you');
});

t.test('a photo without a pet says so', async (t) => {
  t.equal(sayWho(photo(null), [], en), 'Just movement, no pet');
  t.equal(sayWho(photo(null, {}, 'all-dark'), [], en), 'Too dark to see anything');
  t.equal(sayWho(photo(null, {}, 'all-bright'), [], ko), '너무 밝아서 안 보여요');
});

t.test('a picture is described by the same names', async (t) => {
  t.equal(whoWord(photo('cat'), ['Nabi'], en), 'Nabi');
  t.equal(whoWord(photo('cat'), [], en), 'a cat');
  t.equal(whoWord(photo('dog'), [], ko), '강아지');
  t.equal(whoWord(photo(null), [], en), null);
});

t.test('a pet that stays in one place sleeps there, for hours and minutes', async (t) => {
  const minutes = (count: number) => count * 60_000;
  t.equal(sayAsleep(photo('cat'), ['Nabi'], minutes(130), en), 'Nabi, asleep here, 2 h 10');
  t.equal(sayAsleep(photo('cat'), [], minutes(120), en), 'A cat, asleep here, 2 h');
  t.equal(sayAsleep(photo('dog'), ['초코'], minutes(50), en), '초코, asleep here, 50 min');
  t.equal(sayAsleep(photo('cat'), ['나비'], minutes(130), ko), '나비, 여기서 2시간 10분 잤어요');
  t.equal(sayAsleep(photo('cat', { face: 'yes' }), ['Nabi'], minutes(130), en), 'Nabi, here for 2 h 10');
  t.equal(sayAsleep(photo(null), [], minutes(60), ko), '반려동물, 여기서 1시간 잤어요');
});

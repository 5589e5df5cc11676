import t from 'tap';
import { drawn } from '../../../../src/server/api/routes/trust-pictures.js';
import { trustWords } from '../../../../src/server/api/routes/trust-words.js';

const draw = (picture: Parameters<typeof drawn>[0]) => drawn(picture, (text) => text.toUpperCase());
const fingers = (svg: string) => svg.split('class="finger"').length - 1;

t.test('each step of a phone has its picture, in every language', async (t) => {
  for (const { devices } of Object.values(trustWords))
    for (const { id, steps, pictures } of devices)
      t.equal(pictures?.length, id === 'apple' || id === 'android' ? steps.length : undefined, id);
});

t.test('one place is to be tapped, and every word is escaped', async (t) => {
  const rows = ['first', 'second'];
  const list = draw({ kind: 'list', title: 'title', rows });
  const search = draw({ kind: 'list', title: 'title', search: true, rows });
  const toggle = draw({ kind: 'list', title: 'title', toggle: true, rows });
  const ask = draw({ kind: 'ask', text: 'question', buttons: ['no', 'yes'] });
  for (const svg of [list, search, toggle, ask]) {
    t.equal(fingers(svg), 1);
    t.notMatch(svg, />[a-z]/, 'no word is as it was given');
  }
  t.match(list, /TITLE.*row tap.*FIRST.*class="row".*SECOND/);
  t.match(ask, /NO<.*row tap.*YES</);
  t.match(toggle, /class="on"/);
  t.notMatch(list, /class="on"/);
  t.match(search, /class="line"/);
});

/** Code of the schemas: made once for each, and what it accepts and writes. */
import t from 'tap';
import { Type } from 'typebox';
import { serializerOf, validatorOf } from '../../../../src/server/api/http/compiled-schemas.js';

const Walk = Type.Object({ steps: Type.Integer({ minimum: 1 }) });
const request = (schema: object, httpPart: string) =>
  validatorOf({ schema: schema as typeof Walk, httpPart, method: 'POST', url: '/walks' });
const answer = (schema: object, url = '/walks') =>
  serializerOf({ schema, method: 'GET', url, httpStatus: '200' });

t.test('a schema becomes code once, for whichever route it is', async (t) => {
  t.equal(answer(Walk), answer(Walk, '/walks/1'));
  t.equal(request(Walk, 'querystring'), request(Walk, 'params'));
  t.not(request(Walk, 'body'), request(Walk, 'querystring'), 'a body is judged otherwise');
  const other = Type.Object({ steps: Type.Integer() });
  t.not(answer(other), answer(Walk));
  t.not(request(other, 'body'), request(Walk, 'body'));
});

t.test('an answer has what its schema names and nothing else', async (t) => {
  t.equal(answer(Walk)({ steps: 3, secret: 'no' }), '{"steps":3}');
});

t.test('numbers in an address are converted, those in a body are not', async (t) => {
  t.strictSame(request(Walk, 'querystring')({ steps: '3' }), { value: { steps: 3 } });
  t.match(request(Walk, 'body')({ steps: '3' }), { error: Array });
  t.strictSame(request(Walk, 'body')({ steps: 3 }), { value: { steps: 3 } });
  t.match(request(Walk, 'querystring')({ steps: '0' }), { error: Array });
});

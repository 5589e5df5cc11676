import { readFileSync } from 'node:fs';
import t from 'tap';
import { apiTypesFile, renderApiTypes } from '../../../scripts/docs/api-types.js';

t.test('the types that the page is checked against are those of this API', async (t) => {
  const kept = readFileSync(apiTypesFile, 'utf8');
  t.equal(kept === (await renderApiTypes()), true, 'if not: npm run api-types');
});

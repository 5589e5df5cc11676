/** npm run api-types: the page's types of the API, made of the hub's own description of it. No hub has to run. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { startApi } from '../../test/support/api/hub.js';

const HELP = `npm run api-types

Writes src/web/api/schema.d.ts from the OpenAPI document of this version. A test fails while the file is stale.`;

/** Where the types are kept. */
export const apiTypesFile = fileURLToPath(new URL('../../src/web/api/schema.d.ts', import.meta.url));

/** The types as they have to be now. */
export async function renderApiTypes(): Promise<string> {
  const ends: (() => unknown)[] = [];
  const { app } = await startApi({ teardown: (end) => ends.unshift(end) });
  try {
    const document = (await app.inject('/openapi.json')).body;
    const declarations = astToString(await openapiTS(document, { defaultNonNullable: false }));
    return `// Made by \`npm run api-types\` from the hub's OpenAPI document; do not edit.\n${declarations}`;
  } finally {
    for (const end of ends) await end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) console.log(HELP);
  else {
    writeFileSync(apiTypesFile, await renderApiTypes());
    console.log(apiTypesFile);
  }
}

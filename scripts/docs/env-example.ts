// Writes .env.example from the table in src/core/config/settings.ts: npm run env-example
import { writeFileSync } from 'node:fs';
import { exampleEnvironment } from '../../src/core/config/config.js';

writeFileSync(new URL('../../.env.example', import.meta.url), exampleEnvironment());

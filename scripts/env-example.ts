// Writes .env.example from the table in src/settings.ts: npm run env-example
import { writeFileSync } from 'node:fs';
import { exampleEnvironment } from '../src/config.js';

writeFileSync(new URL('../.env.example', import.meta.url), exampleEnvironment());

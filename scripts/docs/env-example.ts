// Writes .env.example from the tables in src/core/config: npm run env-example
import { writeFileSync } from 'node:fs';
import { exampleEnvironment } from '../../src/core/config/config.js';

writeFileSync(new URL('../../.env.example', import.meta.url), exampleEnvironment());

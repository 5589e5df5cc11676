/** A hub of nothing but a vision process that hangs: says its pid and waits to be killed. Argument: the entry. */
import { pino } from 'pino';
import { systemClock } from '../../src/core/clock.js';
import { startHere, superviseVision, visionDefaults } from '../../src/imaging/vision/supervisor.js';
import { pidOf } from './vision-process.js';

const defaults = visionDefaults('models');
const process_ = { ...defaults.process, entry: new URL(process.argv[2] as string), nice: 0 };
const options = { ...defaults, process: process_ };
const start = startHere(options, systemClock);
const vision = superviseVision(options, start, systemClock, pino({ level: 'silent' }));
const ask = (act: string) =>
  vision.run('analyse', { bytes: new TextEncoder().encode(JSON.stringify({ act })) });

const { features } = await ask('answer');
void ask('hang');
console.log(pidOf({ features }));

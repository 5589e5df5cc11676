import t from 'tap';
import { bench } from '../../src/cli/bench.js';
import { readConfig } from '../../src/core/config/config.js';

async function run(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const config = () => readConfig({});
  await bench.run(args, { config, version: '1.2.3', print: (line) => lines.push(line) });
  return lines;
}

t.test('a table to paste has every step, and says of which machine it is', async (t) => {
  const lines = await run('--rounds', '1');
  t.match(lines[0], /^PetCam hub 1\.2\.3, \d{4}-\d\d-\d\d: \d+ x .+, Node v/);
  t.match(lines[1], /threads of the vision process, median of 1, frames of 800x600/);
  const rows = lines.filter((line) => /^\| .* \| [\d.]+ \|$/.test(line));
  t.equal(rows.length, 9);
  t.match(rows.at(-2), /^\| enlargement by 2, upscale-x2 \|/);
  t.match(rows.at(-1), /^\| enlargement by 2, upscale-x2-fast \|/);
});

t.test('the same as numbers for a program', async (t) => {
  const { machine, rows } = JSON.parse((await run('--rounds', '1', '--json'))[0] as string);
  t.match(machine, { version: '1.2.3', architecture: process.arch, rounds: 1 });
  const ms = (what: RegExp) => rows.find((row: { what: string }) => what.test(row.what)).ms as number;
  t.ok(ms(/^burst of 10/) > ms(/^detector/), 'ten frames take longer than one');
});

t.test('rounds that are no number are refused', async (t) => {
  for (const rounds of ['0', '51', 'many', '1.5'])
    await t.rejects(run('--rounds', rounds), { code: 'usage' }, rounds);
});

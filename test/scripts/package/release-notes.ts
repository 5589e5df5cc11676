/** What a release says of itself, out of the changelog. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { notesOf } from '../../../scripts/package/release-notes.mjs';
import { repository } from '../../support/program.js';

const changelog = `# Changelog

## [Unreleased]

## [1.1.0] - 2026-12-01

### Added

- One.

## [1.0.0] - 2026-11-01

- Zero.
`;

t.test('the section of the version, without its heading', async (t) => {
  t.equal(notesOf(changelog, '1.1.0'), '### Added\n\n- One.');
  t.equal(notesOf(changelog, '1.0.0'), '- Zero.');
});

t.test('a version without a word has no notes', async (t) => {
  t.equal(notesOf(changelog, 'Unreleased'), null);
  t.equal(notesOf(changelog, '2.0.0'), null);
});

t.test('the command refuses what it has no words for', async (t) => {
  const script = path.join(repository, 'scripts', 'package', 'release-notes.mjs');
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  t.match(run('--help'), { status: 0, stdout: /VERSION/ });
  t.match(run(), { status: 2, stderr: /VERSION/ });
  t.match(run('99.0.0'), { status: 1, stderr: /no section \[99\.0\.0\]/ });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chooseSandbox, type Sandbox } from '../../src/core/sandbox.js';
import { visionDefaults } from '../../src/imaging/vision/supervisor.js';
import { repository } from './program.js';

/** The closest sandbox that this machine allows, and what is in the way of bubblewrap where it is another one. */
export async function sandboxHere(): Promise<Sandbox & { why: string }> {
  const modelsFolder = path.join(repository, 'models');
  const { entry } = visionDefaults(modelsFolder).service;
  const sandbox = await chooseSandbox({ entry, files: [modelsFolder] }, process.getuid?.() === 0);
  return { ...sandbox, why: 'bubblewrap is not installed, or this machine refuses user namespaces' };
}

/** The innermost process below one, which the sandbox and the vision service stand above. */
export function lastDescendant(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const last = Number(children.at(-1));
  return last === 0 ? pid : lastDescendant(last);
}

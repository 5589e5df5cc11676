import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where disks are mounted, and where they should be. */
export interface Mounts {
  /** Mount points of this moment (proc(5), mountinfo). */
  present: readonly string[];
  /** Mount points that are mounted at boot (fstab(5)); those with `noauto` are not. */
  expected: readonly string[];
}

/** Reads both from the system; empty where it has no such files. */
export function readMounts(): Mounts {
  return {
    present: parseMountInfo(textOf('/proc/self/mountinfo')),
    expected: parseFstab(textOf('/etc/fstab')),
  };
}

/** Mount points in the text of /proc/self/mountinfo. */
export function parseMountInfo(text: string): string[] {
  return fieldsOf(text).map((fields) => unescaped(fields[4] ?? '/'));
}

/** Mount points in the text of /etc/fstab that are mounted at boot. */
export function parseFstab(text: string): string[] {
  return fieldsOf(text)
    .filter(([source = '']) => !source.startsWith('#'))
    .filter(([, , , options = '']) => !options.split(',').includes('noauto'))
    .map(([, target = '']) => unescaped(target))
    .filter((target) => target.startsWith('/'));
}

/** The mount point that a folder is on, which need not be there: the longest one that leads to it. */
export function mountPointOf(folder: string, mountPoints: readonly string[]): string {
  const leading = mountPoints.filter((point) => isInside(folder, point));
  return leading.reduce((longest, point) => (point.length > longest.length ? point : longest), '/');
}

function isInside(folder: string, point: string): boolean {
  const way = path.relative(point, path.resolve(folder));
  return way !== '..' && !way.startsWith('../');
}

function fieldsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/));
}

/** Blanks are written as octal numbers. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

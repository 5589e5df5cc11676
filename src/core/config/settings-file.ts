import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Fault } from '../errors.js';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Settings of a file of KEY=VALUE lines. A byte order mark before the first one belongs to no name.
 * @throws {Fault} `config-invalid` for a file that is not UTF-8, and for a line that is no KEY=VALUE
 */
export function readSettingsFile(file: string): Record<string, string> {
  const bytes = readFileSync(file);
  if (bytes.includes(0))
    throw new Fault(
      'config-invalid',
      `${file} is no text in UTF-8`,
      'Save it as UTF-8: editors of Windows call UTF-16 "Unicode".',
    );
  const text = bytes.toString().replace(BYTE_ORDER_MARK, '');
  const strange = lostLine(text);
  if (strange !== null)
    throw new Fault(
      'config-invalid',
      `line ${strange} of ${file} is not KEY=VALUE`,
      'A setting is its name, an equals sign and the value: PETCAM_HTTP_PORT=8080.',
    );
  return parseEnv(text) as Record<string, string>;
}

/** True for a file that begins with a byte order mark: systemd passes over the first setting of such a file. */
export function hasByteOrderMark(file: string): boolean {
  return readFileSync(file).toString().startsWith(BYTE_ORDER_MARK);
}

/**
 * Number of the first line that is neither a setting nor a comment: it would hide the setting behind it. Null where
 * there is none.
 */
function lostLine(text: string): number | null {
  let quote = '';
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (quote !== '') {
      if (line.includes(quote)) quote = '';
      continue;
    }
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, value] = /^\s*(?:export\s+)?[\w.-]+\s*=\s*(.*)$/.exec(line) ?? [];
    if (value === undefined) return index + 1;
    const [first = ''] = value;
    quote = /['"`]/.test(first) && !value.includes(first, 1) ? first : '';
  }
  return null;
}

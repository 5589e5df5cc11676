import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Finding, fine, worry } from './finding.js';

const ANSWER_MS = 3000;
const UNIT = 'petcam-hub.service';

/** The first line that a program prints; null when it is not there, fails or does not answer. */
export async function ask(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: ANSWER_MS });
    return stdout.split('\n')[0]?.trim() ?? null;
  } catch {
    return null;
  }
}

/** Answer of systemd about whether a time server sets the clock; null when it does not say. */
export async function isSynchronised(question = ask): Promise<boolean | null> {
  const answer = await question('timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  return answer === 'yes' ? true : answer === 'no' ? false : null;
}

/** `/proc/PID/status` of the service, or of this process when there is no service. */
export async function hubProcessStatus(question = ask): Promise<string> {
  const pid = await question('systemctl', ['show', '--property=MainPID', '--value', UNIT]);
  const file = `/proc/${pid}/status`;
  return readFileSync(Number(pid) > 0 && existsSync(file) ? file : '/proc/self/status', 'utf8');
}

/** Advice to take a newer version of the hub that this machine knows of. */
export function adviseUpdate(version: string, by: 'apt' | 'add-on'): Finding {
  const advice = by === 'apt' ? 'sudo apt upgrade' : 'Update the add-on in Home Assistant.';
  return worry('update', `version ${version} is there`, advice);
}

/** Will the hub be there after the next power cut? Null where there is no systemd to ask. */
export async function checkService(question = ask): Promise<Finding | null> {
  const enabled = await question('systemctl', ['show', '--property=UnitFileState', '--value', UNIT]);
  if (!enabled) return null;
  return enabled === 'enabled'
    ? fine('service', 'starts with the machine')
    : worry(
        'service',
        `${enabled}: the hub does not start with the machine`,
        `sudo systemctl enable --now ${UNIT}`,
      );
}

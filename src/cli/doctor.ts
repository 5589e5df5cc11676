import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { type Config, readConfig } from '../core/config/config.js';
import { hasByteOrderMark } from '../core/config/settings-file.js';
import { type Fault, messageOf } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { listeningHost, networkState, outsideAddresses } from '../core/network.js';
import { externalBroker } from '../hub/external-broker.js';
import { ownBroker } from '../hub/home-assistant.js';
import { openRtspProcesses } from '../hub/rtsp.js';
import { openVision } from '../hub/vision.js';
import { listBackups } from '../services/backup/files.js';
import { wayBack } from '../services/backup/way-back.js';
import { checkBluetooth } from '../services/doctor/bluetooth.js';
import { checkBurstsAside } from '../services/doctor/bursts-aside.js';
import { checkCameras } from '../services/doctor/cameras.js';
import {
  checkBackups,
  checkDurableWrites,
  checkOwnership,
  checkRoom,
} from '../services/doctor/data-directory.js';
import { checkDatabaseFile } from '../services/doctor/database.js';
import { type Finding, failure, fine, worry } from '../services/doctor/finding.js';
import { checkHomeAssistant } from '../services/doctor/home-assistant.js';
import { checkClock, checkMemory, checkNode, checkProcessor, checkZone } from '../services/doctor/machine.js';
import {
  checkAddress,
  checkPort,
  describeHub,
  hubStatus,
  type WantedPort,
} from '../services/doctor/network.js';
import { checkBroker, checkConfinement, checkModels } from '../services/doctor/parts.js';
import { checkRtsp, checkStreams } from '../services/doctor/streams.js';
import { adviseUpdate, checkService, hubProcessStatus, isSynchronised } from '../services/doctor/system.js';
import { newerVersion } from '../services/updates/newer-version.js';
import type { Command } from './command.js';

const help = `petcam-hub doctor [--json]

Looks at everything that can be wrong with an installation, and says what to do about it: settings, Node, memory,
clock, data directory, database, bursts that were set aside, cameras, disk, ports, network, broker,
Home Assistant's broker, vision process, models, Bluetooth, service. Changes nothing. Works while the hub runs and while it does not. Ends with 1 when something keeps the hub from
working.

  --json   [{"check", "verdict", "text", "advice"}]; verdict is ok, warn or fail`;

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const MEBIBYTE = 1024 * 1024;
const MARKS = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' };

/** Command `petcam-hub doctor`: examines machine, settings and data, and says what to do. */
export const doctor: Command = {
  help,
  async run(args, { config, configFile, print }) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
    const findings: Finding[] = [];
    for await (const finding of examine(config, configFile)) {
      findings.push(finding);
      if (!values.json) print(lineOf(finding));
    }
    if (values.json) print(JSON.stringify(findings));
    else print(summaryOf(findings));
    if (findings.some(({ verdict }) => verdict === 'fail')) process.exitCode = 1;
  },
};

/** One finding after the other, as they come: some take a moment. */
async function* examine(config: () => Config, configFile?: string): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node);
  yield checkProcessor(process.arch);
  yield checkMemory(totalmem());
  yield checkClock(Date.now(), await isSynchronised());
  const { settings, finding } = readSettings(config, configFile);
  yield finding;
  yield checkBluetooth('/sys', await hubProcessStatus());
  const service = await checkService();
  if (service) yield service;
  const versionFile = settings?.newerVersionFile ?? '';
  const newer = await newerVersion(versionFile);
  if (newer !== null) yield adviseUpdate(newer, versionFile === '' ? 'apt' : 'add-on');
  yield* examineVision(settings ?? readConfig({}));
  yield await checkRtsp(openRtspProcesses(settings ?? readConfig({}), createLog('silent')));
  yield checkAddress(outsideAddresses(networkState()), {
    advertised: settings?.advertisedHost ?? '',
    listensOn: settings?.mqttTlsHost ?? '',
  });
  if (settings) yield* examineHub(settings);
}

async function* examineVision(settings: Config): AsyncGenerator<Finding> {
  const { vision, confinement } = openVision(settings, MODELS, systemClock, createLog('silent'), 0);
  try {
    yield await checkConfinement(confinement);
    yield await checkModels(MODELS, vision);
  } finally {
    await vision.stop();
  }
}

async function* examineHub(settings: Config): AsyncGenerator<Finding> {
  yield checkZone(settings.timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  yield* examineData(settings);
  yield checkBackups(settings.backupDirectory);
  const status = await hubStatus(settings.httpPort);
  yield describeHub(status);
  const streams = checkStreams(settings.dataDirectory, status !== null);
  if (streams) yield streams;
  for (const port of wantedPorts(settings)) yield await checkPort(port, status !== null);
  yield await examineBroker(settings);
  if (settings.homeAssistant && settings.homeAssistantMqttUrl !== '')
    yield await checkHomeAssistant(() => ownBroker(settings), systemClock);
}

async function* examineData(settings: Config): AsyncGenerator<Finding> {
  const { dataDirectory, storageReserveMegabytes, backupDirectory } = settings;
  const owner = checkOwnership(dataDirectory, process.getuid?.() ?? 0);
  yield owner;
  if (owner.verdict !== 'ok') return;
  yield checkRoom(dataDirectory, storageReserveMegabytes * MEBIBYTE);
  yield checkDurableWrites(dataDirectory);
  const backups = backupDirectory === '' ? [] : await listBackups(backupDirectory).catch(() => []);
  yield checkDatabaseFile(dataDirectory, wayBack(backups));
  yield checkBurstsAside(dataDirectory);
  yield checkCameras(dataDirectory, Date.now());
}

async function examineBroker(settings: Config): Promise<Finding> {
  try {
    return await checkBroker(settings.mqttUrl === '' ? null : externalBroker(settings), systemClock);
  } catch (error) {
    return failure('MQTT broker', messageOf(error), (error as Fault).hint);
  }
}

function readSettings(config: () => Config, file?: string): { settings: Config | null; finding: Finding } {
  try {
    return { settings: config(), finding: checkSettingsFile(file) };
  } catch (error) {
    const { hint } = error as Fault;
    return { settings: null, finding: failure('settings', messageOf(error), hint) };
  }
}

function checkSettingsFile(file: string | undefined): Finding {
  if (file === undefined || !hasByteOrderMark(file)) return fine('settings', 'all understood');
  return worry(
    'settings',
    `${file} begins with a byte order mark`,
    'Save it as UTF-8 without one (BOM): systemd passes over the first setting of such a file.',
  );
}

function wantedPorts(settings: Config): WantedPort[] {
  const embedded = settings.mqttUrl === '';
  const wanted: (WantedPort | false)[] = [
    {
      use: 'plain web page',
      host: listeningHost(settings.httpHost),
      port: settings.httpPort,
      setting: 'PETCAM_HTTP_PORT',
    },
    settings.https && {
      use: 'web page',
      host: listeningHost(settings.httpsHost),
      port: settings.httpsPort,
      setting: 'PETCAM_HTTPS_PORT',
    },
    embedded && {
      use: 'MQTT of this machine',
      host: settings.mqttHost,
      port: settings.mqttPort,
      setting: 'PETCAM_MQTT_PORT',
    },
    embedded && {
      use: 'MQTT of the cameras',
      host: listeningHost(settings.mqttTlsHost),
      port: settings.mqttTlsPort,
      setting: 'PETCAM_MQTT_TLS_PORT',
    },
  ];
  return wanted.filter((port): port is WantedPort => port !== false && port.port !== 0);
}

function lineOf({ check, verdict, text, advice }: Finding): string {
  const line = `${MARKS[verdict]}  ${check.padEnd(15)} ${text.replaceAll('\n', '; ')}`;
  return advice === null ? line : `${line}. ${advice}`;
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (wanted: Finding['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length;
  const [warnings, failures] = [count('warn'), count('fail')];
  if (failures + warnings === 0) return '\nAll is well.';
  return `\n${failures} to mend, ${warnings} to look at.`;
}

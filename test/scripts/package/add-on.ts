/** The add-on of Home Assistant, against what its documentation asks of an add-on, and against the hub's own settings. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import {
  type AddOnOptions,
  INGRESS_PORT,
  newerVersionOf,
  places,
  settingsOf,
} from '../../../scripts/package/home-assistant/options.mjs';
import { readConfig } from '../../../src/core/config/config.js';
import { temporaryFolder } from '../../support/folder.js';
import { repository } from '../../support/program.js';

const folder = path.join(repository, 'scripts', 'package', 'home-assistant');
const json = (...file: string[]) => JSON.parse(readFileSync(path.join(...file), 'utf8'));
const config = json(folder, 'config.json');
const broker = { host: 'core-mosquitto', port: 1883, ssl: false, username: 'addons', password: 'secret' };

/** Fields of an add-on's configuration that this one uses, as the developers' documentation describes them. */
const fields: Record<string, (value: never) => boolean> = {
  name: isText,
  version: (value: string) => /^\d+\.\d+\.\d+$/.test(value),
  slug: (value: string) => /^[-_.A-Za-z0-9]+$/.test(value),
  description: isText,
  image: (value: string) => /^([a-zA-Z\-.:\d{}]+\/)*[-\w{}]+\/[-\w{}]+$/.test(value),
  arch: (value: string[]) => value.length > 0 && value.every((each) => ['aarch64', 'amd64'].includes(each)),
  startup: among('initialize', 'system', 'services', 'application', 'once'),
  boot: among('auto', 'manual', 'manual_only'),
  stage: among('stable', 'experimental', 'deprecated'),
  host_network: isFlag,
  ingress: isFlag,
  ingress_port: (value: number) => Number.isInteger(value) && value >= 0 && value <= 65535,
  panel_icon: (value: string) => /^mdi:[a-z-]+$/.test(value),
  panel_title: isText,
  panel_admin: isFlag,
  watchdog: (value: string) => /^(https?|\[PROTO:\w+\]|tcp):\/\/\[HOST\]:(\[PORT:\d+\]|\d+)/.test(value),
  services: (value: string[]) => value.every((each) => /^(mqtt|mysql):(provide|want|need)$/.test(each)),
  map: (value: { type: string; read_only: boolean }[]) =>
    value.every(({ type, read_only }) => ['share', 'media', 'ssl'].includes(type) && isFlag(read_only)),
  backup: among('hot', 'cold'),
  timeout: (value: number) => value >= 10 && value <= 300,
  options: (value: object) => typeof value === 'object',
  schema: (value: Record<string, string | string[]>) =>
    Object.values(value).every((each) => (Array.isArray(each) ? each : [each]).every(isElement)),
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function among(...words: string[]) {
  return (value: string) => words.includes(value);
}

/** A kind of value, perhaps with its bounds, perhaps with a question mark for an option that may be left out. */
function isElement(text: string): boolean {
  const range = '\\(-?\\d*\\.?\\d*,-?\\d*\\.?\\d*\\)';
  const kinds = `bool|email|url|port|device|(str|password|int|float)(${range})?|match\\(.*\\)|list\\(.+\\)`;
  return new RegExp(`^(${kinds})\\??$`).test(text);
}

t.test('the configuration has the fields that Home Assistant knows, with values that it takes', async (t) => {
  for (const required of ['name', 'version', 'slug', 'description', 'arch'])
    t.ok(required in config, required);
  for (const [name, value] of Object.entries(config)) {
    const isRight = fields[name];
    t.ok(isRight?.(value as never), `${name}: ${JSON.stringify(value)}`);
  }
});

t.test('Home Assistant finds one add-on in this repository, of this version', async (t) => {
  const found = readdirSync(path.join(repository, 'scripts'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /(^|\/)config\.(ya?ml|json)$/.test(file),
  );
  t.same(found, ['package/home-assistant/config.json']);
  t.equal(config.version, json(repository, 'package.json').version);
  t.match(json(repository, 'repository.json'), { name: String, maintainer: String });
});

t.test('every option has a kind, a default that fits, and words in both languages', async (t) => {
  const options = Object.keys(config.options).sort();
  t.same(Object.keys(config.schema).sort(), options);
  for (const language of ['en', 'ko']) {
    const { configuration } = json(folder, 'translations', `${language}.json`);
    t.same(Object.keys(configuration).sort(), options, language);
    for (const words of Object.values(configuration)) t.match(words, { name: /./, description: /\.$/ });
  }
});

t.test('the hub understands what the options become', async (t) => {
  const options: AddOnOptions = { ...config.options, backup: true };
  t.match(readConfig(settingsOf(options, broker)), {
    httpPort: INGRESS_PORT,
    httpsPort: 8443,
    mqttTlsPort: 8893,
    trustProxy: ['172.30.32.0/23'],
    dataDirectory: places.data,
    backupDirectory: places.backups,
    homeAssistant: true,
    homeAssistantMqttUrl: 'mqtt://core-mosquitto:1883',
    homeAssistantUsername: 'addons',
    homeAssistantPasswordFile: places.password,
    newerVersionFile: places.newerVersion,
  });
  t.equal(config.ingress_port, INGRESS_PORT);
  t.match(config.watchdog, `[PORT:${INGRESS_PORT}]`);
});

t.test('without a broker, or unwanted, nothing is announced to Home Assistant', async (t) => {
  t.equal(readConfig(settingsOf(config.options, null)).homeAssistant, false);
  const unwanted = { ...config.options, home_assistant: false };
  t.equal(readConfig(settingsOf(unwanted, broker)).homeAssistant, false);
  const secure = settingsOf(config.options, { ...broker, ssl: true });
  t.equal(secure['PETCAM_HOME_ASSISTANT_MQTT_URL'], 'mqtts://core-mosquitto:1883');
});

t.test('a newer version is what the Supervisor calls an update', async (t) => {
  t.equal(newerVersionOf({ update_available: true, version_latest: '1.2.0' }), '1.2.0');
  t.equal(newerVersionOf({ update_available: false, version_latest: '1.2.0' }), null);
  t.equal(newerVersionOf({}), null);
});

t.test('own settings are taken, but for those that the add-on lives by', async (t) => {
  const settings = ['PETCAM_HUB_NAME=a=b', 'PETCAM_HTTPS_PORT=9443', 'PETCAM_TRUST_PROXY=0.0.0.0/0'];
  const made = settingsOf({ ...config.options, settings }, null);
  t.match(made, { PETCAM_HUB_NAME: 'a=b', PETCAM_HTTPS_PORT: '9443', PETCAM_TRUST_PROXY: '172.30.32.0/23' });
});

t.test('a repository to publish has the image that it is told, and everything of the add-on', async (t) => {
  const script = path.join(repository, 'scripts', 'package', 'add-on-repository.mjs');
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  t.match(run('--help'), { status: 0, stdout: /--image IMAGE/ });
  t.match(run(), { status: 2, stderr: /--image IMAGE/ });
  t.match(run('--image', 'petcam-hub:latest'), { status: 2, stderr: /no name of an image/ });
  const out = temporaryFolder(t);
  const image = 'registry.example/someone/home-assistant';
  t.match(run('--image', image, '--url', 'https://petcam.example', '--out', out), { status: 0, stderr: '' });
  t.match(json(out, 'petcam-hub', 'config.json'), { ...config, image, url: 'https://petcam.example' });
  t.match(json(out, 'repository.json'), { name: 'PetCam hub', url: 'https://petcam.example' });
  for (const file of ['DOCS.md', 'README.md', 'icon.png', 'translations/ko.json'])
    t.ok(existsSync(path.join(out, 'petcam-hub', file)), file);
});

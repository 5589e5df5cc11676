import { Fault } from './errors.js';

/** One setting: how it is named, read, checked and explained. Durations and sizes carry their unit in the name. */
export interface Field<T> {
  env: `PETCAM_${string}`;
  fallback: T;
  /** What is accepted, as a fault report says it. */
  accepts: string;
  about: string;
  /** Returns undefined when `text` is not acceptable. */
  parse(text: string): T | undefined;
}

function whole(env: Field<number>['env'], fallback: number, min: number, max: number, about: string) {
  const parse = (text: string) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  };
  return { env, fallback, accepts: `a whole number from ${min} to ${max}`, about, parse } as Field<number>;
}

function flag(env: Field<boolean>['env'], fallback: boolean, about: string): Field<boolean> {
  const parse = (text: string) => (text === 'true' ? true : text === 'false' ? false : undefined);
  return { env, fallback, accepts: 'true or false', about, parse };
}

function choice<T extends string>(
  env: Field<T>['env'],
  fallback: T,
  values: readonly T[],
  about: string,
): Field<T> {
  const parse = (text: string) => values.find((value) => value === text);
  return { env, fallback, accepts: values.join(', '), about, parse };
}

function text(
  env: Field<string>['env'],
  fallback: string,
  about: string,
  accepts = 'any text',
): Field<string> {
  return { env, fallback, accepts, about, parse: (value) => value };
}

function url(env: Field<string>['env'], schemes: readonly string[], about: string): Field<string> {
  const parse = (value: string) =>
    value === '' || (URL.canParse(value) && schemes.includes(new URL(value).protocol)) ? value : undefined;
  return { env, fallback: '', accepts: `a URL that begins with ${schemes.join('// or ')}//`, about, parse };
}

function origins(env: Field<string[]>['env'], about: string): Field<string[]> {
  const parse = (value: string) => {
    const list = value.split(',').map((part) => part.trim());
    const asOrigin = (part: string) => URL.canParse(part) && new URL(part).origin === part;
    return value.trim() === '' ? [] : list.every(asOrigin) ? list : undefined;
  };
  return {
    env,
    fallback: [],
    accepts: 'origins like https://app.example, separated by commas',
    about,
    parse,
  };
}

/** Every setting of the hub. The order is the order of `.env.example`. */
export const fields = {
  dataDirectory: text('PETCAM_DATA_DIR', './data', 'Where the database and the key file live.'),
  httpHost: text(
    'PETCAM_HTTP_HOST',
    '0.0.0.0',
    'Address the web page and API listen on; 127.0.0.1 for this machine only.',
  ),
  httpPort: whole('PETCAM_HTTP_PORT', 8080, 0, 65535, 'Port of the web page and API; 0 picks a free one.'),
  publicUrl: url(
    'PETCAM_PUBLIC_URL',
    ['http:', 'https:'],
    'How phones reach the hub, when a proxy stands in front. Empty: found from the network.',
  ),
  corsOrigins: origins(
    'PETCAM_CORS_ORIGINS',
    'Other web origins that may call the API with a bearer token. Empty: none.',
  ),
  trustProxy: flag(
    'PETCAM_TRUST_PROXY',
    false,
    'Believe X-Forwarded-* headers; only behind a proxy of your own.',
  ),
  mqttHost: text(
    'PETCAM_MQTT_HOST',
    '127.0.0.1',
    'Address the embedded MQTT broker listens on, without encryption. 0.0.0.0 opens it to the network.',
  ),
  mqttPort: whole(
    'PETCAM_MQTT_PORT',
    1883,
    0,
    65535,
    'Port of the embedded MQTT broker; 0 picks a free one.',
  ),
  mqttTlsHost: text(
    'PETCAM_MQTT_TLS_HOST',
    '0.0.0.0',
    'Address the embedded broker listens on for cameras in the network: TLS, with the key of each camera.',
  ),
  mqttTlsPort: whole('PETCAM_MQTT_TLS_PORT', 8883, 0, 65535, 'Port of that; 0 picks a free one.'),
  mqttUrl: url('PETCAM_MQTT_URL', ['mqtt:', 'mqtts:'], 'An external MQTT broker. Empty: the embedded one.'),
  mqttUsername: text('PETCAM_MQTT_USERNAME', '', 'User name at the external broker.'),
  mqttPasswordFile: text(
    'PETCAM_MQTT_PASSWORD_FILE',
    '',
    'File that holds the password for the external broker.',
    'a file',
  ),
  mqttCaFile: text(
    'PETCAM_MQTT_CA_FILE',
    '',
    'Certificate authority of the external broker, for mqtts.',
    'a PEM file',
  ),
  burstQuietSeconds: whole(
    'PETCAM_BURST_QUIET_SECONDS',
    20,
    1,
    600,
    'A burst whose frames stop arriving is closed after this time.',
  ),
  losingFramesDays: whole(
    'PETCAM_LOSING_FRAMES_DAYS',
    7,
    0,
    3650,
    'How long the frames that were not chosen are kept, so that you can swap the choice.',
  ),
  photosMaxDays: whole(
    'PETCAM_PHOTOS_MAX_DAYS',
    0,
    0,
    36500,
    'Photos older than this are deleted, favourites never. 0: no limit.',
  ),
  storageMaxMegabytes: whole(
    'PETCAM_STORAGE_MAX_MB',
    16384,
    64,
    16777216,
    'The database is kept under this size by deleting the oldest photos, favourites never.',
  ),
  storageReserveMegabytes: whole(
    'PETCAM_STORAGE_RESERVE_MB',
    256,
    0,
    1048576,
    'Free disk space that is left alone: below it new frames are refused.',
  ),
  visionThreads: whole('PETCAM_VISION_THREADS', 2, 1, 16, 'Threads of the vision process.'),
  visionIdleSeconds: whole(
    'PETCAM_VISION_IDLE_SECONDS',
    60,
    1,
    86400,
    'The vision process ends, and its models leave memory, after this time without work.',
  ),
  logLevel: choice(
    'PETCAM_LOG_LEVEL',
    'info',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const,
    'How much is logged.',
  ),
} satisfies Record<string, Field<string> | Field<number> | Field<boolean> | Field<string[]>>;

type ValueOf<F> = F extends Field<infer T> ? T : never;

/** The hub's settings after checking. */
export type Config = { [K in keyof typeof fields]: ValueOf<(typeof fields)[K]> };

/**
 * Reads every setting from `environment` (an environment block, or a parsed KEY=VALUE file).
 * @throws {Fault} `config-invalid`, naming every fault at once, unknown `PETCAM_` keys included.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const faults = unknownKeys(environment);
  const entries = Object.entries(fields as unknown as Record<string, Field<unknown>>).map(([name, field]) => {
    const given = environment[field.env];
    const value = given === undefined ? field.fallback : field.parse(given);
    if (value === undefined) faults.push(`${field.env} is "${given}"; it accepts ${field.accepts}`);
    return [name, value];
  });
  const config = Object.fromEntries(entries) as Config;
  faults.push(...contradictions(config));
  if (faults.length > 0)
    throw new Fault('config-invalid', faults.join('\n'), 'See .env.example for every key.');
  return config;
}

function unknownKeys(environment: Record<string, string | undefined>): string[] {
  const known = new Set<string>(Object.values(fields).map((field) => field.env));
  return Object.keys(environment)
    .filter((key) => key.startsWith('PETCAM_') && !known.has(key))
    .map((key) => `${key} is not a setting; the settings are ${[...known].join(', ')}`);
}

function contradictions(config: Config): string[] {
  const external = config.mqttUrl !== '';
  const needsUrl: [boolean, string][] = [
    [config.mqttUsername !== '', fields.mqttUsername.env],
    [config.mqttPasswordFile !== '', fields.mqttPasswordFile.env],
    [config.mqttCaFile !== '', fields.mqttCaFile.env],
  ];
  return needsUrl
    .filter(([given]) => given && !external)
    .map(([, env]) => `${env} needs ${fields.mqttUrl.env} (a URL that begins with mqtt:// or mqtts://)`);
}

/** The text of `.env.example`: every key with its default, what it accepts and what it is for. */
export function exampleEnvironment(): string {
  const blocks = Object.values(fields).map(
    (field) => `# ${field.about}\n# Accepts ${field.accepts}.\n#${field.env}=${String(field.fallback)}\n`,
  );
  return `# Settings of petcam-hub: an environment, or a file for systemd's EnvironmentFile and --config.\n\n${blocks.join('\n')}`;
}

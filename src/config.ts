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

function zone(env: Field<string>['env'], about: string): Field<string> {
  const parse = (value: string) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: value || 'UTC' });
      return value;
    } catch {
      return undefined;
    }
  };
  return { env, fallback: '', accepts: 'a name like Europe/Berlin', about, parse };
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
  https: flag(
    'PETCAM_HTTPS',
    true,
    'Serve the web page and API with TLS. false: only where a proxy of your own does it.',
  ),
  httpsHost: text(
    'PETCAM_HTTPS_HOST',
    '0.0.0.0',
    'Address the web page and API listen on with TLS; 127.0.0.1 for this machine only.',
  ),
  httpsPort: whole('PETCAM_HTTPS_PORT', 8443, 0, 65535, 'Port of that; 0 picks a free one.'),
  tlsCertFile: text(
    'PETCAM_TLS_CERT_FILE',
    '',
    'Your own certificate with its chain, read again when it changes. Empty: the hub makes an authority of its own.',
    'a PEM file',
  ),
  tlsKeyFile: text('PETCAM_TLS_KEY_FILE', '', 'The private key of that certificate.', 'a PEM file'),
  httpHost: text(
    'PETCAM_HTTP_HOST',
    '0.0.0.0',
    'Address of the page without TLS: whole on this machine; the network is told how to trust the hub and sent to TLS.',
  ),
  httpPort: whole('PETCAM_HTTP_PORT', 8080, 0, 65535, 'Port of that; 0 picks a free one.'),
  httpLan: flag(
    'PETCAM_HTTP_LAN',
    false,
    'Serve the network without TLS too. Everybody on the Wi-Fi can then read passwords and photos on their way.',
  ),
  hubName: text('PETCAM_HUB_NAME', 'PetCam hub', 'What the hub is called where phones look for it.'),
  mdns: flag('PETCAM_MDNS', true, 'Announce the hub in the network as petcam.local (mDNS, DNS-SD).'),
  metricsTokenFile: text(
    'PETCAM_METRICS_TOKEN_FILE',
    '',
    'File that holds the bearer token for GET /metrics. Empty: only this machine may ask.',
    'a file',
  ),
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
  pairingSecurity1: flag(
    'PETCAM_PAIRING_SECURITY1',
    false,
    'Pair cameras that know only ESP-IDF security 1 too: somebody near who changes what is sent is not noticed.',
  ),
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
  timeZone: zone(
    'PETCAM_TIME_ZONE',
    'Where the house is: timetables, quiet hours and months go by its clocks. Empty: as the system has it.',
  ),
  backupDirectory: text(
    'PETCAM_BACKUP_DIR',
    '',
    'Backups are made here every night. It must be there; a folder on another disk. Empty: no nightly backup.',
    'a folder',
  ),
  visionThreads: whole('PETCAM_VISION_THREADS', 2, 1, 16, 'Threads of the vision process.'),
  upscale: choice(
    'PETCAM_UPSCALE',
    'auto',
    ['auto', 'best', 'fast'] as const,
    'Which network enlarges photos, where there are two. auto: the best, or a fast one where that takes too long.',
  ),
  visionIdleSeconds: whole(
    'PETCAM_VISION_IDLE_SECONDS',
    60,
    1,
    86400,
    'The vision process ends, and its models leave memory, after this time without work.',
  ),
  syncUrl: url(
    'PETCAM_SYNC_URL',
    ['https:', 'http:'],
    "The owner's own S3 bucket, with its name: https://s3.example/photos. Empty: nothing is sent anywhere.",
  ),
  syncRegion: text('PETCAM_SYNC_REGION', 'us-east-1', 'Region of the bucket.'),
  syncAccessKey: text('PETCAM_SYNC_ACCESS_KEY', '', 'Access key for the bucket.'),
  syncSecretKeyFile: text(
    'PETCAM_SYNC_SECRET_KEY_FILE',
    '',
    'File that holds the secret key for the bucket.',
    'a file',
  ),
  syncRecipient: text(
    'PETCAM_SYNC_RECIPIENT',
    '',
    'Who can read what is sent: the age1... that `petcam-hub sync init` shows.',
    'an age recipient (age1...)',
  ),
  syncScope: choice(
    'PETCAM_SYNC_SCOPE',
    'best',
    ['favourites', 'best', 'all'] as const,
    'What is sent: favourites, every best cut, or the other frames of their bursts too.',
  ),
  syncRemovals: choice(
    'PETCAM_SYNC_REMOVALS',
    'keep',
    ['keep', 'mine', 'all'] as const,
    'Which deletions follow into the bucket: none, those by a person, or those that made room too.',
  ),
  syncKilobytesPerSecond: whole(
    'PETCAM_SYNC_KB_PER_SECOND',
    0,
    0,
    1_000_000,
    'The average that sending keeps below. 0: no limit.',
  ),
  homeAssistant: flag(
    'PETCAM_HOME_ASSISTANT',
    false,
    'Announce cameras and photos to Home Assistant over MQTT.',
  ),
  homeAssistantMqttUrl: url(
    'PETCAM_HOME_ASSISTANT_MQTT_URL',
    ['mqtt:', 'mqtts:'],
    "Home Assistant's broker. Empty: the cameras' broker, where Home Assistant signs in as home_assistant.",
  ),
  homeAssistantUsername: text(
    'PETCAM_HOME_ASSISTANT_USERNAME',
    '',
    "User name of the hub at Home Assistant's broker.",
  ),
  homeAssistantPasswordFile: text(
    'PETCAM_HOME_ASSISTANT_PASSWORD_FILE',
    '',
    "File that holds the hub's password there, or that of home_assistant at the embedded broker.",
    'a file',
  ),
  homeAssistantCaFile: text(
    'PETCAM_HOME_ASSISTANT_CA_FILE',
    '',
    "Certificate authority of Home Assistant's broker, for mqtts.",
    'a PEM file',
  ),
  homeAssistantPrefix: text(
    'PETCAM_HOME_ASSISTANT_PREFIX',
    'homeassistant',
    'Discovery prefix that Home Assistant is set to.',
  ),
  notifyWebhookUrl: url(
    'PETCAM_NOTIFY_WEBHOOK_URL',
    ['https:', 'http:'],
    'Told of each visit of a pet, as JSON with a thumbnail. Empty: nothing.',
  ),
  notifyWebhookSecretFile: text(
    'PETCAM_NOTIFY_WEBHOOK_SECRET_FILE',
    '',
    'File that holds the secret which signs what the webhook gets.',
    'a file',
  ),
  notifyNtfyUrl: url(
    'PETCAM_NOTIFY_NTFY_URL',
    ['https:', 'http:'],
    'An ntfy topic that is told of each visit: https://ntfy.example/my-pets. Empty: none.',
  ),
  notifyNtfyTokenFile: text(
    'PETCAM_NOTIFY_NTFY_TOKEN_FILE',
    '',
    'File that holds the access token of that topic.',
    'a file',
  ),
  notifyLanguage: choice('PETCAM_NOTIFY_LANGUAGE', 'en', ['en', 'ko'] as const, 'Of what ntfy is told.'),
  notifyVisitMinutes: whole(
    'PETCAM_NOTIFY_VISIT_MINUTES',
    15,
    1,
    1440,
    'A pet that comes back sooner is still visiting, and nobody is told again.',
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
  const half = (config.tlsCertFile === '') !== (config.tlsKeyFile === '');
  return [
    ...needsUrl
      .filter(([given]) => given && !external)
      .map(([, env]) => `${env} needs ${fields.mqttUrl.env} (a URL that begins with mqtt:// or mqtts://)`),
    ...incompleteSync(config),
    ...(half ? [`${fields.tlsCertFile.env} and ${fields.tlsKeyFile.env} need each other`] : []),
  ];
}

function incompleteSync(config: Config): string[] {
  const given = (['syncUrl', 'syncAccessKey', 'syncSecretKeyFile', 'syncRecipient'] as const).map(
    (name) => [config[name] !== '', fields[name].env] as const,
  );
  const missing = given.filter(([present]) => !present).map(([, env]) => env);
  return missing.length === 0 || missing.length === given.length
    ? []
    : [`sending to a bucket needs ${missing.join(', ')} as well`];
}

/** The text of `.env.example`: every key with its default, what it accepts and what it is for. */
export function exampleEnvironment(): string {
  const blocks = Object.values(fields).map(
    (field) => `# ${field.about}\n# Accepts ${field.accepts}.\n#${field.env}=${String(field.fallback)}\n`,
  );
  return `# Settings of petcam-hub: an environment, or a file for systemd's EnvironmentFile and --config.\n\n${blocks.join('\n')}`;
}

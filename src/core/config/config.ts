import { didYouMean, nearest } from '../did-you-mean.js';
import { Fault } from '../errors.js';
import type { Field } from './setting-kinds.js';
import { fields } from './settings.js';

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
    .filter((key) => !known.has(key) && (key.startsWith('PETCAM_') || isNearly(key, known)))
    .map((key) => `${key} is not a setting${didYouMean(key, [...known])}`);
}

/** `petcam_http_port` or `PET_CAM_HTTP_PORT`, which would be passed over in silence. */
function isNearly(key: string, known: ReadonlySet<string>): boolean {
  return /^pet_?cam/i.test(key) && nearest(key, [...known]) !== null;
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

/** Every setting, with its default as text. */
export function settingFields(): { env: string; about: string; accepts: string; fallback: string }[] {
  return Object.values(fields).map(({ env, about, accepts, fallback }) => {
    return { env, about, accepts, fallback: String(fallback) };
  });
}

/** The text of `.env.example`: every key with its default, what it accepts and what it is for. */
export function exampleEnvironment(): string {
  const blocks = settingFields().map(
    ({ env, about, accepts, fallback }) => `# ${about}\n# Accepts ${accepts}.\n#${env}=${fallback}\n`,
  );
  return `# Settings of petcam-hub: an environment, or a file for systemd's EnvironmentFile and --config.\n\n${blocks.join('\n')}`;
}

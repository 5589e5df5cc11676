/** The kinds of settings there are. */
import { isIP } from 'node:net';

/** Labels of RFC 1123, divided by dots. */
const HOST_NAME = /^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?)(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i;

/** One setting: how it is named, read, checked and explained. Durations and sizes carry their unit in the name. */
export interface Field<T> {
  env: `PETCAM_${string}`;
  fallback: T;
  /** Accepted values, as a fault report says it. */
  accepts: string;
  about: string;
  /** Returns undefined when `text` is not acceptable. */
  parse(text: string): T | undefined;
}

/** Kind of a setting that is a whole number from `min` to `max`. */
export function whole(env: Field<number>['env'], fallback: number, min: number, max: number, about: string) {
  const parse = (text: string) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  };
  return { env, fallback, accepts: `a whole number from ${min} to ${max}`, about, parse } as Field<number>;
}

/** Kind of a setting that is `true` or `false`. */
export function flag(env: Field<boolean>['env'], fallback: boolean, about: string): Field<boolean> {
  const parse = (text: string) => (text === 'true' ? true : text === 'false' ? false : undefined);
  return { env, fallback, accepts: 'true or false', about, parse };
}

/** Kind of a setting that is one of a few words. */
export function choice<T extends string>(
  env: Field<T>['env'],
  fallback: T,
  values: readonly T[],
  about: string,
): Field<T> {
  const parse = (text: string) => values.find((value) => value === text);
  return { env, fallback, accepts: values.join(', '), about, parse };
}

/** Kind of a setting that is any text; `accepts` says to a person which. */
export function text(
  env: Field<string>['env'],
  fallback: string,
  about: string,
  accepts = 'any text',
): Field<string> {
  return { env, fallback, accepts, about, parse: (value) => value };
}

/** Kind of a setting that is a host name or an address, without scheme and port, or empty. */
export function host(env: Field<string>['env'], about: string): Field<string> {
  const isHost = (value: string) => isIP(value) !== 0 || HOST_NAME.test(value);
  const parse = (value: string) => (value === '' || isHost(value) ? value.toLowerCase() : undefined);
  return { env, fallback: '', accepts: 'a host name or an address, or nothing', about, parse };
}

/** Kind of a setting that is a URL of one of the schemes, or empty. */
export function url(env: Field<string>['env'], schemes: readonly string[], about: string): Field<string> {
  const parse = (value: string) =>
    value === '' || (URL.canParse(value) && schemes.includes(new URL(value).protocol)) ? value : undefined;
  return { env, fallback: '', accepts: `a URL that begins with ${schemes.join('// or ')}//`, about, parse };
}

/** Kind of a setting that is an IANA time zone, or empty for the system's. */
export function zone(env: Field<string>['env'], about: string): Field<string> {
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

/** Kind of a setting that is a public key in hexadecimal. Whether it lies on the curve is checked where it is used. */
export function publicKey(env: Field<string>['env'], about: string): Field<string> {
  const parse = (value: string) => (/^([0-9a-f]{128})?$/.test(value) ? value : undefined);
  return { env, fallback: '', accepts: '128 lower-case hexadecimal digits', about, parse };
}

/** Kind of a setting that is a list of host names, divided by commas. */
export function hosts(env: Field<string[]>['env'], about: string): Field<string[]> {
  const parse = (value: string) => {
    const list = value.split(',').map((part) => part.trim().toLowerCase());
    return value.trim() === '' ? [] : list.every((part) => HOST_NAME.test(part)) ? list : undefined;
  };
  return { env, fallback: [], accepts: 'host names like hub.example, separated by commas', about, parse };
}

/** Kind of a setting that says how to reach a person, as a URL, or empty. */
export function contact(env: Field<string>['env'], about: string): Field<string> {
  const parse = (value: string) =>
    /^(|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+|https:\/\/\S+)$/.test(value) ? value : undefined;
  return { env, fallback: '', accepts: 'mailto:, https:// or tel: with what follows', about, parse };
}

/** Kind of a setting that is a list of web origins, divided by commas. */
export function origins(env: Field<string[]>['env'], about: string): Field<string[]> {
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

/** True for an address, or a network as `address/bits`. */
function isNetwork(part: string): boolean {
  const [address = '', bits = '', ...more] = part.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] as number;
  const fits = part.includes('/') ? /^\d+$/.test(bits) && Number(bits) <= most : most > 0;
  return more.length === 0 && fits;
}

function networksIn(value: string): string[] | undefined {
  const list = value.split(',').map((part) => part.trim());
  return list.every(isNetwork) ? list : undefined;
}

/** Kind of a setting that is a list of addresses and networks (CIDR), divided by commas; none unless given. */
export function networks(env: Field<string[]>['env'], about: string): Field<string[]> {
  const parse = (value: string) => (value === '' ? [] : networksIn(value));
  return {
    env,
    fallback: [],
    accepts: 'addresses like 127.0.0.1 or 192.0.2.0/24, separated by commas',
    about,
    parse,
  };
}

/** Kind of a setting that says which proxies are believed: addresses and networks (CIDR); none unless given. */
export function proxies(env: Field<string[]>['env'], about: string): Field<string[]> {
  const parse = (value: string) => {
    if (value === 'false' || value === '') return [];
    if (value === 'true') return ['127.0.0.0/8', '::1'];
    return networksIn(value);
  };
  return {
    env,
    fallback: [],
    accepts: 'true or false, or addresses like 192.168.1.5 or 172.30.32.0/23, separated by commas',
    about,
    parse,
  };
}

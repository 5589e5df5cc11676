import { readFileSync } from 'node:fs';
import t from 'tap';
import { exampleEnvironment, readConfig } from '../../../src/core/config/config.js';
import { Fault } from '../../../src/core/errors.js';

t.test('an empty environment gives a hub that works', async (t) => {
  const config = readConfig({ PATH: '/usr/bin' });
  t.equal(config.httpPort, 8080);
  t.equal(config.mqttHost, '127.0.0.1', 'plain MQTT stays on this machine unless it is opened');
  t.strictSame(config.corsOrigins, []);
});

t.test('values are read in their own types', async (t) => {
  const config = readConfig({
    PETCAM_HTTP_PORT: '0',
    PETCAM_TRUST_PROXY: 'true',
    PETCAM_CORS_ORIGINS: 'https://a.example, http://b.example:8080',
    PETCAM_MQTT_URL: 'mqtts://broker.example:8883',
    PETCAM_MQTT_USERNAME: 'hub',
    PETCAM_LOG_LEVEL: 'debug',
  });
  t.match(config, {
    httpPort: 0,
    trustProxy: ['127.0.0.0/8', '::1'],
    corsOrigins: ['https://a.example', 'http://b.example:8080'],
    mqttUrl: 'mqtts://broker.example:8883',
    logLevel: 'debug',
  });
  const proxies = (value: string) => readConfig({ PETCAM_TRUST_PROXY: value }).trustProxy;
  t.strictSame(proxies('false'), []);
  t.strictSame(proxies('192.168.1.5, 172.30.32.0/23,fd00::/8'), [
    '192.168.1.5',
    '172.30.32.0/23',
    'fd00::/8',
  ]);
  for (const wrong of ['nginx', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', '1.2.3.4,'])
    t.throws(() => proxies(wrong), /PETCAM_TRUST_PROXY is/);
  t.match(readConfig({ PETCAM_CORS_ORIGINS: '', PETCAM_TIME_ZONE: '', PETCAM_MDNS: 'true' }), {
    corsOrigins: [],
    timeZone: '',
    mdns: true,
  });
});

t.test('all faults are reported at once, each with its key and what it accepts', async (t) => {
  const wrong = {
    PETCAM_HTTP_PORT: '99999',
    PETCAM_TRUST_PROXY: 'yes',
    PETCAM_LOG_LEVEL: 'loud',
    PETCAM_CORS_ORIGINS: 'https://a.example/path',
    PETCAM_MQTT_URL: 'http://broker.example',
    PETCAM_MDNS: 'maybe',
    PETCAM_TIME_ZONE: 'Europe/Nowhere',
    PETCAM_FIRMWARE_KEY: 'beef',
    PETCAM_HTPP_PORT: '80',
  };
  try {
    readConfig(wrong);
    t.fail('must refuse');
  } catch (error) {
    t.ok(error instanceof Fault);
    const { message, code } = error as Fault;
    t.equal(code, 'config-invalid');
    t.equal(message.split('\n').length, Object.keys(wrong).length);
    for (const key of Object.keys(wrong)) t.match(message, key);
    t.match(message, 'a whole number from 0 to 65535');
    t.match(message, 'true or false');
    t.match(message, 'fatal, error, warn, info');
  }
});

t.test('half of what a bucket needs is said with the rest of it', async (t) => {
  const half = { PETCAM_SYNC_URL: 'https://s3.example/photos', PETCAM_SYNC_ACCESS_KEY: 'key' };
  t.throws(
    () => readConfig(half),
    /sending to a bucket needs PETCAM_SYNC_SECRET_KEY_FILE, PETCAM_SYNC_RECIPIENT as well/,
  );
});

t.test('settings of an external broker need the broker', async (t) => {
  t.throws(() => readConfig({ PETCAM_MQTT_USERNAME: 'hub' }), /PETCAM_MQTT_USERNAME needs PETCAM_MQTT_URL/);
  t.throws(() => readConfig({ PETCAM_MQTT_CA_FILE: '/ca.pem' }), /PETCAM_MQTT_CA_FILE needs/);
});

t.test('names of the hub are host names, in lower case', async (t) => {
  const hosts = (text: string) => readConfig({ PETCAM_ALLOWED_HOSTS: text }).allowedHosts;
  t.strictSame(hosts('Pets.example, hub'), ['pets.example', 'hub']);
  t.strictSame(hosts(''), []);
  for (const wrong of ['https://pets.example', 'pets.example:8443', 'a,,b', '*.example'])
    t.throws(() => hosts(wrong), /PETCAM_ALLOWED_HOSTS is /, wrong);
});

t.test('a contact is a URL by which a person can be reached', async (t) => {
  const contact = (text: string) => readConfig({ PETCAM_SECURITY_CONTACT: text }).securityContact;
  for (const right of ['', 'mailto:owner@pets.example', 'https://pets.example/report', 'tel:+49-30-1234'])
    t.equal(contact(right), right);
  for (const wrong of ['owner@pets.example', 'http://pets.example', 'mailto:a@b\nExpires: never'])
    t.throws(() => contact(wrong), /PETCAM_SECURITY_CONTACT is /, wrong);
});

t.test('.env.example is the schema', async (t) => {
  const file = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  t.equal(file, exampleEnvironment(), 'run: npm run env-example');
});

t.test('a certificate needs its key', async (t) => {
  const alone = /PETCAM_TLS_CERT_FILE and PETCAM_TLS_KEY_FILE need each other/;
  t.throws(() => readConfig({ PETCAM_TLS_CERT_FILE: '/hub.crt' }), alone);
  t.throws(() => readConfig({ PETCAM_TLS_KEY_FILE: '/hub.key' }), alone);
  t.doesNotThrow(() => readConfig({ PETCAM_TLS_KEY_FILE: '/hub.key', PETCAM_TLS_CERT_FILE: '/hub.crt' }));
});

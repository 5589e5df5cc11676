import t from 'tap';
import { ENTITY_SETTINGS } from '../../../src/services/home-assistant/camera-settings.js';
import { announceCamera, announceHub } from '../../../src/services/home-assistant/discovery.js';
import { Topics } from '../../../src/services/home-assistant/topics.js';

type Json = Record<string, unknown>;

/** Keys of Home Assistant's MQTT integration, by platform: what it does not know makes it refuse the device. */
const common =
  'platform unique_id default_entity_id name icon entity_category device_class availability'.split(' ');
const known: Record<string, string[]> = {
  sensor: ['state_topic', 'value_template', 'state_class', 'unit_of_measurement', 'json_attributes_topic'],
  image: ['image_topic', 'content_type', 'json_attributes_topic'],
  camera: ['topic'],
  switch: ['state_topic', 'value_template', 'command_topic'],
  number: ['state_topic', 'value_template', 'command_topic', 'min', 'max', 'step', 'mode'],
  select: ['state_topic', 'value_template', 'command_topic', 'options'],
  event: ['state_topic', 'event_types'],
  button: ['command_topic', 'payload_press'],
  update: ['state_topic', 'value_template', 'command_topic', 'payload_install'],
};
const deviceKeys = 'identifiers name manufacturer model sw_version configuration_url via_device'.split(' ');

/** The rules of a device's discovery message. */
function faultsOf({ topic, payload }: { topic: string; payload: Json }): string[] {
  const device = payload['device'] as Json;
  // One of a platform alone is withdrawn.
  const components = Object.entries(payload['components'] as Record<string, Json>).filter(
    ([, component]) => Object.keys(component).join() !== 'platform',
  );
  const faults = components.flatMap(([key, component]) => {
    const allowed = [...common, ...(known[String(component['platform'])] ?? [])];
    const strange = Object.keys(component).filter((name) => !allowed.includes(name));
    const needed = ['platform', 'unique_id', 'name'].filter((name) => !component[name]);
    return [...strange, ...needed].map((name) => `${key}: ${name}`);
  });
  const ids = components.map(([, { unique_id }]) => unique_id);
  if (new Set(ids).size !== ids.length) faults.push('unique_id is not unique');
  faults.push(...Object.keys(device).filter((name) => !deviceKeys.includes(name)));
  if (!/^homeassistant\/device\/[A-Za-z0-9_-]+\/config$/.test(topic)) faults.push(topic);
  if (!(payload['origin'] as Json)?.['name'] || !(device['identifiers'] as string[])?.length)
    faults.push('no origin');
  return faults;
}

const CAN_ALL = ['move', ...ENTITY_SETTINGS, 'motionIgnore'];
const topics = new Topics('0badcafe');
const info = { topics, version: '1.2.3', url: 'https://petcam.local:8443' };

t.test('the hub and a camera keep to the rules of discovery', (t) => {
  const pets = [{ id: 3, name: 'Nabi' }];
  const hub = announceHub('homeassistant', info, { pets, gone: [2], contentType: 'image/webp' });
  const seen = {
    id: 'living-room',
    name: 'Living room',
    firmware: '1.0.0',
    board: 'ai-thinker',
    capabilities: CAN_ALL,
    contentType: 'image/webp',
  };
  const camera = announceCamera('homeassistant', info, seen);
  t.strictSame(faultsOf(hub), []);
  t.strictSame(faultsOf(camera), []);
  const { device } = camera.payload as { device: Json };
  const { identifiers } = (hub.payload as { device: { identifiers: string[] } }).device;
  t.equal(device['via_device'], identifiers[0], 'the camera hangs on the hub');
  t.match(device, { name: 'Living room', sw_version: '1.0.0', model: 'ai-thinker' });
  t.match((hub.payload as { components: Json }).components, {
    pet_3_seen: { name: 'Nabi last seen', state_topic: 'petcam-hub/0badcafe/pet/3/state' },
    pet_2_seen: { platform: 'sensor' },
    pet_3_photo: { platform: 'image', image_topic: 'petcam-hub/0badcafe/pet/3/photo' },
  });
  t.equal(camera.topic, 'homeassistant/device/petcam_0badcafe_living-room/config');
  t.end();
});

t.test('a camera that never spoke is announced all the same', (t) => {
  const silent = {
    id: 'hall',
    name: 'Hall',
    firmware: null,
    board: null,
    capabilities: [],
    contentType: 'image/jpeg',
  };
  const { payload } = announceCamera('homeassistant', info, silent);
  t.strictSame(faultsOf({ topic: 'homeassistant/device/x/config', payload }), []);
  t.notHas(payload['device'], { sw_version: '' });
  t.end();
});

t.test('nothing but announcements is below the prefix of Home Assistant', (t) => {
  const { payload } = announceCamera('homeassistant', info, {
    id: 'a',
    name: 'A',
    firmware: null,
    board: null,
    capabilities: [],
    contentType: 'image/jpeg',
  });
  const texts = JSON.stringify(payload).match(/"[^"]*topic":"[^"]*"/g) ?? [];
  t.ok(texts.length > 10);
  t.notOk(texts.some((text) => text.includes(':"homeassistant/')));
  t.end();
});

t.test('a camera has the settings that it says it can do, and the others are withdrawn', (t) => {
  const seen = {
    id: 'attic',
    name: 'Attic',
    firmware: '1.2.0',
    board: 'ai-thinker',
    contentType: 'image/jpeg',
  };
  const componentsOf = (capabilities: string[]) =>
    announceCamera('homeassistant', info, { ...seen, capabilities }).payload['components'] as Record<
      string,
      Json
    >;
  const all = componentsOf(CAN_ALL);
  t.match(all, {
    flip: {
      platform: 'switch',
      command_topic: 'petcam-hub/0badcafe/attic/set/flip',
      entity_category: 'config',
    },
    brightness: {
      platform: 'number',
      min: -2,
      max: 2,
      value_template: '{{ value_json.settings.brightness }}',
    },
    gain_ceiling: { platform: 'select', options: ['2', '4', '8', '16', '32', '64', '128'] },
    night_mode: { command_topic: 'petcam-hub/0badcafe/attic/set/nightMode' },
    clock_mhz: { options: ['8', '10', '20'] },
  });
  const some = componentsOf(['flip', 'somethingNew']);
  t.match(some['flip'], { unique_id: 'petcam_0badcafe_attic_flip' });
  t.strictSame(some['mirror'], { platform: 'switch' });
  t.strictSame(some['brightness'], { platform: 'number' });
  t.strictSame(componentsOf([])['clock_mhz'], { platform: 'select' }, 'one of the first cameras');
  t.strictSame(Object.keys(componentsOf([])), Object.keys(all));
  t.end();
});

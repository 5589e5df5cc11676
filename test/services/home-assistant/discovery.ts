import t from 'tap';
import { announceCamera, announceHub } from '../../../src/services/home-assistant/discovery.js';
import { Topics } from '../../../src/services/home-assistant/topics.js';

type Json = Record<string, unknown>;

/** Keys of Home Assistant's MQTT integration, by platform: what it does not know makes it refuse the device. */
const common =
  'platform unique_id default_entity_id name icon entity_category device_class availability'.split(' ');
const known: Record<string, string[]> = {
  sensor: ['state_topic', 'value_template', 'state_class', 'unit_of_measurement'],
  image: ['image_topic', 'content_type', 'json_attributes_topic'],
  camera: ['topic'],
  switch: ['state_topic', 'value_template', 'command_topic'],
  event: ['state_topic', 'event_types'],
  button: ['command_topic', 'payload_press'],
  update: ['state_topic', 'value_template', 'command_topic', 'payload_install'],
};
const deviceKeys = 'identifiers name manufacturer model sw_version configuration_url via_device'.split(' ');

/** The rules of a device's discovery message. */
function faultsOf({ topic, payload }: { topic: string; payload: Json }): string[] {
  const device = payload['device'] as Json;
  const components = Object.entries(payload['components'] as Record<string, Json>);
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

const topics = new Topics('0badcafe');
const info = { topics, version: '1.2.3', url: 'https://petcam.local:8443' };

t.test('the hub and a camera keep to the rules of discovery', (t) => {
  const hub = announceHub('homeassistant', info);
  const seen = { id: 'living-room', name: 'Living room', firmware: '1.0.0', board: 'ai-thinker' };
  const camera = announceCamera('homeassistant', info, seen);
  t.strictSame(faultsOf(hub), []);
  t.strictSame(faultsOf(camera), []);
  const { device } = camera.payload as { device: Json };
  const { identifiers } = (hub.payload as { device: { identifiers: string[] } }).device;
  t.equal(device['via_device'], identifiers[0], 'the camera hangs on the hub');
  t.match(device, { name: 'Living room', sw_version: '1.0.0', model: 'ai-thinker' });
  t.equal(camera.topic, 'homeassistant/device/petcam_0badcafe_living-room/config');
  t.end();
});

t.test('a camera that never spoke is announced all the same', (t) => {
  const silent = { id: 'hall', name: 'Hall', firmware: null, board: null };
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
  });
  const texts = JSON.stringify(payload).match(/"[^"]*topic":"[^"]*"/g) ?? [];
  t.ok(texts.length > 10);
  t.notOk(texts.some((text) => text.includes(':"homeassistant/')));
  t.end();
});

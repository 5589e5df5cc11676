/**
 * What Home Assistant is told of the hub and its cameras, once and retained. Home Assistant, "MQTT", section
 * "Device discovery payload": one message a device, with its components inside.
 */
import { settingComponents } from './camera-settings.js';
import type { Topics } from './topics.js';

type Json = Record<string, unknown>;

/** Facts of the hub that go into every discovery message. */
export interface DeviceInfo {
  topics: Topics;
  /** Version of the hub's program. */
  version: string;
  /** Page of the hub. */
  url: string;
}

/** Topic and payload that make a device known. An empty payload on the same topic makes it forgotten. */
export interface Announcement {
  topic: string;
  payload: Json;
}

const origin = (version: string) => ({ name: 'PetCam hub', sw_version: version });
const hubDevice = (topics: Topics) => `petcam_${topics.hub}`;

/** `prefix` is Home Assistant's discovery prefix. */
export const hubTopic = (prefix: string, topics: Topics) => `${prefix}/device/${hubDevice(topics)}/config`;
/** Topic of a camera's discovery message. */
export const cameraTopic = (prefix: string, topics: Topics, camera: string) =>
  `${prefix}/device/${hubDevice(topics)}_${camera}/config`;

const online = (topic: string) => ({ topic, value_template: '{{ value_json.state }}' });

/** A pet of the home, as far as Home Assistant is told. */
export interface AnnouncedPet {
  id: number;
  name: string;
}

/** Pets as they are announced with the hub. */
export interface AnnouncedPets {
  pets: readonly AnnouncedPet[];
  gone?: readonly number[];
  contentType: string;
}

/**
 * Discovery message of the hub as a device with its sensors, and those of the pets; `contentType` of their pictures. `gone`
 * are numbers of pets that were announced once: their entities are withdrawn.
 */
export function announceHub(
  prefix: string,
  { topics, version, url }: DeviceInfo,
  { pets, gone = [], contentType }: AnnouncedPets,
): Announcement {
  const id = hubDevice(topics);
  const sensor = (name: string, key: string, more: Json): Json => ({
    platform: 'sensor',
    unique_id: `${id}_${key}`,
    default_entity_id: `sensor.petcam_${key}`,
    name,
    state_topic: topics.ofHub('state'),
    value_template: `{{ value_json.${key} }}`,
    ...more,
  });
  const bytes = { device_class: 'data_size', unit_of_measurement: 'B', entity_category: 'diagnostic' };
  return {
    topic: hubTopic(prefix, topics),
    payload: {
      device: {
        identifiers: [id],
        name: 'PetCam hub',
        manufacturer: 'PetCam',
        model: 'hub',
        sw_version: version,
        configuration_url: url,
      },
      origin: origin(version),
      availability: [online(topics.ofHub('availability'))],
      components: {
        photos: sensor('Photos', 'photos', { state_class: 'total' }),
        pets_today: sensor('Pets today', 'pets_today', { icon: 'mdi:paw', state_class: 'total' }),
        somebody_home: {
          platform: 'switch',
          unique_id: `${id}_somebody_home`,
          default_entity_id: 'switch.petcam_somebody_home',
          name: 'Somebody is home',
          state_topic: topics.ofHub('state'),
          value_template: '{{ value_json.somebody_home }}',
          command_topic: topics.presence,
          icon: 'mdi:home-account',
          entity_category: 'config',
        },
        storage_used: sensor('Storage used', 'storage_used', { ...bytes, state_class: 'measurement' }),
        storage_free: sensor('Storage free', 'storage_free', { ...bytes, state_class: 'measurement' }),
        ...Object.assign({}, ...pets.map((pet) => petComponents(topics, pet, contentType))),
        ...Object.assign({}, ...gone.map(withdrawnPet)),
      },
    },
  };
}

/** A component of its platform alone is taken away by Home Assistant. */
const withdrawnPet = (id: number): Json => ({
  [`pet_${id}_seen`]: { platform: 'sensor' },
  [`pet_${id}_photo`]: { platform: 'image' },
});

/** When and where a pet was seen last, and the photo. */
function petComponents(topics: Topics, { id, name }: AnnouncedPet, contentType: string): Json {
  const key = `pet_${id}`;
  const component = (platform: string, part: string, title: string, more: Json): Json => ({
    platform,
    unique_id: `${hubDevice(topics)}_${key}_${part}`,
    default_entity_id: `${platform}.petcam_${key}_${part}`,
    name: title,
    ...more,
  });
  return {
    [`${key}_seen`]: component('sensor', 'seen', `${name} last seen`, {
      state_topic: topics.ofPet(id, 'state'),
      value_template: '{{ value_json.seen_at }}',
      json_attributes_topic: topics.ofPet(id, 'state'),
      device_class: 'timestamp',
      icon: 'mdi:paw',
    }),
    [`${key}_photo`]: component('image', 'photo', `${name} last photo`, {
      image_topic: topics.ofPet(id, 'photo'),
      content_type: contentType,
    }),
  };
}

/** Facts of a camera that go into its discovery message. */
export interface AnnouncedCamera {
  id: string;
  name: string;
  firmware: string | null;
  board: string | null;
  /** Names of settings and requests beyond those of the first cameras. */
  capabilities: readonly string[];
  /** MIME type of its pictures. */
  contentType: string;
}

/** What the entities of one camera are made with: its topics, and the two kinds of them. */
interface CameraEntities {
  topics: Topics;
  camera: string;
  of: (leaf: Parameters<Topics['ofCamera']>[1]) => string;
  component: (platform: string, key: string, name: string, more: Json) => Json;
  reading: (key: string, name: string, more: Json) => Json;
}

/** Discovery message of one camera as a device with its entities. */
export function announceCamera(
  prefix: string,
  { topics, version }: DeviceInfo,
  camera: AnnouncedCamera,
): Announcement {
  const id = `${hubDevice(topics)}_${camera.id}`;
  const entities = entitiesOf(topics, camera.id, id);
  return {
    topic: cameraTopic(prefix, topics, camera.id),
    payload: {
      device: {
        identifiers: [id],
        name: camera.name,
        manufacturer: 'PetCam',
        model: camera.board ?? 'camera',
        ...(camera.firmware && { sw_version: camera.firmware }),
        via_device: hubDevice(topics),
      },
      origin: origin(version),
      availability: [online(topics.ofHub('availability')), online(entities.of('availability'))],
      availability_mode: 'all',
      components: {
        ...pictures(entities, camera.contentType),
        ...buttons(entities),
        ...readings(entities),
        ...settingComponents(
          camera.capabilities,
          entities.of('state'),
          (setting) => topics.order(camera.id, setting),
          entities.component,
        ),
      },
    },
  };
}

function entitiesOf(topics: Topics, camera: string, device: string): CameraEntities {
  const slug = `petcam_${camera.replaceAll('-', '_')}`;
  const of: CameraEntities['of'] = (leaf) => topics.ofCamera(camera, leaf);
  const component = (platform: string, key: string, name: string, more: Json): Json => ({
    platform,
    unique_id: `${device}_${key}`,
    default_entity_id: `${platform}.${slug}_${key}`,
    name,
    ...more,
  });
  const reading = (key: string, name: string, more: Json) =>
    component('sensor', key, name, {
      state_topic: of('state'),
      value_template: `{{ value_json.${key} }}`,
      ...more,
    });
  return { topics, camera, of, component, reading };
}

function pictures({ topics, camera, of, component }: CameraEntities, contentType: string): Json {
  return {
    best: component('image', 'best', 'Best cut', {
      image_topic: of('best'),
      content_type: contentType,
      json_attributes_topic: of('best-info'),
      // The last photo stays worth seeing while the camera sleeps.
      availability: [online(topics.ofHub('availability'))],
    }),
    live: component('camera', 'live', 'Live', { topic: of('live') }),
    watch: component('switch', 'watch', 'Watch live', {
      state_topic: of('state'),
      value_template: '{{ value_json.live }}',
      command_topic: topics.order(camera, 'live'),
      icon: 'mdi:cctv',
    }),
    pause: component('switch', 'pause', 'Pause', {
      state_topic: of('state'),
      value_template: '{{ value_json.paused }}',
      command_topic: topics.order(camera, 'pause'),
      icon: 'mdi:pause-circle',
      // A camera that the hub reads at an address is away while it is paused.
      availability: [online(topics.ofHub('availability'))],
    }),
    event: component('event', 'event', 'Event', {
      state_topic: of('event'),
      event_types: ['best_cut', 'motion'],
    }),
  };
}

function buttons({ topics, camera, component }: CameraEntities): Json {
  return {
    capture: component('button', 'capture', 'Take photos', {
      command_topic: topics.order(camera, 'capture'),
      payload_press: 'PRESS',
      icon: 'mdi:camera',
    }),
    restart: component('button', 'restart', 'Restart', {
      command_topic: topics.order(camera, 'restart'),
      payload_press: 'PRESS',
      device_class: 'restart',
      entity_category: 'config',
    }),
  };
}

function readings({ topics, camera, of, component, reading }: CameraEntities): Json {
  const diagnostic = { entity_category: 'diagnostic' };
  return {
    best_at: reading('best_at', 'Last best cut', { device_class: 'timestamp' }),
    last_seen: reading('last_seen', 'Last seen', { device_class: 'timestamp', ...diagnostic }),
    signal: reading('signal', 'Signal', {
      device_class: 'signal_strength',
      unit_of_measurement: 'dBm',
      state_class: 'measurement',
      ...diagnostic,
    }),
    pets_today: reading('pets_today', 'Pets today', { icon: 'mdi:paw', state_class: 'total' }),
    firmware: component('update', 'firmware', 'Firmware', {
      state_topic: of('state'),
      value_template: '{{ value_json.update | tojson }}',
      command_topic: topics.order(camera, 'install'),
      payload_install: 'INSTALL',
      device_class: 'firmware',
      ...diagnostic,
    }),
  };
}

// What the options of the add-on mean for the hub. Pure; start.mjs does what follows from it.

/** Folders and files of the container: /data and /share are those of Home Assistant. */
export const places = {
  options: '/data/options.json',
  data: '/data/hub',
  backups: '/share/petcam-hub',
  vision: '/run/petcam-hub-vision',
  password: '/run/petcam-hub-mqtt-password',
  newerVersion: '/run/petcam-hub-newer-version',
};

/** Port at which ingress asks; the same as in config.json. */
export const INGRESS_PORT = 8099;

/** Home Assistant and its Supervisor, as the containers of a machine see them. */
const SUPERVISOR_NETWORK = '172.30.32.0/23';

/**
 * Settings of the hub. `broker` is what the Supervisor says of its MQTT service, null where there is none. Own settings
 * of the owner come before those that the add-on itself needs.
 */
export function settingsOf(options, broker) {
  return {
    PETCAM_HTTPS_PORT: String(options.https_port),
    PETCAM_MQTT_TLS_PORT: String(options.camera_port),
    PETCAM_STORAGE_MAX_MB: String(options.storage_mb),
    PETCAM_PHOTOS_MAX_DAYS: String(options.photos_days),
    PETCAM_LOG_LEVEL: options.log_level,
    // Plain MQTT is for programs of this machine; its usual port is the Mosquitto add-on's.
    PETCAM_MQTT_PORT: '0',
    ...(options.backup && { PETCAM_BACKUP_DIR: places.backups }),
    ...(options.home_assistant && broker !== null && homeAssistant(broker)),
    ...Object.fromEntries((options.settings ?? []).map(divided)),
    PETCAM_DATA_DIR: places.data,
    PETCAM_HTTP_HOST: '0.0.0.0',
    PETCAM_HTTP_PORT: String(INGRESS_PORT),
    PETCAM_TRUST_PROXY: SUPERVISOR_NETWORK,
    PETCAM_VISION_SOCKET: `${places.vision}/socket`,
    PETCAM_NEWER_VERSION_FILE: places.newerVersion,
  };
}

function homeAssistant({ host, port, ssl, username }) {
  return {
    PETCAM_HOME_ASSISTANT: 'true',
    PETCAM_HOME_ASSISTANT_MQTT_URL: `${ssl ? 'mqtts' : 'mqtt'}://${host}:${port}`,
    PETCAM_HOME_ASSISTANT_USERNAME: username,
    PETCAM_HOME_ASSISTANT_PASSWORD_FILE: places.password,
  };
}

/** Version that Home Assistant would bring, of what the Supervisor says of this add-on; null where there is none. */
export function newerVersionOf({ update_available, version_latest }) {
  return update_available === true && typeof version_latest === 'string' ? version_latest : null;
}

/** `PETCAM_X=a=b` is the name PETCAM_X and the value a=b. */
function divided(line) {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

import { readFileSync } from 'node:fs';
import type { Config } from './config.js';
import { Fault } from './errors.js';
import type { BrokerAddress } from './ingest/client.js';

/**
 * The broker that the settings name, with the secrets that they point to.
 * @throws {Fault} `file-missing`.
 */
export function externalBroker(config: Config): BrokerAddress {
  const { mqttUrl: url, mqttUsername: username, mqttPasswordFile, mqttCaFile } = config;
  return {
    url,
    ...(username && { username }),
    ...(mqttPasswordFile && { password: readSecret(mqttPasswordFile) }),
    ...(mqttCaFile && { ca: readSecret(mqttCaFile) }),
  };
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Fault('file-missing', `${file} cannot be read`, 'Check the path and its permissions.', {
      cause,
    });
  }
}

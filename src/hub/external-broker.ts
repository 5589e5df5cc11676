import type { BrokerAddress } from '../cameras/mqtt/client.js';
import type { Config } from '../core/config/config.js';
import { secretIn } from '../core/config/secret-file.js';

/**
 * The broker that the settings name, with the secrets that they point to.
 * @throws {Fault} `file-missing`.
 */
export function externalBroker(config: Config): BrokerAddress {
  const { mqttUrl: url, mqttUsername: username, mqttPasswordFile, mqttCaFile } = config;
  return {
    url,
    ...(username && { username }),
    ...(mqttPasswordFile && { password: secretIn(mqttPasswordFile) }),
    ...(mqttCaFile && { ca: secretIn(mqttCaFile) }),
  };
}

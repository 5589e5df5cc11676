import type { Config } from './config.js';
import type { BrokerAddress } from './ingest/client.js';
import { secretIn } from './secret-file.js';

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

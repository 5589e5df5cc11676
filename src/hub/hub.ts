import type { PagePorts } from '../core/address.js';
import { brokerProbe, databaseProbe } from '../services/systemd/probes.js';
import type { Probe } from '../services/systemd/watchdog.js';
import type { Store } from '../store/contract.js';
import { openApi } from './api.js';
import { type HubContext, type HubOptions, startFoundation } from './foundation.js';
import type { Pipeline } from './pipeline.js';
import { issuesOfHub, startCameras, startServices } from './services.js';

/** Ports and parts of a running hub, for commands and tests. */
export interface RunningHub {
  ports: PagePorts;
  httpPort: number;
  /** Null with an external broker. */
  mqttPort: number | null;
  /** Port of the MQTT TLS-PSK listener; null with an external broker. */
  mqttTlsPort: number | null;
  store: Store;
  pipeline: Pipeline;
  /** Probes that have to answer for the hub to be alive. */
  probes: Probe[];
  /** Health issues as sentences; empty when all is well. */
  issues(): string[];
}

/**
 * The composition root: builds the rooms, starts them along the flow, stops them in reverse. Does nothing before
 * `start`, which stops what it started when it fails.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #stops: (() => Promise<unknown>)[] = [];

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** @throws {Fault} whatever keeps the hub from starting: a taken port, a damaged database, a missing file. */
  async start(): Promise<RunningHub> {
    try {
      return await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await stop();
  }

  async #start(): Promise<RunningHub> {
    const context: HubContext = { options: this.#options, onStop: (stop) => void this.#stops.push(stop) };
    const foundation = await startFoundation(context);
    const cameras = await startCameras(context, foundation);
    const services = await startServices(context, foundation, cameras);
    const healthIssues = issuesOfHub(context, foundation, cameras, services);
    const app = await openApi(context, foundation, cameras, services, healthIssues);
    context.onStop(() => app.close());
    const { store, pipeline, listeners, visionProbe } = foundation;
    const { ingest, mqttPort, mqttTlsPort } = cameras;
    const ports = await listeners.open(app);
    const probes = [databaseProbe(store), brokerProbe(ingest), visionProbe];
    const issues = () => healthIssues().map(({ text }) => text);
    return { ports, httpPort: ports.http, mqttPort, mqttTlsPort, store, pipeline, probes, issues };
  }
}

import { secretIn } from '../core/config/secret-file.js';
import { Fault } from '../core/errors.js';
import type { MetricsSource } from '../server/api/routes/metrics.js';
import type { Metrics } from '../services/metrics/registry.js';
import type { Sources } from '../services/metrics/sources.js';

/**
 * The metrics of the hub, built when somebody asks for the first time: a hub without Prometheus pays nothing.
 * @throws {Fault} `file-missing`, or `metrics-token` when the token's file is empty
 */
export function openMetrics(tokenFile: string, sources: Sources): MetricsSource {
  let metrics: Promise<Metrics> | null = null;
  return {
    token: tokenFile === '' ? null : readToken(tokenFile),
    read: async () => {
      metrics ??= import('../services/metrics/registry.js').then(({ createMetrics }) =>
        createMetrics(sources),
      );
      const { contentType, render } = await metrics;
      return { contentType, text: await render() };
    },
  };
}

function readToken(file: string): string {
  const token = secretIn(file);
  if (token !== '') return token;
  const hint = 'Write a long random word into the file PETCAM_METRICS_TOKEN_FILE, readable by the hub.';
  throw new Fault('metrics-token', `${file} holds no token for metrics`, hint);
}

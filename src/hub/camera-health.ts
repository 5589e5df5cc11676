import type { ConnectionReport } from '../cameras/mqtt/connection-watch.js';
import type { Clock } from '../core/clock.js';
import type { HealthIssue } from '../core/errors.js';
import { connectionIssues, pictureIssues, sensorIssues } from '../services/doctor/cameras.js';
import type { Cameras } from '../store/contract.js';

/** Collaborators of the health issues of cameras. */
export interface CameraHealthParts {
  store: Pick<Cameras, 'cameras'>;
  connections: (camera: string) => ConnectionReport;
  clock: Pick<Clock, 'now'>;
}

/** Health issues of the cameras as they are now; nothing while the database, which says so itself, cannot be read. */
export function cameraIssues({ store, connections, clock }: CameraHealthParts): HealthIssue[] {
  return readable(() => store.cameras()).flatMap((camera) => [
    ...pictureIssues(camera, clock.now()),
    ...sensorIssues(camera),
    ...connectionIssues(camera, connections(camera.id)),
  ]);
}

function readable<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch {
    return [];
  }
}

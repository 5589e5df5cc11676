import { useEffect } from 'preact/hooks';
import { listCameras } from '../api/calls.js';
import { type LiveEvent, onLive } from '../api/live.js';
import type { Camera } from '../api/types.js';
import { signal, useSignal } from '../core/signal.js';

/** The cameras of the home, null until known. One list for every screen, kept true by the hub's events. */
export const cameras = signal<Camera[] | null>(null);

/** Events after which a camera may be shown otherwise. */
const REFRESHING: ReadonlySet<LiveEvent['type']> = new Set([
  'camera.updated',
  'burst.unusable',
  'firmware.updated',
  'reset',
] as const);

/** Reads the list of cameras again. */
export async function refreshCameras(): Promise<void> {
  cameras.set(await listCameras());
}

/** The cameras, and a name for each id; an id that is not known is its own name. */
export function useCameras() {
  const list = useSignal(cameras);
  useEffect(() => {
    const refresh = () => void refreshCameras().catch(() => undefined);
    if (cameras.get() === null) refresh();
    return onLive((event: LiveEvent) => {
      if (REFRESHING.has(event.type)) refresh();
    });
  }, []);
  const nameOf = (id: string) => list?.find((camera) => camera.id === id)?.name ?? id;
  return { list, nameOf };
}

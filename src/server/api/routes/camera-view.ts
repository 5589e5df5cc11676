import { settingsShown } from '../../../cameras/protocol/pause.js';
import type { UserRow } from '../../../store/accounts.js';
import type { CameraRow } from '../../../store/cameras.js';
import type { Camera } from '../schemas/cameras.js';
import type { CameraParts } from './cameras.js';

/** Services that a view of a camera is made from. */
export type ViewParts = Pick<CameraParts, 'store' | 'firmware' | 'link' | 'clock'>;

const DAY_MS = 86_400_000;

/** A guest sees that a camera is there and when it was heard of; how it is cared for is the business of the home. */
export function viewFor(user: UserRow, camera: CameraRow, parts: ViewParts): Camera {
  const view = toCameraView(camera, parts);
  if (user.guest === null) return view;
  const connection = { ...view.connection, state: 'steady', connects: 0, replaced: 0 } as const;
  return {
    ...view,
    state: null,
    stream: null,
    refused: null,
    unusable: null,
    update: null,
    costlyFrames: 0,
    connection: { ...connection, addresses: [], since: null },
  };
}

/** A camera with what the hub has for it, and has against it. */
export function toCameraView(camera: CameraRow, { store, firmware, link, clock }: ViewParts): Camera {
  const costly = store.costlyFrames(clock.now() - DAY_MS).find((one) => one.camera === camera.id);
  const { deferredSettings, state, ...row } = camera;
  return {
    ...row,
    state: state && { ...state, settings: settingsShown(state.settings, deferredSettings) },
    connection: link.connections(camera.id),
    update: firmware.updateOf(camera),
    costlyFrames: costly?.frames ?? 0,
  };
}

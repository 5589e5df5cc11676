import type { BrokerAddress } from '../../cameras/mqtt/client.js';
import type { Verb } from '../../cameras/protocol/types.js';
import type { Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import type { Accounts } from '../../store/accounts.js';
import type { CameraRow } from '../../store/cameras.js';
import type { Cameras, EventLog, Gallery, Upkeep } from '../../store/contract.js';
import type { Pets } from '../../store/pets.js';
import type { Offered } from './states.js';

/** Collaborators of the bridge, and how Home Assistant is reached. */
export interface HomeAssistantParts {
  address: BrokerAddress;
  /** 8 hexadecimal digits that tell hubs at one broker apart. */
  hub: string;
  /** Home Assistant's discovery prefix. */
  prefix: string;
  version: string;
  /** Page of the hub. */
  url: () => string;
  /** Midnight before a moment, in the hub's local time. */
  startOfDay: (now: number) => number;
  store: Pick<Cameras, 'camera' | 'cameras'> &
    Pick<Gallery, 'photo' | 'photos' | 'photoMonths' | 'image' | 'burst'> &
    Pick<EventLog, 'onEvents'> &
    Pick<Accounts, 'setting' | 'setSetting'> &
    Pick<Pets, 'pets'> &
    Pick<Upkeep, 'storageUse'>;
  command(camera: string, verb: Verb, data: Record<string, unknown>): Promise<unknown>;
  /** Makes a camera send previews; rejects when it cannot. `ended` is called when they are over. */
  watch(camera: string, ended: () => void): Promise<{ stop(): void }>;
  /** Pauses a camera until somebody ends that, or ends it. */
  pause(camera: string, on: boolean): Promise<unknown>;
  firmware: {
    offered(camera: CameraRow): Offered | null;
    /** Gives the camera what is offered. */
    install(camera: string): Promise<unknown>;
    /** Calls `listener` while a camera receives; returns the unsubscription. */
    onProgress(listener: (camera: string) => void): () => void;
  };
  clock: Clock;
  log: Logger;
}

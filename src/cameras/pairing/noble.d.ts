/** Part of noble that the radio uses, which may be absent: it is optional, and its own types do not fit what it does. */
declare module '@abandonware/noble' {
  import type { EventEmitter } from 'node:events';

  namespace noble {
    interface Descriptor {
      uuid: string;
      readValueAsync(): Promise<Buffer>;
    }

    interface Characteristic {
      uuid: string;
      discoverDescriptorsAsync(): Promise<Descriptor[]>;
      writeAsync(data: Buffer, withoutResponse: boolean): Promise<void>;
      readAsync(): Promise<Buffer>;
    }

    interface Service {
      discoverCharacteristicsAsync(uuids: string[]): Promise<Characteristic[]>;
    }

    interface Peripheral extends EventEmitter {
      id: string;
      rssi: number;
      state: 'error' | 'connecting' | 'connected' | 'disconnecting' | 'disconnected';
      advertisement: { localName?: string };
      connectAsync(): Promise<void>;
      cancelConnect(): void;
      disconnect(): void;
      discoverServicesAsync(uuids: string[]): Promise<Service[]>;
    }

    interface Noble extends EventEmitter {
      startScanningAsync(uuids: string[], allowDuplicates: boolean): Promise<void>;
      stopScanning(): void;
      /** Not public: the only place where an error that a peripheral answers can be heard. */
      _bindings: { _gatts: Record<string, { _aclStream: EventEmitter }> };
    }
  }

  const noble: noble.Noble;
  export = noble;
}

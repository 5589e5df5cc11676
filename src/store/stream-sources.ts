import type { StreamSource } from '../cameras/streams/source.js';
import type { CameraStream } from './cameras.js';
import { readSource } from './reads/columns.js';
import type { Sealer } from './seal.js';
import type { Writing } from './write-client.js';

/** Collaborators of the sources of cameras by address. */
export interface StreamSourceParts {
  sealedSource: (id: string) => Buffer | null;
  writer: Writing;
  sealer: Sealer;
}

/** Addresses and passwords of cameras by address: they leave the database only here, and are never stored as they are. */
export function streamSources({ sealedSource, writer, sealer }: StreamSourceParts) {
  const seal = (id: string, source: StreamSource) => sealSource(sealer, id, source);

  return {
    streamSource(id: string): StreamSource | null {
      const sealed = sealedSource(id);
      const opened = sealed && sealer.open(sealed, contextOf(id));
      return opened && readSource(opened.toString());
    },
    addStreamCamera: (id: string, name: string, source: StreamSource, stream: CameraStream) =>
      writer.run('addStreamCamera', id, name, seal(id, source), stream),
    changeStream: (id: string, source: StreamSource | null, stream: CameraStream) =>
      writer.run('changeStream', id, source && seal(id, source), stream),
  };
}

/** Address and password of a camera, as the database keeps them. */
export function sealSource(sealer: Sealer, id: string, source: StreamSource): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify(source)), contextOf(id));
}

const contextOf = (id: string) => `camera-stream/${id}`;

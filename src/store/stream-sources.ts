import type { StreamSource } from '../cameras/streams/source.js';
import type { Sealer } from './seal.js';
import type { CameraStream } from './types.js';
import type { Writing } from './write-client.js';

/** Collaborators of the sources of cameras by address. */
export interface StreamSourceParts {
  sealedSource: (id: string) => Buffer | null;
  writer: Writing;
  sealer: Sealer;
}

/** Addresses and passwords of cameras by address: they leave the database only here, and are never stored as they are. */
export function streamSources({ sealedSource, writer, sealer }: StreamSourceParts) {
  const context = (id: string) => `camera-stream/${id}`;
  const seal = (id: string, source: StreamSource) =>
    sealer.seal(Buffer.from(JSON.stringify(source)), context(id));

  return {
    streamSource(id: string): StreamSource | null {
      const sealed = sealedSource(id);
      const opened = sealed && sealer.open(sealed, context(id));
      return opened && JSON.parse(opened.toString());
    },
    addStreamCamera: (id: string, name: string, source: StreamSource, stream: CameraStream) =>
      writer.run('addStreamCamera', id, name, seal(id, source), stream),
    changeStream: (id: string, source: StreamSource | null, stream: CameraStream) =>
      writer.run('changeStream', id, source && seal(id, source), stream),
  };
}

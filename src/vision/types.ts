/**
 * What the vision process is asked and what it answers. Plain data only: it crosses a process boundary, and
 * `analysis` is stored as JSON beside its frame.
 */

/** The animals that count as the pet. Names are COCO's. */
export type PetLabel = 'cat' | 'dog';

/** A box in pixels of the upright, decoded image: `x`,`y` top left, `score` 0..1. */
export interface Detection {
  label: string;
  score: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The head found in a pet's box; the box in pixels of the upright image. */
export interface HeadFinding {
  /** How much of a face is turned to the camera, as a logit: above 0 rather a face, below -2 hardly one. */
  face: number;
  /** How sure the place is, as a logit. */
  confidence: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Measurements of one frame, all on the 8-bit luma plane unless said. `subject` ones are measured on the pet's
 * head-and-body region, or on the whole frame when there is no pet.
 */
export interface FrameAnalysis {
  width: number;
  height: number;
  /** Cats and dogs, best first; at most 8. */
  pets: Detection[];
  /** Other things detected that matter to a choice (`person`), best first; at most 8. */
  others: Detection[];
  /** Named numbers that the ranking reads; every one is finite. See select/features for each one's unit. */
  features: Record<string, number>;
}

/** An encoded image with what is needed to store and serve it. */
export interface EncodedImage {
  bytes: Uint8Array;
  mime: 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}

/** What the vision process can be asked. `bytes` are untrusted. */
export interface VisionTasks {
  /** Decodes one frame fully, finds pets, measures. */
  analyse: { request: { bytes: Uint8Array }; response: FrameAnalysis };
  /** Makes the two WebP thumbnails, longest side 320 and 960 px, never enlarged. */
  thumbnails: { request: { bytes: Uint8Array }; response: { small: EncodedImage; large: EncodedImage } };
  /** Enlarges by 2 (4 later); a JPEG of scale x the upright size. Reports `progress` 0..1. */
  upscale: {
    request: { bytes: Uint8Array; scale: 2 };
    response: { image: EncodedImage; model: string };
  };
}

export type VisionTask = keyof VisionTasks;

/**
 * The hub's handle on the vision process. Rejects with a `Refusal` whose code says why the image was set aside
 * (`image-undecodable`, `image-too-large`, `vision-crashed`, `vision-timeout`), with a `Fault` when the process
 * or its models cannot run at all (`model-hash`, `model-shape`, `vision-unavailable`).
 */
export interface Vision {
  run<T extends VisionTask>(
    task: T,
    request: VisionTasks[T]['request'],
    options?: { signal?: AbortSignal; onProgress?: (done: number) => void },
  ): Promise<VisionTasks[T]['response']>;
  /** `idle` when no process runs, so that an idle hub is small. */
  state(): { process: 'idle' | 'starting' | 'running'; queued: number; restarts: number };
  stop(): Promise<void>;
}

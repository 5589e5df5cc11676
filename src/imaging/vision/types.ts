import type { Spool, SpooledBytes } from '../../core/spool.js';
import type { Damage } from './damage.js';
import type { CloseFeatures, CoarseFeatures } from './features.js';
import type { ImageLimits } from './image-limits.js';
import type { ModelEntry } from './model-entry.js';

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

/** A detection with this score or more may be a pet; a burst has one when its frames agree (select/certainty.ts). */
export const SURE_PET = 0.25;

/** A detection with this score or more is a pet whatever else there is to see. */
export const SURE_ALONE = 0.45;

/** Box of a pet in pixels of the upright, decoded image. */
export type PetBox = Pick<Detection, 'x' | 'y' | 'width' | 'height'>;

/** Cats and dogs, and people, that the detector saw; each best first, at most 8. */
export interface Detections {
  pets: Detection[];
  others: Detection[];
  /** Without pets: the likeliest place of one, too unsure to report, sure enough to look at more closely. */
  hint: Detection | null;
}

/** The head found in a pet's box; the box in pixels of the upright image. */
export interface HeadFinding {
  /** How much of a face is turned to the camera, as a logit: above 0 rather a face, below -2 hardly one. */
  face: number;
  /** How sure the place is, as a logit. */
  confidence: number;
  /** That the animal is a dog and no cat, as a logit; null by a head model that does not say. */
  dog: number | null;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Part of an analysis that does not depend on how closely the frame was looked at. */
interface AnalysedPicture {
  width: number;
  height: number;
  /** Cats and dogs, best first; at most 8. */
  pets: Detection[];
  /** Other things detected that matter to a choice (`person`), best first; at most 8. */
  others: Detection[];
}

/**
 * Measurements of a frame that was looked at closely, all on the 8-bit luma plane unless said. `subject` ones are
 * measured on the pet's head-and-body region, or on the whole frame when there is no pet.
 */
export interface CloseAnalysis extends AnalysedPicture {
  features: CloseFeatures;
}

/** Measurements of a frame that was only measured coarsely, because others were plainly better. */
export interface CoarseAnalysis extends AnalysedPicture {
  features: CoarseFeatures;
}

/** Analysis of one frame, by how closely it was looked at: `features.looked` tells which. */
export type FrameAnalysis = CloseAnalysis | CoarseAnalysis;

/** A first look at a frame, for comparing it with the others of its burst. */
export interface CoarseStats {
  /** Size of the upright image, in pixels. */
  width: number;
  height: number;
  /** The frame in cells, row after row. */
  columns: number;
  rows: number;
  /** Mean luma of each cell, 0..255. */
  light: number[];
  /** Gradient energy of each cell in its weaker direction, log2 of 1 and levels squared. */
  detail: number[];
  /** Energy of the finest detail where the frame is calmest, log2 of levels squared. */
  grain: number;
  /** Damage that the decoder complained about. */
  damage: Damage;
}

/** A picture as the search for motion sees it. */
export interface MotionCells {
  /** Pixels as stored. */
  width: number;
  height: number;
  /** Mean luma, 0..255, of 16 by 12 cells, row by row. */
  cells: number[];
}

/** An encoded image with what is needed to store and serve it. */
export interface EncodedImage {
  bytes: Uint8Array;
  mime: 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}

/** Where the pet is, as parts of the width and height of the upright image, 0..1. */
export interface Subject {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Shapes of films: as high as a phone, or square. */
export type FilmShape = '9:16' | '1:1';

/** An encoded picture, with what of it may be decoded; the limits for photos of people unless given. */
export interface EncodedPicture {
  bytes: Uint8Array;
  limits?: ImageLimits;
}

/** Tasks of the vision process with request and response. `bytes` are untrusted. */
export interface VisionTasks {
  /** Looks at one picture of a stream as the search for motion does. */
  motionCells: { request: EncodedPicture; response: MotionCells };
  /** Measures one frame from afar. */
  coarseStats: { request: EncodedPicture; response: CoarseStats };
  /** Has the detector look for pets in one frame, nothing else. */
  detect: { request: EncodedPicture; response: Detections };
  /**
   * Finds pets in one frame and measures it. With `box` nobody looks for pets: it is taken for the pet's, as the
   * frames around it or an earlier look have it, and the head is sought there; null where there is none.
   */
  analyse: { request: EncodedPicture & { box?: Detection | null }; response: CloseAnalysis };
  /** Says what is in some boxes of a picture, from afar (`contentsOf`), in their order. */
  contents: { request: EncodedPicture & { boxes: Subject[] }; response: { contents: number[][] } };
  /**
   * Says what the pets in some boxes look like (`createAppearanceReader`), in their order; nothing where the hub has no
   * model for it.
   */
  appearances: { request: EncodedPicture & { boxes: PetBox[] }; response: { appearances: number[][] } };
  /** Makes the two WebP thumbnails, longest side 320 and 960 px, never enlarged. */
  thumbnails: { request: EncodedPicture; response: { small: EncodedImage; large: EncodedImage } };
  /** Makes a WebP of at most `mostBytes` bytes, at least 512, of a picture for a notification; never enlarged. */
  noticePicture: { request: EncodedPicture & { mostBytes: number }; response: EncodedImage };
  /** Enlarges by 2 or 4; a JPEG of scale x the upright size. Reports `progress` 0..1. */
  upscale: {
    request: { bytes: Uint8Array; scale: 2 | 4 };
    response: { image: EncodedImage; model: string; scale: number };
  };
  /**
   * Makes an animated WebP and a collage (JPEG) of 1 to 9 photos, which lie one behind the other in `bytes`, so that
   * what waits is counted like everything else; `best` is the index of the one that is shown largest.
   */
  highlight: {
    request: { bytes: Uint8Array; photos: { length: number; subject: Subject | null }[]; best: number };
    response: { animation: EncodedImage; collage: EncodedImage };
  };
  /**
   * Makes a film of 1 to 20 photos. In `bytes` each is followed by a picture of its line of text, white on black, of
   * `caption` bytes; 0 for none. A WebP where there is no ffmpeg.
   */
  film: {
    request: {
      bytes: Uint8Array;
      photos: { length: number; caption: number; subject: Subject | null }[];
      shape: FilmShape;
    };
    response: { bytes: Uint8Array; mime: 'video/mp4' | 'image/webp'; width: number; height: number };
  };
  /** Opens a model, whose file `bytes` is, and compares its inputs and outputs with its entry. */
  checkModel: { request: { bytes: Uint8Array; entry: ModelEntry }; response: Record<string, never> };
  /** Tries a model of the owner on a picture; the entry that it gets in the manifest. */
  tryModel: { request: { bytes: Uint8Array; description: ModelDescription }; response: ModelEntry };
}

/** Description that a person gives of a model of their own. */
export interface ModelDescription {
  /** Name of the file that it came in, without its folder. */
  file: string;
  as: 'detector' | 'upscaler';
  kind: 'yolo' | 'yolox';
  scale: 2 | 4;
  name: string;
  licence: string;
}

/** Names of the tasks of the vision process. */
export type VisionTask = keyof VisionTasks;

/** Request of a task as the hub gives it: the bytes in memory, or in a file out of which they are sent piece by piece. */
export type Given<Request extends { bytes: Uint8Array }> = Omit<Request, 'bytes'> & {
  bytes: Uint8Array | SpooledBytes;
};

/** Response to a task whose bytes went into a file. */
export type Spooled<Response> = Response extends Uint8Array
  ? SpooledBytes
  : Response extends object
    ? { [Key in keyof Response]: Spooled<Response[Key]> }
    : Response;

/** Signal, listener and file that may go with a task. */
export interface RunOptions<Into extends Spool | undefined = Spool | undefined> {
  /** Signal that nobody waits any longer. */
  signal?: AbortSignal;
  /** Called with the share that is done, 0..1. */
  onProgress?: (done: number) => void;
  /** File that the bytes of the response go into; into memory unless given. */
  into?: Into;
}

/** Response to a task by where its bytes went. */
export type ResponseIn<T extends VisionTask, Into> = Into extends Spool
  ? Spooled<VisionTasks[T]['response']>
  : VisionTasks[T]['response'];

/**
 * The hub's handle on the vision process. Rejects with a `Refusal` whose code says why the image was set aside
 * (`image-undecodable`, `image-too-large`, `vision-crashed`, `vision-timeout`), with a `Fault` when the process
 * or its models cannot run at all (`model-hash`, `model-shape`, `vision-unavailable`), and `vision-ended` when it was
 * ended from outside: nothing is said of the image then.
 */
export interface Vision {
  run<T extends VisionTask, Into extends Spool | undefined = undefined>(
    task: T,
    request: Given<VisionTasks[T]['request']>,
    options?: RunOptions<Into>,
  ): Promise<ResponseIn<T, Into>>;
  /** `idle` when no process runs, so that an idle hub is small. */
  state(): { process: 'idle' | 'starting' | 'running'; queued: number; restarts: number };
  stop(): Promise<void>;
}

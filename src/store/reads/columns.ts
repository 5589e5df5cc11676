/**
 * JSON in columns of the database. Values of every version of the hub are read: a schema asks for what the hub relies
 * on, and lets more pass. A value that is damaged, or of something else, is named where it is read.
 */
import { type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { DeferredSettings } from '../../cameras/protocol/pause.js';
import type { CameraState, Manifest } from '../../cameras/protocol/types.js';
import type { StreamSource } from '../../cameras/streams/source.js';
import { Fault } from '../../core/errors.js';
import type { SceneView } from '../../imaging/select/scene.js';
import type { Reason } from '../../imaging/select/types.js';
import type { FrameAnalysis } from '../../imaging/vision/types.js';
import type { CameraStream } from '../cameras.js';
import type { Aside, FeedbackFrame } from '../types.js';

const Numbers = Type.Array(Type.Number());
const NumbersByName = Type.Record(Type.String(), Type.Number());
const Box = Type.Object({
  label: Type.String(),
  x: Type.Number(),
  y: Type.Number(),
  width: Type.Number(),
  height: Type.Number(),
});

/** Manifest of a burst, as its camera sent it. */
export const readManifest = columnOf<Manifest>(
  'burst.manifest',
  Type.Object({
    trigger: Type.String(),
    frames: Type.Array(Type.Object({ index: Type.Number(), ageMs: Type.Number() })),
  }),
);

/** Indexes of the frames that a burst lacks. */
export const readMissing = columnOf<number[]>('burst.missing', Numbers);

const Analysis = Type.Object({
  width: Type.Number(),
  height: Type.Number(),
  pets: Type.Array(Box),
  features: NumbersByName,
});

/** Analysis of a frame, by this version of the hub or an older one. */
export const readAnalysis = columnOf<FrameAnalysis>('frame.analysis', Analysis);

const Detected = Type.Object({ ...Box.properties, score: Type.Number() });
const Detections = Type.Object({
  pets: Type.Array(Detected),
  others: Type.Array(Detected),
  hint: Type.Union([Detected, Type.Null()]),
});

/** Answer of the vision process about a frame, by the question that it answers (`recalling`). */
export const readLookAnswer = {
  sight: columnOf<unknown>('frame_look.answer', Detections),
  analyse: columnOf<unknown>('frame_look.answer', Analysis),
};

/** Names of the gates that a frame did not pass. */
export const readGates = columnOf<string[]>('frame.gates', Type.Array(Type.String()));

/** Scores of a frame by their names. */
export const readScores = columnOf<Record<string, number>>('frame.scores', NumbersByName);

const ReasonSchema = Type.Object({ code: Type.String() });

/** Reason for which a frame was chosen, or was not. */
export const readReason = columnOf<Reason>('frame.reason', ReasonSchema);

/** Reason for which a photo shows its frame. */
export const readSummary = columnOf<Reason>('photo.summary', ReasonSchema);

/** State that a camera reported last. */
export const readState = columnOf<CameraState>('camera.state', Type.Object({}));

/** Settings that a camera gets back after its pause. */
export const readDeferred = columnOf<DeferredSettings>(
  'camera.deferred_settings',
  Type.Object({ motion: Type.Boolean(), scheduleSeconds: Type.Integer() }),
);

/** Reasons for which the last burst of a camera was unusable. */
export const readUnusable = columnOf<string[]>('camera.unusable_reasons', Type.Array(Type.String()));

/** One of the two frames of a correction by the owner. */
export const readFeedback = columnOf<FeedbackFrame>(
  'feedback',
  Type.Object({ index: Type.Number(), scores: NumbersByName, features: NumbersByName }),
);

/** Ids of rows that a query has put into a list. */
export const readIds = columnOf<number[]>('a list of ids', Numbers);

/** Ids of the cameras that a guest may see. */
export const readCameraIds = columnOf<string[]>('a list of cameras', Type.Array(Type.String()));

/** Refusals of a camera's frames by their reasons. */
export const readRefusals = columnOf<{ reason: string; count: number; lastAt: number }[]>(
  'rejection_tally',
  Type.Array(Type.Object({ reason: Type.String(), count: Type.Number(), lastAt: Type.Number() })),
);

/** Manner and settings of a camera by address. */
export const readStream = columnOf<CameraStream>(
  'camera_stream',
  Type.Object({
    kind: Type.Enum(['stream', 'snapshot']),
    width: Type.Integer(),
    height: Type.Integer(),
    settings: Type.Object({
      motion: Type.Boolean(),
      motionSensitivity: Type.Number(),
      motionIgnore: Type.String(),
      burstFrames: Type.Number(),
      burstIntervalMs: Type.Number(),
      cooldownMs: Type.Number(),
    }),
  }),
);

/** Address of a camera, and what was found there. */
export const readSource = columnOf<StreamSource>(
  'camera_stream.source',
  Type.Object({
    url: Type.String(),
    address: Type.String(),
    certificate: Type.Union([Type.String(), Type.Null()]),
    credentials: Type.Union([Type.Object({ username: Type.String(), password: Type.String() }), Type.Null()]),
  }),
);

const Levels = Type.Array(Type.Integer({ minimum: 0, maximum: 255 }));

/** How a place of a camera's picture has looked. */
export const readSceneViews = columnOf<SceneView[]>(
  'camera_region.views',
  Type.Array(Type.Object({ content: Levels, room: Levels }), { minItems: 1 }),
);

/** Reason for which a burst was set aside, and when. */
export const readAside = columnOf<Aside>(
  'burst_aside',
  Type.Object({ reason: Type.String(), detail: Type.String(), at: Type.Number() }),
);

/** Reader of one column. It throws a `Fault` `storage-failed` that names the column, never the value. */
function columnOf<T>(column: string, schema: TSchema): (text: string) => T {
  let validator: Validator | null = null;
  return (text) => {
    validator ??= Compile(schema);
    const value = parsed(text);
    if (validator.Check(value)) return value as T;
    throw new Fault(
      'storage-failed',
      `a value of ${column} in the database cannot be read`,
      'It is damaged, or a newer hub wrote it. petcam-hub doctor checks the file; a backup has the value as it was.',
    );
  };
}

/** Undefined for what is no JSON; no schema takes it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

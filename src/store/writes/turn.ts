import { Refusal } from '../../core/errors.js';
import { addTurns, type Turn } from '../../core/upright.js';
import type { Detection, FrameAnalysis } from '../../imaging/vision/types.js';
import type { HighlightRow } from '../highlights.js';
import { readAnalysis } from '../reads/columns.js';
import type { PhotoRow } from '../types.js';
import type { CutResult } from '../work.js';
import type { WriteContext } from './context.js';
import { imageWrites } from './images.js';

/** Turns the pictures of a photo's burst; the frames' own bytes stay as they are. */
export function turning(context: WriteContext) {
  const { db } = context;
  const renderHighlights = renderingAgain(context);
  const { putThumbnails, dropUpscaled } = imageWrites(db);
  const state = db.prepare<[number], string>('SELECT state FROM burst WHERE id = ?').pluck();
  const turnBurst = db.prepare('UPDATE burst SET turn = ? WHERE id = ?');
  const analysed = db.prepare<[number], { id: number; analysis: string }>(
    'SELECT id, analysis FROM frame WHERE burst_id = ? AND analysis IS NOT NULL',
  );
  const setAnalysis = db.prepare('UPDATE frame SET analysis = ? WHERE id = ?');
  const forgetLooks = db.prepare(
    'DELETE FROM frame_look WHERE frame_id IN (SELECT id FROM frame WHERE burst_id = ?)',
  );
  const show = db.prepare(
    `UPDATE photo SET width = ?, height = ?, upscale = 'pending', upscale_attempts = 0, upscale_note = NULL,
     version = version + 1 WHERE id = ?`,
  );

  return (photo: PhotoRow, turn: Turn, thumbnails: CutResult['thumbnails']): void => {
    // What is being looked at now would be kept as it was seen before the turn.
    if (state.get(photo.burstId) !== 'cut')
      throw new Refusal('hub-busy', `the burst of photo ${photo.id} is being cut again`);
    const by = addTurns(turn, (360 - photo.turn) as Turn);
    turnBurst.run(turn, photo.burstId);
    forgetLooks.run(photo.burstId);
    for (const { id, analysis } of analysed.all(photo.burstId))
      setAnalysis.run(JSON.stringify(turnAnalysis(readAnalysis(analysis), by)), id);
    const { width, height } = turnSize(photo, by);
    show.run(width, height, photo.id);
    dropUpscaled(photo.id);
    putThumbnails(photo.id, thumbnails);
    renderHighlights(photo.id);
  };
}

/** Has every highlight that shows a photo rendered anew; its images stay until then. */
function renderingAgain({ db, announce }: WriteContext) {
  const again = db.prepare<[number], Pick<HighlightRow, 'id' | 'kind' | 'day' | 'state'>>(
    `UPDATE highlight SET state = 'pending', attempts = 0, note = NULL, version = version + 1
     WHERE id IN (SELECT highlight_id FROM highlight_photo WHERE photo_id = ?) RETURNING id, kind, day, state`,
  );
  return (photoId: number): void => {
    for (const { id, kind, day, state } of again.all(photoId))
      announce('highlight.updated', { highlightId: id, kind, day, state });
  };
}

interface Size {
  width: number;
  height: number;
}

function turnSize({ width, height }: Size, by: Turn): Size {
  return by % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Analysis of a frame as it is seen after a turn: its size and its boxes. */
export function turnAnalysis(analysis: FrameAnalysis, by: Turn): FrameAnalysis {
  const turned = (boxes: Detection[] = []) => boxes.map((box) => turnBox(box, analysis, by));
  return {
    ...analysis,
    ...turnSize(analysis, by),
    pets: turned(analysis.pets),
    others: turned(analysis.others),
  };
}

function turnBox(box: Detection, { width, height }: Size, by: Turn): Detection {
  const right = width - box.x - box.width;
  const below = height - box.y - box.height;
  const corner = {
    0: { x: box.x, y: box.y },
    90: { x: below, y: box.x },
    180: { x: right, y: below },
    270: { x: box.y, y: right },
  };
  return { ...box, ...turnSize(box, by), ...corner[by] };
}

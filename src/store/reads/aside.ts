/**
 * Reasons for which a frame was set aside that say more of the vision process than of the picture: a person can have
 * such a frame tried again.
 */
export const LOST_IN_VISION: readonly string[] = ['vision-crashed', 'vision-timeout'];

/** Condition in SQL on a row of `frame`: it was set aside for such a reason, and its bytes are there. */
export const RETRYABLE_FRAME = `state = 'aside' AND has_bytes = 1
  AND json_extract(reason, '$.code') IN (${LOST_IN_VISION.map((reason) => `'${reason}'`).join(', ')})`;

/** Reasons for which a frame was set aside that say what it costs to look at it. */
export const COSTLY: readonly string[] = ['image-too-large', ...LOST_IN_VISION];

/** Condition in SQL on a row `f` of `frame`: it was set aside for its cost. */
export const COSTLY_FRAME = `f.state = 'aside'
  AND json_extract(f.reason, '$.code') IN (${COSTLY.map((reason) => `'${reason}'`).join(', ')})`;

/** Condition in SQL on a row of `frame` of a burst without a photo: it lost when the burst was given up. */
export const GIVEN_UP_FRAME = "state = 'kept' AND has_bytes = 1";

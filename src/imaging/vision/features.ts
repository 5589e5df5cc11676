/** Measures of a region of a frame that tell its light: `headMean` and so on. */
type LightName = 'Mean' | 'High' | 'Contrast' | 'Clipped' | 'Black' | 'Side';

/** Measures of a region of a frame that tell how sharp it is: `headDetail` and so on. */
type DetailName = 'Detail' | 'DetailMost' | 'Fine' | 'Coarse';

/** Features of the light: mean and 95th percentile of luma, its deviation, shares without detail, size. */
export type LightFeature = `${'frame' | 'subject' | 'head'}${LightName}`;

/** Features of the sharpness; the subject has none. */
export type DetailFeature = `${'frame' | 'head'}${DetailName}`;

type PetFeature = 'petScore' | 'petArea' | 'petEdges' | 'petOffset';
type NoiseFeature = 'lumaNoise' | 'chromaNoise' | 'colour';
type HeadFeature = 'face' | 'headConfidence' | 'dog';
type DamageFeature = 'damage' | 'missing';
type CoarseFeature = 'glanceSharpness' | 'glanceGrain' | 'glanceDim' | 'glanceBright' | 'glanceRating';

/** Features that every measured frame has. */
export type MeasuredFeature = LightFeature | `head${DetailName}` | PetFeature | NoiseFeature;

/** Features that a measured frame has where there is something to measure. */
export type OptionalFeature = `frame${DetailName}` | HeadFeature | DamageFeature;

/**
 * Name of a number in the analysis of a frame. `<region>` is `frame`, `subject` (the best pet's box) or `head` (the
 * head in it); without a pet both are the frame.
 *
 * - `<region>Detail`, `<region>DetailMost`: gradient energy in the direction with the least and the most of it,
 *   levels squared per pixel; the head at full resolution, the frame from afar (vision/picture.ts).
 * - `<region>Fine`, `<region>Coarse`: energy of the finest band that survives JPEG, and of one four times coarser.
 *   These four are not measured for the subject, nor for a frame with a sure pet.
 * - `<region>Mean`, `<region>High`: mean and 95th percentile of luma, 0..255. `<region>Contrast`: its standard
 *   deviation. `<region>Clipped`, `<region>Black`: shares 0..1 of pixels without detail at the top and bottom.
 * - `<region>Side`: geometric mean of the sides, as a share of the frame's longer side.
 * - `lumaNoise`, `chromaNoise`: RMS of the flattest parts, levels.
 * - `colour`: mean difference between the channels of a pixel, levels; hardly any in a grey picture.
 * - `petScore` 0..1, `petArea` share of the frame, `petEdges` 0..4 touched, `petOffset` 0..1 from the centre.
 * - `face`: how much of a face is turned to the camera, logit; `headConfidence`: how sure its place is, logit.
 *   Both are missing without a pet or without a head model. `dog`: that it is a dog and no cat, logit; missing as well where
 *   the head model does not say.
 * - `damage`, only where the decoder complained: 1 the picture is whole, 2 a part of it is lost or wrong; `missing` is
 *   the share 0..1 that is lost.
 * - `glanceSharpness`, `glanceGrain`, `glanceDim`, `glanceBright`, `glanceRating`: the first look, octaves against the
 *   rest of the burst (select/coarse-scores.ts).
 * - `looked`: how closely: 2 by the detector (also where it is missing), 1 where the frames around it have the pet, 0
 *   only measured coarsely; then there are only those of the first look and of damage.
 */
export type FeatureName = MeasuredFeature | OptionalFeature | CoarseFeature | 'looked';

/** Named numbers that the ranking reads; every one is finite. */
export type Features = Partial<Record<FeatureName, number>>;

/** Numbers of a frame that was measured, as this version measures it. */
export type Measures = Record<MeasuredFeature, number> & Partial<Record<OptionalFeature, number>>;

/** Numbers of a frame that was looked at closely; some are missing in an analysis of an older version. */
export type CloseFeatures = Partial<Record<MeasuredFeature | OptionalFeature | CoarseFeature, number>> & {
  looked?: 1 | 2;
};

/** Numbers of a frame that was only measured coarsely, because others were plainly better. */
export type CoarseFeatures = Record<CoarseFeature, number> &
  Partial<Record<DamageFeature, number>> & { looked: 0 };

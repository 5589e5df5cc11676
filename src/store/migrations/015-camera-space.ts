/** Sizes without the rows and blobs that they are of, for how much space each camera takes. */
export const cameraSpace = `
CREATE INDEX frame_size ON frame (burst_id, length) WHERE has_bytes = 1;
CREATE INDEX photo_image_size ON photo_image (photo_id, length(bytes));
`;

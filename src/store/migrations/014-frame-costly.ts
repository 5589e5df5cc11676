/** Finds frames that were set aside by their time, for what cameras sent of late that costs too much. */
export const frameCostly = `CREATE INDEX frame_aside_at ON frame (received_at) WHERE state = 'aside';`;

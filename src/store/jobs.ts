/** Something that runs by the clock. Times in wall-clock ms. */
export interface JobRow {
  name: string;
  /** When it is due; null while it is off. */
  nextAt: number | null;
  /** When it ran, or was missed, last. */
  lastAt: number | null;
  outcome: 'done' | 'failed' | 'missed' | null;
  /** Outcome of the run, in one sentence. */
  note: string;
}

/** Jobs and timetables: kept so that a power cut neither loses nor doubles a run. */
export interface Jobs {
  jobs(): JobRow[];
  /** Adds or replaces it. */
  noteJob(row: JobRow): Promise<void>;
  forgetJob(name: string): Promise<void>;
  /** When each camera that is there takes photos; `spec` is JSON that the schedule reads. */
  timetables(): { camera: string; spec: string }[];
  /** Null takes it away. Refusal `camera-unknown`. */
  setTimetable(camera: string, spec: string | null): Promise<void>;
}

/** Outcome of one test file. */
export interface Result {
  file: string;
  /** Assertions that held. */
  passed: number;
  /** Assertions that did not, and 1 for a file that ended otherwise than it should or left something behind. */
  failed: number;
  skipped: number;
  /** Wall time. */
  seconds: number;
  /** Lines to show of what failed; empty when nothing did. */
  complaints: string[];
}

export interface Options {
  /** Files at a time. */
  width: number;
  /** Whether a file gets a process of its own; the others share one for each of `width`. */
  isAlone: (file: string) => boolean;
  /** Wall time after which a file is ended and counts as failed. */
  limitSeconds: (file: string) => number;
  /** Variables added to the environment of the process of this name. */
  environment: (name: string) => Record<string, string>;
  /** Variables added to that of a process that several files share. */
  sharedEnvironment?: Record<string, string>;
  /** Called as each file ends. */
  onResult: (result: Result) => void;
  /** Called as each process of tests has ended. */
  onProcessEnd: (name: string) => void;
}

/** Runs test files, given by their paths below the repository, in their order. */
export function runFiles(files: string[], options: Options): Promise<void>;

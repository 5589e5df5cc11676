/** For the environment of a process that another compiler than the test's own runs: its lines would spoil the coverage. */
export const UNCOUNTED = { _TAPJS_PROCESSINFO_COVERAGE_: '0' };

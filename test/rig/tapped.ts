/** The part of a test's environment that lets a forked process take part in the coverage, and nothing else. */
export function tappedEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith('_TAPJS_'));
  return Object.fromEntries(own) as Record<string, string>;
}

/**
 * The methods that an address knows, so that a wrong one can be told from a wrong address. `routes` are patterns
 * like `/photos/:id/image`; one slash more at the end of an address changes nothing.
 */
export class KnownMethods {
  readonly #routes: { method: string; segments: string[] }[] = [];

  add(method: string | string[], url: string): void {
    for (const each of [method].flat()) this.#routes.push({ method: each, segments: url.split('/') });
  }

  of(path: string): string[] {
    const asked = path.replace(/(.)\/$/, '$1').split('/');
    const fitting = this.#routes.filter(({ segments }) => fits(segments, asked));
    return [...new Set(fitting.map(({ method }) => method))].sort();
  }
}

function fits(segments: string[], asked: string[]): boolean {
  return (
    segments.length === asked.length &&
    segments.every((segment, index) => segment === asked[index] || segment.startsWith(':'))
  );
}

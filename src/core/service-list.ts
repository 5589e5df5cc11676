/** Function that starts one service with what was started before it. */
type Start<Parts, Service> = (parts: Parts) => Service | Promise<Service>;

/** One service of a list: how it starts, and how it ends unless there is nothing to end. */
interface Step {
  name: string;
  start: (parts: never) => unknown;
  stop?: (service: never) => unknown;
}

/** Functions that give other services in place of those of a list; whoever gives one ends it. */
export type Replacements<Parts> = {
  [Name in keyof Parts]?: (parts: Parts) => Parts[Name] | Promise<Parts[Name]>;
};

/**
 * Services in the order in which they start; they stop in the reverse of it. Each is started with those before it and
 * can reach no other: a list in a wrong order does not compile. `Given` is what a run begins with, `Parts` is that and
 * every service by its name.
 */
export class ServiceList<Given extends object, Parts extends Given> {
  readonly #steps: readonly Step[];

  private constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  /** A list without services yet. */
  static begin<Given extends object>(): ServiceList<Given, Given> {
    return new ServiceList<Given, Given>([]);
  }

  /** The list with one more service behind the others. */
  and<Name extends string, Service>(
    name: Name,
    start: Start<Parts, Service>,
    stop?: (service: Service) => unknown,
  ): ServiceList<Given, Parts & { [N in Name]: Service }> {
    return new ServiceList([...this.#steps, { name, start, ...(stop && { stop }) }]);
  }

  /** The list with other services in the places of some. */
  replace(replacements: Replacements<Parts>): ServiceList<Given, Parts> {
    const others = replacements as Record<string, Step['start'] | undefined>;
    return new ServiceList(
      this.#steps.map((step) => {
        const start = others[step.name];
        return start ? { name: step.name, start } : step;
      }),
    );
  }

  /** One run of the services, not started yet. */
  runOf(given: Given): ServiceRun<Parts> {
    return new ServiceRun<Parts>(this.#steps, given);
  }
}

/** One life of the services of a list. */
export class ServiceRun<Parts extends object> {
  readonly #steps: readonly Step[];
  readonly #given: object;
  readonly #stops: (() => unknown)[] = [];

  constructor(steps: readonly Step[], given: object) {
    this.#steps = steps;
    this.#given = given;
  }

  /**
   * Starts the services one after the other.
   * @throws what keeps one of them from starting, after those before it have stopped.
   */
  async start(): Promise<Parts> {
    const parts: Record<string, unknown> = { ...this.#given };
    try {
      for (const { name, start, stop } of this.#steps) {
        const service = await start(parts as never);
        parts[name] = service;
        if (stop) this.#stops.push(() => stop(service as never));
      }
      return parts as Parts;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops what has started, the last one first. Another call stops what is left. */
  async stop(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await stop();
  }
}

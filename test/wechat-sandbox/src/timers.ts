/** All waiting of the sandbox, so that closing it leaves nothing running. */
export class Timers {
  private readonly running = new Set<NodeJS.Timeout>();
  private readonly stop = new AbortController();

  /** @param speed time factor of retry schedules: 100 = a hundred times faster */
  constructor(readonly speed: number) {}

  /** Aborted when the sandbox closes. */
  get closing(): AbortSignal {
    return this.stop.signal;
  }

  /** Milliseconds of WeChat's schedule as this sandbox waits them. */
  scaled(ms: number): number {
    return Math.ceil(ms / this.speed);
  }

  after(ms: number, task: () => void): NodeJS.Timeout | undefined {
    if (this.closing.aborted) return undefined;
    const timer = setTimeout(() => {
      this.running.delete(timer);
      task();
    }, ms);
    this.running.add(timer);
    return timer;
  }

  cancel(timer: NodeJS.Timeout | undefined): void {
    if (!timer) return;
    clearTimeout(timer);
    this.running.delete(timer);
  }

  close(): void {
    this.stop.abort();
    for (const timer of this.running) clearTimeout(timer);
    this.running.clear();
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

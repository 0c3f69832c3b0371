/**
 * Lets concurrent callers share one piece of work: the next batch gathers while the current one is worked on. No caller
 * waits for a timer: on an idle system, a single call is a batch of one at once.
 * If a shared batch fails, it is retried in halves, so that only the culprit gets the error.
 */
export class Gatherer<In, Out> {
  private gathered: {
    readonly item: In;
    readonly resolve: (out: Out) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  private isRunning = false;

  /**
   * @param work returns one result for each item of a batch, in order
   * @param most items in a batch
   */
  constructor(
    private readonly work: (items: In[]) => Promise<Out[]>,
    private readonly most: number,
  ) {}

  add(item: In): Promise<Out> {
    return new Promise<Out>((resolve, reject) => {
      this.gathered.push({ item, resolve, reject });
      if (this.gathered.length === 1) setImmediate(() => this.start());
    });
  }

  get waiting(): number {
    return this.gathered.length;
  }

  private start(): void {
    if (this.isRunning || this.gathered.length === 0) return;
    this.isRunning = true;
    void this.finish(this.gathered.splice(0, this.most)).then(() => {
      this.isRunning = false;
      this.start();
    });
  }

  private async finish(batch: typeof this.gathered): Promise<void> {
    try {
      const results = await this.work(batch.map((each) => each.item));
      for (const [index, each] of batch.entries()) each.resolve(results[index]!);
    } catch (error) {
      if (batch.length === 1 || !mayBeOfOne(error)) {
        for (const each of batch) each.reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.finish(batch.slice(0, middle));
      await this.finish(batch.slice(middle));
    }
  }
}

/**
 * Reports whether a single item can have caused an error: an unreachable database, say, concerns all of them. Classes
 * 22 and 23: invalid data, violated constraint.
 */
export function mayBeOfOne(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || /^2[23]/.test(code);
}

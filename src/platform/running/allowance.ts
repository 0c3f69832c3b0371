const NAMES_MAX = 10_000;

/** Limits how often something is done in the name of one within a time. */
export class Allowance {
  /** The longest known first. */
  private readonly done = new Map<string, { count: number; readonly sinceMs: number }>();

  constructor(
    private readonly most: number,
    private readonly withinMs: number,
  ) {}

  /** Returns for how long somebody has to wait, in ms; 0 if not at all. */
  waitOf(name: string, nowMs: number): number {
    const known = this.done.get(name);
    return known === undefined || known.count < this.most ? 0 : Math.max(0, known.sinceMs + this.withinMs - nowMs);
  }

  /** Notes that something is done, unless it has to wait. @returns for how long, in ms */
  take(name: string, nowMs: number): number {
    const waitMs = this.waitOf(name, nowMs);
    if (waitMs === 0) this.note(name, nowMs);
    return waitMs;
  }

  /** Notes that something was done. The longest known are forgotten first, so that invented names take no memory. */
  note(name: string, nowMs: number): void {
    const known = this.done.get(name);
    if (known !== undefined && nowMs < known.sinceMs + this.withinMs) {
      known.count += 1;
      return;
    }
    this.done.delete(name);
    if (this.done.size >= NAMES_MAX) this.done.delete(this.done.keys().next().value!);
    this.done.set(name, { count: 1, sinceMs: nowMs });
  }
}

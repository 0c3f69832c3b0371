import type { Instant } from '../../platform/values/duration.js';

/** How often something may be done in the name of one, within a time. */
export interface Allowance {
  readonly most: number;
  readonly withinMs: number;
}

/** What was done lately, by name. */
export type Done = Map<string, { count: number; readonly sinceAt: Instant }>;

const NAMES_MAX = 10_000;

/** Returns for how long somebody has to wait, in ms; 0 if not at all. */
export function waitOf(done: Done, name: string, { most, withinMs }: Allowance, now: Instant): number {
  const known = done.get(name);
  return known === undefined || known.count < most ? 0 : Math.max(0, known.sinceAt + withinMs - now);
}

/** Notes that something was done. The longest known are forgotten first, so that invented names take no memory. */
export function note(done: Done, name: string, { withinMs }: Allowance, now: Instant): void {
  const known = done.get(name);
  if (known !== undefined && now < known.sinceAt + withinMs) {
    known.count += 1;
    return;
  }
  done.delete(name);
  if (done.size >= NAMES_MAX) done.delete(done.keys().next().value!);
  done.set(name, { count: 1, sinceAt: now });
}

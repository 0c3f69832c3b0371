/** What a benchmark says: its figures, each beside its floor, and whether the target is met. */
export interface Line {
  readonly what: string;
  readonly floor: string;
  readonly ours: string;
  readonly ratio: string;
  readonly target: string;
  /** Whether it misses a target that does not depend on the machine: then the run has failed. */
  readonly isMissed?: boolean;
}

export function print(lines: readonly Line[]): void {
  const head: Line = { what: 'work', floor: 'floor', ours: 'ours', ratio: 'ratio', target: 'target' };
  const columns = ['what', 'floor', 'ours', 'ratio', 'target'] as const;
  const widths = columns.map((column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  for (const line of [head, ...lines]) {
    process.stdout.write(
      `${columns
        .map((column, index) => line[column].padEnd(widths[index]!))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1_000);
}

export function rate(value: number): string {
  return `${value.toLocaleString('en')}/s`;
}

/** Rounds are measured in pairs, floor beside ours: the machine's speed drifts, their ratio does not. */
export function compare(what: string, pairs: readonly { floor: number; ours: number }[], target: string): Line {
  return {
    what,
    floor: rate(median(pairs.map((pair) => pair.floor))),
    ours: rate(median(pairs.map((pair) => pair.ours))),
    ratio: `${Math.round(median(pairs.map((pair) => pair.ours / pair.floor)) * 100)} %`,
    target,
  };
}

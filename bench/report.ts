/** A result of a benchmark: its figure beside that of the floor, and its target. */
export interface Line {
  readonly what: string;
  readonly floor: string;
  readonly ours: string;
  readonly ratio: string;
  readonly target: string;
  /** Whether it misses a target that does not depend on the machine, which fails the run. */
  readonly isMissed?: boolean;
}

export function print(lines: readonly Line[]): void {
  const rows = lines.map(({ what, floor, ours, ratio, target }) => [what, floor, ours, ratio, target]);
  table([['work', 'floor', 'ours', 'ratio', 'target'], ...rows]);
}

/**
 * Prints what a former version and this one measured in turns: the figures of both in each turn, and the mean of their
 * ratios, pair by pair.
 */
export function printBeside(turns: readonly { readonly old: readonly Line[]; readonly new: readonly Line[] }[]): void {
  const rows = turns[0]!.new.map(({ what }, index) => {
    const said = (side: 'old' | 'new') => turns.map((turn) => withRatio(turn[side][index]!)).join(', ');
    const ratios = turns.map((turn) => figure(turn.new[index]!.ours) / figure(turn.old[index]!.ours));
    const ratio = ratios.reduce((total, each) => total + each, 0) / ratios.length;
    return [what, said('old'), said('new'), Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : ''];
  });
  table([['work', 'old', 'new', 'new / old'], ...rows]);
}

/** Returns the figure, with its ratio to the floor of the same turn if there is one. */
function withRatio({ ours, ratio }: Line): string {
  return ratio === '' ? ours : `${ours} (${ratio})`;
}

/** Returns the number with which a figure begins; the unit is the same throughout a line. */
function figure(text: string): number {
  return Number(/^[+-]?[\d,.]+/.exec(text)?.[0].replaceAll(',', ''));
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column]!));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
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

/** Floor and ours are measured in pairs: the speed of the machine drifts, but not their ratio. */
export function compare(what: string, pairs: readonly { floor: number; ours: number }[], target: string): Line {
  return {
    what,
    floor: rate(median(pairs.map((pair) => pair.floor))),
    ours: rate(median(pairs.map((pair) => pair.ours))),
    ratio: `${Math.round(median(pairs.map((pair) => pair.ours / pair.floor)) * 100)} %`,
    target,
  };
}

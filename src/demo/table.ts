import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { percentile } from './percentile.js';
import { attainment, CLOSINGS, type Tally, totalOf } from './tally.js';

/**
 * Formats a table: first column left-aligned, others right-aligned, a rule below the first line.
 * @param hasTotal whether the last line is a total, which gets a rule above it
 */
export function renderGrid(lines: readonly (readonly string[])[], hasTotal: boolean): string {
  const widths = lines[0]!.map((_, place) => Math.max(...lines.map((cells) => cells[place]!.length)));
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  const text = lines.map((cells) => cells.map((cell, place) => aligned(cell, widths[place]!, place)).join('  '));
  return hasTotal
    ? [text[0], rule, ...text.slice(1, -1), rule, text.at(-1)].join('\n')
    : [text[0], rule, ...text.slice(1)].join('\n');
}

function aligned(cell: string, width: number, place: number): string {
  return place === 0 ? cell.padEnd(width) : cell.padStart(width);
}

interface Column {
  readonly title: string;
  readonly cell: (tally: Tally) => string;
}

const count = (title: string, of: (tally: Tally) => number): Column => ({ title, cell: (tally) => String(of(tally)) });

/** Column titles of tables whose rows are groups of leads, and of those whose rows are reps. */
export const OF_LEADS = { leads: 'leads', kept: 'lead kept', forOthers: null };
export const OF_REPS = { leads: 'given', kept: 'own kept', forOthers: 'for others' };
type Words = typeof OF_LEADS | typeof OF_REPS;

function columns(words: Words): readonly Column[] {
  return [
    count(words.leads, ({ leads }) => leads),
    count('touched', ({ touched }) => touched),
    ...(words.forOthers === null ? [] : [count(words.forOthers, ({ forOthers }) => forOthers)]),
    { title: 'median', cell: ({ speedsMs }) => inWords(percentile(speedsMs, 0.5)) },
    { title: 'p90', cell: ({ speedsMs }) => inWords(percentile(speedsMs, 0.9)) },
    { title: words.kept, cell: ({ kept, promises }) => `${kept}/${promises}` },
    { title: 'share', cell: (tally) => inPercent(attainment(tally)) },
    count('moves', ({ moves }) => moves),
    ...CLOSINGS.map((closing) => count(closing, (tally) => tally[closing])),
  ];
}

export function renderTable(title: string, words: Words, groups: ReadonlyMap<string, Tally>): string {
  const shown = columns(words);
  const rows = [...groups].sort(([a, one], [b, other]) => other.leads - one.leads || (a < b ? -1 : 1));
  const line = (name: string, tally: Tally) => [name, ...shown.map(({ cell }) => cell(tally))];
  const titles = [title, ...shown.map((column) => column.title)];
  return renderGrid(
    [titles, ...rows.map(([name, tally]) => line(name, tally)), line('total', totalOf(groups.values()))],
    true,
  );
}

/** Formats a duration in its two largest units, or in seconds below a minute. */
export function inWords(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < MS_PER_MINUTE) return `${Math.floor(ms / MS_PER_SECOND)} s`;
  if (ms < MS_PER_HOUR) return two(ms, MS_PER_MINUTE, 'm', MS_PER_SECOND, 's');
  if (ms < MS_PER_DAY) return two(ms, MS_PER_HOUR, 'h', MS_PER_MINUTE, 'm');
  return two(ms, MS_PER_DAY, 'd', MS_PER_HOUR, 'h');
}

function two(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  return `${Math.floor(ms / largeMs)} ${large} ${String(Math.floor((ms % largeMs) / smallMs)).padStart(2, '0')} ${small}`;
}

/** Rounds to whole percents; only a share of exactly 0 or 1 is shown as 0 % or 100 %. */
export function inPercent(share: number | null): string {
  if (share === null) return '–';
  if (share === 0 || share === 1) return `${share * 100} %`;
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}

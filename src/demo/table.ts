import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import { percentile } from './percentile.js';
import { attainment, type Tally, totalOf } from './report.js';

interface Column {
  readonly title: string;
  readonly cell: (tally: Tally) => string;
}

const count = (title: string, of: (tally: Tally) => number): Column => ({ title, cell: (tally) => String(of(tally)) });

function columns(words: { leads: string; kept: string }): readonly Column[] {
  return [
    count(words.leads, ({ leads }) => leads),
    count('touched', ({ touched }) => touched),
    { title: 'median', cell: ({ speedsMs }) => inWords(percentile(speedsMs, 0.5)) },
    { title: 'p90', cell: ({ speedsMs }) => inWords(percentile(speedsMs, 0.9)) },
    { title: words.kept, cell: ({ kept, promises }) => `${kept}/${promises}` },
    { title: 'share', cell: (tally) => inPercent(attainment(tally)) },
    count('moves', ({ moves }) => moves),
    count('won', ({ won }) => won),
    count('nurture', ({ nurture }) => nurture),
    count('recycle', ({ recycle }) => recycle),
    count('suppress', ({ suppress }) => suppress),
    count('lost', ({ lost }) => lost),
  ];
}

/** A row for each group, the largest first, and their sum. */
export function renderTable(
  title: string,
  words: { leads: string; kept: string },
  groups: ReadonlyMap<string, Tally>,
): string {
  const shown = columns(words);
  const rows = [...groups].sort(([a, one], [b, other]) => other.leads - one.leads || (a < b ? -1 : 1));
  const line = (name: string, tally: Tally) => [name, ...shown.map(({ cell }) => cell(tally))];
  const lines = [
    [title, ...shown.map((column) => column.title)],
    ...rows.map(([name, tally]) => line(name, tally)),
    line('total', totalOf(groups.values())),
  ];
  const widths = lines[0]!.map((_, place) => Math.max(...lines.map((cells) => cells[place]!.length)));
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  const text = lines.map((cells) => cells.map((cell, place) => aligned(cell, widths[place]!, place)).join('  '));
  return [text[0], rule, ...text.slice(1, -1), rule, text.at(-1)].join('\n');
}

/** The two largest units: people compare minutes with minutes. */
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

/** Cut, not rounded: what was missed once is not 100 %. */
export function inPercent(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 100)} %`;
}

function aligned(cell: string, width: number, place: number): string {
  return place === 0 ? cell.padEnd(width) : cell.padStart(width);
}

import { MS_PER_DAY, MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import type { Organisation } from './founding.js';
import { HEADQUARTERS, WEEK_BEGINS } from './staff.js';
import { inPercent, inWords, renderGrid } from './table.js';

interface Span {
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
}

/** A row of `GET /v1/reports/speed-to-lead`. */
interface Answered {
  readonly label: string;
  readonly leads: number;
  readonly touched: number;
  readonly attainment: number | null;
  readonly elapsed: Span;
  readonly working: Span;
  readonly split: { readonly systemSeconds: number; readonly ownerSeconds: number; readonly offHoursSeconds: number };
}

/** A row of `GET /v1/reports/dispositions`. */
interface Ended {
  readonly label: string;
  readonly closed: number;
  readonly shareOfClosed: number | null;
  readonly closedBy: { readonly rep: number; readonly key: number; readonly rule: number; readonly intake: number };
  readonly later: { readonly cameBack: number; readonly won: number };
}

interface Rows<Row> {
  readonly data: readonly Row[];
  readonly total: Row;
}

export async function numbers({ reader }: Pick<Organisation, 'reader'>): Promise<string[]> {
  const span = new URLSearchParams({
    from: toIso(WEEK_BEGINS - MS_PER_DAY),
    to: toIso(WEEK_BEGINS + 14 * MS_PER_DAY),
    timeZone: HEADQUARTERS.timeZone,
  });
  const speed = await reader.get<Rows<Answered>>(`/v1/reports/speed-to-lead?${span}&by=source`);
  const ends = await reader.get<Rows<Ended>>(`/v1/reports/dispositions?${span}&by=reason`);
  return ['', speedTable(speed), '', ...LEGEND, '', endsTable(ends), '', ...ENDS_LEGEND];
}

const LEGEND = [
  'From the report speed-to-lead, until the first attempt. It counts a lead each time that it came in or came back, and leaves test leads out;',
  'the tables above count test leads too, and every promise: kept there is a share of promises, here of leads.',
  'at work: the median in working time. nobody, owner, off hours: how long an answer waited on average for an owner, for an owner at',
  'work, and while the owner was off.',
];

const ENDS_LEGEND = [
  'From the report of dispositions: the columns nurture to lost above, by reason; wins are none, and test leads are left out. A closing',
  'that was corrected counts once, as its correction.',
];

function speedTable({ data, total }: Rows<Answered>): string {
  const titles = ['answers', 'leads', 'touched', 'kept', 'median', 'p90', 'at work', 'nobody', 'owner', 'off hours'];
  const line = (row: Answered) => {
    const onAverage = (seconds: number) => time(row.touched === 0 ? null : seconds / row.touched);
    return [
      row.label,
      String(row.leads),
      String(row.touched),
      inPercent(row.attainment),
      time(row.elapsed.medianSeconds),
      time(row.elapsed.p90Seconds),
      time(row.working.medianSeconds),
      onAverage(row.split.systemSeconds),
      onAverage(row.split.ownerSeconds),
      onAverage(row.split.offHoursSeconds),
    ];
  };
  const sorted = [...data].sort((one, other) => other.leads - one.leads);
  return renderGrid([titles, ...sorted.map(line), line(total)], true);
}

function endsTable({ data, total }: Rows<Ended>): string {
  // Reps close leads themselves, or through the CRM.
  const titles = [
    'closed with',
    'leads',
    'share',
    'by reps',
    'by CRM',
    'by rule',
    'coming in',
    'came back',
    'won then',
  ];
  const line = ({ label, closed, shareOfClosed, closedBy, later }: Ended) => [
    label,
    String(closed),
    inPercent(shareOfClosed),
    String(closedBy.rep),
    String(closedBy.key),
    String(closedBy.rule),
    String(closedBy.intake),
    String(later.cameBack),
    String(later.won),
  ];
  const sorted = data.filter(({ closed }) => closed > 0).sort((one, other) => other.closed - one.closed);
  return renderGrid([titles, ...sorted.map(line), line(total)], true);
}

function time(seconds: number | null): string {
  return inWords(seconds === null ? null : seconds * MS_PER_SECOND);
}

import { groupBy } from '../platform/values/group.js';
import { counted } from '../platform/values/words.js';
import { buying, coaching } from './buying.js';
import type { Organisation } from './founding.js';
import { type DemoReport, type FinalState, type MemberFairness, readFairness, renderFairness } from './report.js';
import { OF_LEADS, OF_REPS, renderTable } from './table.js';
import { CLOSINGS, summedBy, type Tally, totalOf } from './tally.js';

const LEGEND = [
  'given: how often the rep was given a lead. touched: leads that the rep owned and was the first to try. for others: leads that',
  'the rep was the first to try without ever owning them, as managers do after an escalation. Both add up to all leads touched.',
  'median, p90: time from receipt to the first attempt to reach the contact, nights and weekends included: half of the leads, and',
  'nine in ten, were tried within it.',
  'lead kept: promises to a lead, kept of those decided. A lead that comes back gets another promise, so there are more promises',
  'than leads. own kept: promises of owners, kept of those decided. Each new owner makes another one. Both count working time.',
  'moves: to another owner; by rep, away from that rep. won to lost: closings. A lead that came back may be closed again, so',
  'there are more closings than closed leads. nobody: leads that were closed while they had no owner.',
];

const FAIRNESS_LEGEND = [
  'due: the share of the leads that the rep’s weight earns, among those who could take each lead. got: leads dealt to the rep in turn.',
  'ahead: how many more the rep got than were due. off hours, away, full, had it: leads that were dealt without the rep, and why;',
  'had it: the rep had missed the lead, or had owned it before.',
  'Every pool waits until one of its members is at work, so the leads of the night go to those who begin first.',
];

export async function conclusion(report: DemoReport, organisation: Organisation): Promise<string> {
  const { players, policies, reader } = organisation;
  const nameOf = (repId: string) => players.get(repId)?.rep.name ?? repId;
  const renamed = (rows: ReadonlyMap<string, Tally>, name: (key: string) => string) =>
    new Map([...rows].map(([key, tally]): [string, Tally] => [name(key), tally]));
  const waiting = await reader.all<unknown>('/v1/routing/queue');
  const pools = await readFairness(organisation);
  return [
    '',
    ...coaching(report.byRep, nameOf),
    '',
    ...buying(report.bySource),
    '',
    renderTable('by source', OF_LEADS, report.bySource),
    '',
    renderTable(
      'by policy',
      OF_LEADS,
      renamed(report.byPolicy, (id) => policies.get(id) ?? id),
    ),
    '',
    renderTable(
      'by team',
      OF_REPS,
      summedBy(report.byRep, (id) => players.get(id)?.rep.office ?? id),
    ),
    '',
    renderTable('by rep', OF_REPS, renamed(report.byRep, nameOf)),
    '',
    ...LEGEND,
    '',
    renderFairness(pools, nameOf),
    '',
    ...FAIRNESS_LEGEND,
    '',
    ...balance(report, waiting.length, pools),
  ].join('\n');
}

const STATE_WORDS: Readonly<Record<FinalState, string>> = {
  open: 'open',
  won: 'won',
  nurture: 'nurtured',
  recycle: 'recycled',
  suppress: 'suppressed',
  lost: 'lost',
};

/** Sentences that reconcile the numbers of the tables with each other. */
function balance(report: DemoReport, waiting: number, pools: ReadonlyMap<string, readonly MemberFairness[]>): string[] {
  const happened = (type: string) => report.events.get(type) ?? 0;
  const leads = totalOf(report.bySource.values());
  const own = totalOf(report.byRep.values());
  const now = (state: FinalState) => report.now.get(state) ?? { leads: 0, untried: 0 };
  const closings = CLOSINGS.reduce((sum, closing) => sum + leads[closing], 0);
  const closed = CLOSINGS.reduce((sum, closing) => sum + now(closing).leads, 0);
  const untriedClosed = CLOSINGS.reduce((sum, closing) => sum + now(closing).untried, 0);
  const dealt = [...pools.values()].flat().reduce((sum, { leadsGot }) => sum + leadsGot, 0);
  const states = CLOSINGS.map((closing) => `${now(closing).leads} ${STATE_WORDS[closing]}`).join(', ');
  return [
    `Leads that came in: ${leads.leads}. Closed now: ${closed} (${states}). Open: ${now('open').leads}, of which ${waiting} in the queue.`,
    `Closings: ${closings}, of which ${closed} still hold. Came back as planned: ${happened('lead.woken')}. Came back because the contact asked again: ${happened('lead.reopened')}.`,
    `Leads touched: ${leads.touched}. Not touched: ${leads.leads - leads.touched}, of which ${untriedClosed} closed (kept out as they came in, or with nothing but a wrong number or address), and ${now('open').untried} open.`,
    `Leads were given to reps ${counted(own.leads, 'time')}: ${counted(happened('lead.assigned'), 'time')} when they had no owner, ${counted(happened('lead.reassigned'), 'time')} by a move.`,
    `  In turn, by the pools above: ${dealt}. By hand, or back to the last owner: ${own.leads - dealt}. They waited in the queue before that ${counted(happened('lead.queued'), 'time')}.`,
    `Promises to leads decided: ${leads.promises}, ${leads.kept} kept and ${leads.promises - leads.kept} missed. Of owners: ${own.promises}, ${own.kept} kept and ${own.promises - own.kept} missed.`,
    `  Deadlines that passed: ${happened('sla.breached')}, of which ${happened('sla.corrected')} had been kept after all: the touch was made in time and reported late.`,
    `Touches: ${happened('lead.touched')}. Warnings: ${happened('sla.warned')}. Escalations: ${happened('sla.escalated')}.`,
  ];
}

/** A peculiarity of a file that the user should know of and that does not make the file unusable. */
export interface Remark {
  readonly file: string;
  /** As in a spreadsheet: the names of the columns are in row 1. */
  readonly row: number;
  /** Groups remarks in the output. */
  readonly kind: string;
  /** Continues "row 7": ", Employees: "50-100" is a range". */
  readonly text: string;
}

export type UnplacedRemark = Omit<Remark, 'file' | 'row'>;

const SHOWN = 3;
const LINES_SHOWN = 20;

/** Formats a heading for each file and, for each kind, the first remarks in full and the row numbers of the others. */
export function remarkLines(remarks: readonly Remark[]): string[] {
  return [...groupBy(remarks, ({ file }) => file)].flatMap(([file, ofFile]) => [
    `${counted(ofFile.length, 'remark')} on ${file}:`,
    ...[...groupBy(ofFile, ({ kind }) => kind).values()].flatMap(kindLines),
    '',
  ]);
}

function kindLines(remarks: readonly Remark[]): string[] {
  const others = remarks.slice(SHOWN).map(({ row }) => row);
  const named = others.slice(0, LINES_SHOWN).join(', ');
  const rest = others.length > LINES_SHOWN ? ` and ${others.length - LINES_SHOWN} further on` : '';
  return [
    ...remarks.slice(0, SHOWN).map(({ row, text }) => `  row ${row}${text}`),
    ...(others.length === 0
      ? []
      : [`  and ${others.length} more like it: ${others.length === 1 ? 'row' : 'rows'} ${named}${rest}`]),
  ];
}

import { counted } from './counted.js';
import { type MemberFairness, readFairness, renderFairness } from './fairness.js';
import type { Organisation } from './founding.js';
import type { LeadNow, Report } from './report.js';
import { OF_LEADS, OF_REPS, renderTable } from './table.js';
import { CLOSINGS, summedBy, type Tally, totalOf } from './tally.js';

const LEGEND = [
  'given: times a lead was given to the rep; touched: leads of their own that they were the first to try; for others: leads',
  'that never were theirs and that they tried first, as managers do after an escalation. The two add up to all leads touched.',
  'median, p90: from receipt to the first attempt to reach the contact, nights and weekends included; half of them, nine in ten,',
  'took no longer.',
  'lead kept: promises to a lead that were kept, of those decided; a lead that comes back is promised an answer again.',
  'own kept: promises that its owner made; whoever gets the lead next makes a new one. Both count working time alone.',
  'moves: to another owner; by rep, away from this one. won to lost: closings; a lead that came back may be closed again.',
];

const FAIRNESS_LEGEND = [
  'due: leads that were theirs by weight among all who could have had each; got: leads dealt to them in turn; ahead: got less due.',
  'off hours, away, full, had it: leads dealt without them, and why; had it: they had missed the lead, or had it before.',
  'Every pool waits until one of its members is at work, so leads of the night go to whoever begins first: early risers get more.',
];

/** Everything that is said at the end: the tables, and how their numbers hang together. */
export async function conclusion(report: Report, organisation: Organisation): Promise<string> {
  const { players, policies, reader } = organisation;
  const nameOf = (repId: string) => players.get(repId)?.rep.name ?? repId;
  const renamed = (rows: ReadonlyMap<string, Tally>, name: (key: string) => string) =>
    new Map([...rows].map(([key, tally]): [string, Tally] => [name(key), tally]));
  const waiting = await reader.all<unknown>('/v1/routing/queue');
  const pools = await readFairness(organisation);
  return [
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

const NOW_WORDS: Readonly<Record<LeadNow, string>> = {
  open: 'open',
  won: 'won',
  nurture: 'nurtured',
  recycle: 'recycled',
  suppress: 'suppressed',
  lost: 'lost',
};

/** Sentences whose numbers lead from one table to the other. */
export function balance(
  report: Report,
  waiting: number,
  pools: ReadonlyMap<string, readonly MemberFairness[]>,
): string[] {
  const happened = (type: string) => report.events.get(type) ?? 0;
  const leads = totalOf(report.bySource.values());
  const own = totalOf(report.byRep.values());
  const now = (state: LeadNow) => report.now.get(state) ?? { leads: 0, untried: 0 };
  const closings = CLOSINGS.reduce((sum, closing) => sum + leads[closing], 0);
  const closed = CLOSINGS.reduce((sum, closing) => sum + now(closing).leads, 0);
  const untriedClosed = CLOSINGS.reduce((sum, closing) => sum + now(closing).untried, 0);
  const dealt = [...pools.values()].flat().reduce((sum, { leadsGot }) => sum + leadsGot, 0);
  const states = CLOSINGS.map((closing) => `${now(closing).leads} ${NOW_WORDS[closing]}`).join(', ');
  return [
    `Leads that came in: ${leads.leads}. Closed now: ${closed} (${states}). Open: ${now('open').leads}, of which ${waiting} in the queue.`,
    `Closings: ${closings}, of which ${closed} still hold. Woken or come back by themselves: ${happened('lead.woken')}. Asked again: ${happened('lead.reopened')}.`,
    `Leads touched: ${leads.touched}. Not touched: ${leads.leads - leads.touched}, of which ${untriedClosed} closed (kept out as they came in, or with nothing but a wrong number or address), and ${now('open').untried} open.`,
    `Given to somebody: ${counted(own.leads, 'time')}, ${happened('lead.assigned')} of them without an owner before, ${happened('lead.reassigned')} by a move.`,
    `  In turn, by the pools above: ${dealt}. By hand, or back to the last owner: ${own.leads - dealt}. Waits in the queue before that: ${happened('lead.queued')}.`,
    `Promises to leads decided: ${leads.promises}, ${leads.kept} kept and ${leads.promises - leads.kept} missed. Of owners: ${own.promises}, ${own.kept} kept and ${own.promises - own.kept} missed.`,
    `  Deadlines that passed: ${happened('sla.breached')}, of which ${happened('sla.corrected')} had been kept, as a touch that was reported late showed.`,
    `Touches: ${happened('lead.touched')}. Warnings: ${happened('sla.warned')}. Escalations: ${happened('sla.escalated')}.`,
  ];
}

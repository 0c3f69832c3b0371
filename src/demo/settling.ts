import type { Application } from '../application.js';
import { Engine } from '../engine/engine.service.js';
import { Jobs } from '../engine/jobs.service.js';
import { FeedbackUpkeep } from '../feedback/feedback-upkeep.service.js';
import { FeedbackPlanning } from '../feedback/planning/feedback-planning.service.js';
import { Database } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import { ReportFacts } from '../reporting/facts/report-facts.service.js';
import { ContractsSweep } from '../revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../revenue/won-deals/won-deals.service.js';
import { FeedFence } from './feed-fence.store.js';
import type { Organisation } from './founding.js';
import { renderGrid } from './table.js';

/** Background work that follows the ledger at its own pace. */
export interface Followers {
  /** Plans and updates deliveries to ad platforms for everything that the feed shows. */
  readonly platforms: () => Promise<void>;
  /** Brings reports up to date with the feed. */
  readonly reports: () => Promise<void>;
  readonly jobs: () => Promise<void>;
  /** Does the due work of contracts: creates those of won deals, renews them, and creates their renewals. */
  readonly contracts: () => Promise<void>;
}

/** @returns the background work that an application in this process otherwise does by timers */
export function backgroundWorkOf({ app }: Application): Followers {
  const planning = app.get(FeedbackPlanning);
  const upkeep = app.get(FeedbackUpkeep);
  const facts = app.get(ReportFacts);
  const jobs = app.get(Jobs);
  const wonDeals = app.get(WonDeals);
  const contracts = app.get(ContractsSweep);
  return {
    reports: async () => {
      await facts.follow();
    },
    jobs: () => jobs.settle(),
    contracts: async () => {
      await wonDeals.look();
      await contracts.look();
    },
    platforms: async () => {
      await planning.follow();
      await upkeep.look();
    },
  };
}

/** @returns a function that runs the engine on everything due and waits until the feed shows it */
export function settling({ app }: Application): () => Promise<Instant | null> {
  const engine = app.get(Engine);
  const fence = new FeedFence(app.get(Database));
  return async () => {
    const next = await engine.settle();
    await fence.pass();
    return next;
  };
}

/** Ids are random after their first digits, and the output must be the same in each run. */
const ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** A notification of a rep, which is sent by mail unless the rep chose another way. */
interface Mailing {
  readonly id: string;
  readonly type: string;
}

/** The notification types to show, in order, with their titles. */
const SHOWN: readonly [title: string, type: string][] = [
  ['a lead is theirs', 'lead.assigned'],
  ['a lead moved to them', 'lead.reassigned'],
  ['a lead moved away', 'lead.movedAway'],
  ['a lead is back', 'lead.woken'],
  ['a deadline is near', 'sla.warned'],
  ['a promise was missed', 'sla.escalated'],
];

export async function mailings({ reader }: Pick<Organisation, 'reader'>): Promise<string[]> {
  const mails: (Mailing & { readonly repId: string })[] = [];
  for (const { id: repId } of await reader.all<{ readonly id: string }>('/v1/reps'))
    for (const mail of await reader.all<Mailing>(`/v1/reps/${repId}/notifications`)) mails.push({ ...mail, repId });
  const example = mails.find(({ type }) => type === 'sla.escalated') ?? mails[0];
  if (example === undefined) return [];
  const lines = SHOWN.map(([title, type]) => {
    const ofType = mails.filter((mail) => mail.type === type);
    return [title, String(ofType.length), String(new Set(ofType.map(({ repId }) => repId)).size)];
  });
  const { body } = await reader.get<{ readonly body: string | null }>(`/v1/notifications/${example.id}/ways`);
  return [
    '',
    renderGrid([['mailed that', 'mails', 'to people'], ...lines], false),
    '',
    `What reps would have been mailed, were there a mail server: ${counted(mails.length, 'mail')}. One of them:`,
    '',
    ...(body ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line.replace(ID, (id) => `${id.slice(0, 8)}…`)}`.trimEnd()),
  ];
}

/** An item of `GET /v1/feedback/destinations/{id}/items`. */
interface Item {
  readonly kind: 'conversion' | 'stage' | 'restate' | 'retract';
  readonly stage: string;
  readonly state: string;
  readonly why: string | null;
}

const SENT_STAGES: readonly [title: string, stage: string][] = [
  ['leads', 'lead'],
  ['qualified', 'qualified'],
  ['won', 'won'],
];

export async function platformSummary({ platforms, reader }: Organisation): Promise<string[]> {
  const lines: string[][] = [];
  const reasons: string[] = [];
  for (const [name, id] of platforms) {
    const items = await reader.all<Item>(`/v1/feedback/destinations/${id}/items`);
    const count = (which: (item: Item) => boolean) => String(items.filter(which).length);
    const isAdded = ({ kind }: Item) => kind === 'conversion' || kind === 'stage';
    lines.push([
      name,
      ...SENT_STAGES.map(([, stage]) =>
        count((item) => isAdded(item) && item.stage === stage && item.state === 'accepted'),
      ),
      count(({ kind, state }) => kind === 'retract' && state === 'accepted'),
      count((item) => isAdded(item) && item.state === 'superseded'),
      count(({ state }) => state === 'pending'),
      count(({ state }) => state === 'withheld'),
    ]);
    const why = new Map<string, number>();
    for (const item of items) if (item.why !== null) why.set(item.why, (why.get(item.why) ?? 0) + 1);
    for (const [each, times] of why) reasons.push(`${name}, ${times} withheld: ${each}.`);
  }
  const titles = [...SENT_STAGES.map(([title]) => title), 'taken back', 'cancelled', 'waiting', 'withheld'];
  return [
    '',
    renderGrid([['told to', ...titles], ...lines], false),
    '',
    'What each platform would have been told by now, of leads that carry its click id; cancelled: taken back before it left;',
    'waiting: what follows of a disposition waits for a day, in which that can be corrected, a new lead until its click is old enough.',
    ...reasons,
  ];
}

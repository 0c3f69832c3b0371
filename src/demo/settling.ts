import type { Application } from '../application.js';
import { Engine } from '../engine/engine.service.js';
import { Jobs } from '../engine/jobs.service.js';
import { FeedbackUpkeep } from '../feedback/feedback-upkeep.service.js';
import { FeedbackPlanning } from '../feedback/planning/feedback-planning.service.js';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { counted } from '../platform/words.js';
import { ReportFacts } from '../reporting/facts/report-facts.service.js';
import { ContractsSweep } from '../revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../revenue/won-deals/won-deals.service.js';
import { FeedFence } from './feed-fence.store.js';
import type { Organisation } from './founding.js';
import { renderGrid } from './table.js';

/** What follows the ledger at its own pace. */
export interface Followers {
  /** Brings what ad platforms would be told to all that the feed shows. */
  readonly platforms: () => Promise<void>;
  /** Brings reports there. */
  readonly reports: () => Promise<void>;
  /** Does the work in the background that was asked for. */
  readonly jobs: () => Promise<void>;
  /** Does what is due of contracts: makes those of won deals, renews them, and makes their renewals. */
  readonly contracts: () => Promise<void>;
}

/** @returns what an application in this process does of its own accord while it runs */
export function telling({ app }: Application): Followers {
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

/** @returns what lets the engine of an application in this process do what is due, until the feed shows all of it */
export function settling({ app }: Application): () => Promise<Instant | null> {
  const engine = app.get(Engine);
  const fence = new FeedFence(app.get(Database));
  return async () => {
    const next = await engine.settle();
    await fence.pass();
    return next;
  };
}

/** What follows its first digits is drawn by chance, and a demo says the same each time. */
const ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Something that a rep was told of, which is a mail as long as they have said nothing else. */
interface Mailing {
  readonly id: string;
  readonly type: string;
}

/** What each kind is called, in the order in which they are shown; others are not. */
const SHOWN: readonly [title: string, type: string][] = [
  ['a lead is theirs', 'lead.assigned'],
  ['a lead moved to them', 'lead.reassigned'],
  ['a lead moved away', 'lead.movedAway'],
  ['a lead is back', 'lead.woken'],
  ['a deadline is near', 'sla.warned'],
  ['a promise was missed', 'sla.escalated'],
];

/** What reps would have been mailed, were there a mail server, and one mail as it would be. */
export async function mailings({ reader }: Pick<Organisation, 'reader'>): Promise<string[]> {
  const mails: (Mailing & { readonly repId: string })[] = [];
  for (const { id: repId } of await reader.all<{ readonly id: string }>('/v1/reps'))
    for (const told of await reader.all<Mailing>(`/v1/reps/${repId}/notifications`)) mails.push({ ...told, repId });
  const example = mails.find(({ type }) => type === 'sla.escalated') ?? mails[0];
  if (example === undefined) return [];
  const lines = SHOWN.map(([title, type]) => {
    const told = mails.filter((mail) => mail.type === type);
    return [title, String(told.length), String(new Set(told.map(({ repId }) => repId)).size)];
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

/** Something that a platform would have been told, as `GET /v1/feedback/destinations/{id}/items` answers. */
interface Item {
  readonly kind: 'conversion' | 'stage' | 'restate' | 'retract';
  readonly stage: string;
  readonly state: string;
  readonly why: string | null;
}

const TOLD: readonly [title: string, stage: string][] = [
  ['leads', 'lead'],
  ['qualified', 'qualified'],
  ['won', 'won'],
];

/** What each ad platform would have been told, and why of some leads nothing. */
export async function tellings({ platforms, reader }: Organisation): Promise<string[]> {
  const lines: string[][] = [];
  const reasons: string[] = [];
  for (const [name, id] of platforms) {
    const items = await reader.all<Item>(`/v1/feedback/destinations/${id}/items`);
    const count = (which: (item: Item) => boolean) => String(items.filter(which).length);
    const isAdded = ({ kind }: Item) => kind === 'conversion' || kind === 'stage';
    lines.push([
      name,
      ...TOLD.map(([, stage]) => count((item) => isAdded(item) && item.stage === stage && item.state === 'accepted')),
      count(({ kind, state }) => kind === 'retract' && state === 'accepted'),
      count((item) => isAdded(item) && item.state === 'superseded'),
      count(({ state }) => state === 'pending'),
      count(({ state }) => state === 'withheld'),
    ]);
    const why = new Map<string, number>();
    for (const item of items) if (item.why !== null) why.set(item.why, (why.get(item.why) ?? 0) + 1);
    for (const [each, times] of why) reasons.push(`${name}, ${times} withheld: ${each}.`);
  }
  const titles = [...TOLD.map(([title]) => title), 'taken back', 'cancelled', 'waiting', 'withheld'];
  return [
    '',
    renderGrid([['told to', ...titles], ...lines], false),
    '',
    'What each platform would have been told by now, of leads that carry its click id; cancelled: taken back before it left;',
    'waiting: what follows of a disposition waits for a day, in which that can be corrected, a new lead until its click is old enough.',
    ...reasons,
  ];
}

import { expect } from '@jest/globals';
import { isAdjustment, STAGES, type Stage } from '../../../src/feedback/delivery.js';
import type { DeliveryRow } from '../../../src/feedback/delivery-row.js';
import type { Destination, House } from '../../../src/feedback/destination.js';
import { leased, leave } from '../../../src/feedback/leaving.js';
import { plan } from '../../../src/feedback/planning.js';
import { transportOf } from '../../../src/feedback/platforms.js';
import { afterOutcome, afterPosting, consequencesOf, type Failed } from '../../../src/feedback/settling.js';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../src/platform/instant.js';
import type { Way } from '../maya.js';
import { NUMBER_OF } from './decode.js';
import { dueOf } from './due.js';
import { type Deed, LeadLife, START } from './lead-life.js';
import { type Mood, SimulatedPlatform } from './simulated-platform.js';

const HOUSE: House = { defaultCountry: 'US', currency: 'USD', timeZone: 'America/New_York' };
const ESTIMATE = { amount: '100.00', currency: 'USD' };
const LEASE_MS = 15 * MS_PER_MINUTE;

/** What somebody does next. `n` chooses. */
export interface Step {
  readonly do: Deed | 'plan' | 'fetch' | 'fetchAndDie' | 'postAndDie' | 'ack' | 'outcome' | 'wait';
  readonly n: number;
}
const WAITS_MS = [10 * MS_PER_MINUTE, 20 * MS_PER_MINUTE, 7 * MS_PER_HOUR, 25 * MS_PER_HOUR, 49 * MS_PER_HOUR];

interface Batch {
  readonly id: string;
  readonly ids: readonly string[];
  readonly said: ReadonlyMap<string, Failed>;
  isPosted: boolean;
  isAcked: boolean;
}

/** A lead, a job that posts, and a platform that counts. */
export class History extends LeadLife {
  readonly platform: SimulatedPlatform;
  readonly rows = new Map<string, DeliveryRow>();
  /** What must not have come about. */
  readonly wrongs: string[] = [];
  private planned = 0;
  private ids = 0;
  private readonly batches: Batch[] = [];
  private readonly destination: Destination;

  constructor(way: Way) {
    super();
    const { platform, settings } = way;
    const name = { googleAds: 'conversionActionId', linkedin: 'conversionId', microsoft: 'goal' } as const;
    const sendOf = (stage: Stage, value: object) => ({
      [name[platform as 'googleAds'] ?? 'event']: NUMBER_OF[stage],
      ...(platform === 'googleAds' && { name: NUMBER_OF[stage] }),
      ...value,
    });
    this.destination = {
      id: 'destination',
      name: 'Destination',
      platform,
      settings: { ...settings, ...(platform === 'linkedin' && { apiVersion: '202612' }) },
      sources: null,
      startAt: START,
      mode: 'live',
      leadCountedBy: 'touchline',
      rules: [
        { on: { milestone: 'received' }, send: sendOf('lead', {}) },
        { on: { milestone: 'qualified' }, send: sendOf('qualified', { value: ESTIMATE }) },
        { on: { milestone: 'opportunity' }, send: sendOf('opportunity', { value: 'milestone' }) },
        { on: { milestone: 'won' }, send: sendOf('won', { value: 'milestone' }) },
      ],
      quarantine: 'PT24H',
      retractAfter: 'PT24H',
      retractionsPerDay: 500,
      stopped: null,
      resumedAt: null,
      push: false,
      credentialsSetAt: null,
    };
    this.platform = new SimulatedPlatform(platform);
  }

  step({ do: verb, n }: Step): void {
    this.now += MS_PER_MINUTE;
    switch (verb) {
      case 'plan':
        this.plan();
        break;
      case 'fetch':
      case 'fetchAndDie':
      case 'postAndDie':
        this.fetch(verb, n);
        break;
      case 'ack':
        this.acknowledge(n);
        break;
      case 'outcome':
        this.conclude();
        break;
      case 'wait':
        this.now += WAITS_MS[n % WAITS_MS.length]!;
        this.expire();
        break;
      default:
        this.live(verb, n);
        // Mostly it is planned before anybody comes.
        if (n % 3 !== 0) this.plan();
    }
  }

  /** Until there is nothing left to tell, by a job that works. */
  drain(): void {
    for (let round = 0; round < 14; round += 1) {
      this.now += 20 * MS_PER_MINUTE;
      for (let each = 0; each < 3; each += 1) {
        this.fetch('fetch', 0);
        this.acknowledge(1);
        this.conclude();
      }
      this.now += 13 * MS_PER_HOUR;
      this.expire();
    }
  }

  /** What must hold when all is told. */
  check(): void {
    expect(this.wrongs).toEqual([]);
    expect(this.platform.complaints).toEqual([]);
    const { platform, settings } = this.destination;
    const { retract, restate } = transportOf(platform, settings, 'retract').abilities;
    for (const stage of STAGES) {
      const rows = [...this.rows.values()].filter((row) => row.stage === stage && row.revision > 0);
      const times = this.platform.timesOf(stage);
      if (times > 1) this.wrongs.push(`${stage} counts ${times} times`);
      const counts = this.counts(stage);
      const isDenied = this.lead.consent?.adUserData === 'denied' || this.deserving.isErased;
      // What the platform refused for good, or took no longer, nobody can mend.
      const isLost = rows.some(({ state }) => state === 'failed' || state === 'expired');
      const isHidden = isDenied && rows.some(({ state }) => state === 'withheld');
      const isUnknown = rows.some((row) => !isAdjustment(row) && row.mayHaveLeft && row.acceptedAt === null);
      if (counts && times === 0 && !isLost && !isHidden && !this.deserving.isEnded)
        this.wrongs.push(`${stage} should count`);
      if (isLost || isHidden || isUnknown) continue;
      if (!counts && retract && times > 0) this.wrongs.push(`${stage} counts`);
      const fixed = { lead: null, qualified: 100, opportunity: undefined, won: undefined }[stage];
      const worth = counts ? this.deserving.worth(stage, fixed) : 0;
      const value = this.platform.valueOf(stage);
      if (times > 0 && restate && (value ?? 0) !== (worth ?? 0))
        this.wrongs.push(`${stage} is worth ${value} in place of ${worth}`);
    }
    expect(this.wrongs).toEqual([]);
  }

  /** Where a platform is told all stages in their order, one that was passed over goes with the next. */
  private counts(stage: Stage): boolean {
    const { platform, settings } = this.destination;
    const { earlierStagesFirst } = transportOf(platform, settings, 'conversion').abilities;
    const later = earlierStagesFirst ? STAGES.slice(STAGES.indexOf(stage)) : [stage];
    return later.some((each) => this.deserving.counts(each));
  }

  private newId(): string {
    this.ids += 1;
    return `row ${String(this.ids).padStart(4, '0')}`;
  }

  private put(rows: readonly DeliveryRow[]): void {
    for (const row of rows) this.rows.set(row.id, row);
  }

  private plan(): void {
    if (this.planned === this.events.length) return;
    const planner = {
      destination: this.destination,
      house: HOUSE,
      now: this.now,
      newId: () => this.newId(),
    };
    const story = { lead: this.lead, news: this.events, newFrom: this.planned + 1 };
    this.put(plan(planner, story, [...this.rows.values()]));
    this.planned = this.events.length;
  }

  private settled(rows: readonly DeliveryRow[]): void {
    this.put(rows);
    this.put(consequencesOf(rows, [...this.rows.values()], this.now));
  }

  private expire(): void {
    this.plan();
    const over = [...this.rows.values()].filter(
      ({ state, sendBefore, leasedUntil }) =>
        (state === 'pending' || (state === 'leased' && leasedUntil! <= this.now)) &&
        sendBefore !== null &&
        sendBefore <= this.now,
    );
    this.settled(over.map((row) => ({ ...row, state: 'expired', leasedUntil: null })));
  }

  private fetch(how: 'fetch' | 'fetchAndDie' | 'postAndDie', n: number): void {
    this.plan();
    const { platform, settings } = this.destination;
    const { format } = transportOf(platform, settings, 'conversion');
    const due = dueOf(
      [...this.rows.values()],
      transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst,
      this.now,
    ).slice(0, n % 3 === 2 ? 1 : 100);
    if (due.length === 0) return;
    const before = new Map(due.map((row) => [row.id, row]));
    const leads = new Map([[this.lead.id, this.lead]]);
    const left = leave({
      destination: this.destination,
      house: HOUSE,
      due,
      ofLeads: [...this.rows.values()],
      leads,
      now: this.now,
      format,
      jobId: 1,
    });
    this.settled(left.staying);
    const ids = due.map(({ id }) => id).filter((id) => left.leaving.has(id));
    if (ids.length === 0) return;
    const batchId = `batch ${this.batches.length}`;
    this.put(
      ids.map((id) =>
        leased(this.rows.get(id)!, left.leaving.get(id)!, this.lead, {
          batchId,
          now: this.now,
          until: this.now + LEASE_MS,
        }),
      ),
    );
    const said = new Map<string, Failed>();
    const isPosted = how !== 'fetchAndDie';
    if (isPosted)
      for (const outgoing of left.outgoing) {
        for (const { id } of outgoing.items) this.judge(before.get(id)!);
        const moodOf = (index: number): Mood =>
          n >= 30 && n % 4 === index % 4 ? (n >= 45 ? 'never' : 'later') : 'takes';
        const answers = this.platform.receive(outgoing, this.now, moodOf);
        this.platform.remember(this.now);
        for (const [index, answer] of answers.entries()) {
          const { id } = outgoing.items[index]!;
          if (answer !== null)
            said.set(id, {
              id,
              message: '',
              ...answer,
              retry: answer.code.includes('EXISTS') ? undefined : answer.retry,
            });
        }
      }
    this.batches.push({ id: batchId, ids, said, isPosted, isAcked: how === 'postAndDie' });
  }

  /** Whether it should leave, now that it does for the first time. */
  private judge(row: DeliveryRow): void {
    if (row.attempts > 0) {
      if (!row.mayHaveLeft && row.state === 'pending') this.judgeNew(row);
      return;
    }
    this.judgeNew(row);
  }

  private judgeNew(row: DeliveryRow): void {
    const stage = row.stage as Stage;
    const counts = this.counts(stage);
    const words = `${row.kind} ${row.stage}.${row.revision}`;
    if (!isAdjustment(row) && !counts) this.wrongs.push(`${words} left, and should not count`);
    if (!isAdjustment(row) && this.deserving.isEnded) this.wrongs.push(`${words} left after the end`);
    if (!isAdjustment(row) && this.lead.consent?.adUserData !== 'granted')
      this.wrongs.push(`${words} left without consent`);
    if (row.kind === 'retract' && counts && !this.isReplaced(row))
      this.wrongs.push(`${words} left, and it should count`);
  }

  /** It counts anew already, so that the former has to go. */
  private isReplaced({ stage, originalId }: DeliveryRow): boolean {
    const { revision } = this.rows.get(originalId!)!;
    return [...this.rows.values()].some(
      (row) => row.stage === stage && row.originalId === null && row.revision > revision,
    );
  }

  private acknowledge(n: number): void {
    for (const batch of this.batches) {
      if (batch.isAcked && n % 5 !== 4) continue;
      const rows = batch.ids.map((id) => this.rows.get(id)!);
      const isWhole = rows.every((row) => row.state === 'leased' && row.batchId === batch.id);
      if (!isWhole) continue;
      batch.isAcked = true;
      const report = batch.isPosted ? { sent: true, failed: [...batch.said.values()] } : { sent: false, failed: [] };
      this.settled(afterPosting(this.destination, rows, report, this.now).changed);
    }
  }

  private conclude(): void {
    const sent = [...this.rows.values()].filter(({ state }) => state === 'sent');
    const accepted = new Set(sent.map(({ id }) => id));
    this.settled(afterOutcome(this.destination, sent, { accepted, failed: [] }, this.now).changed);
  }
}

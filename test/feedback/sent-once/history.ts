import { expect } from '@jest/globals';
import { isAdjustment, STAGES, type Stage } from '../../../src/feedback/delivery.js';
import type { DeliveryRow } from '../../../src/feedback/delivery-row.js';
import type { CompanySettings, Destination } from '../../../src/feedback/destinations/destination.js';
import { dispatch, kindsIn, leased } from '../../../src/feedback/dispatch/dispatch.js';
import { type OutgoingMessage, textOf } from '../../../src/feedback/dispatch/outgoing.js';
import { plan } from '../../../src/feedback/planning/planning.js';
import type { Platform } from '../../../src/feedback/platform.js';
import { platformOf, transportOf } from '../../../src/feedback/platforms.js';
import { afterOutcome, afterPosting, consequencesOf, type FailedDelivery } from '../../../src/feedback/settling.js';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../src/platform/values/duration.js';
import { readingSettings } from '../../support/reading-settings.js';
import type { Way } from '../maya.js';
import { isDeserved, wrongsOf } from './counting.js';
import { NUMBER_OF } from './decode.js';
import type { RuleFor } from './deserving.js';
import { dueOf } from './due.js';
import { DEEDS, type Deed, type DeedOfForms, LeadLife, START } from './lead-life.js';
import { rulesOf } from './sending.js';
import { type Mood, SimulatedPlatform } from './simulated-platform.js';

export const HOUSE: CompanySettings = { ...readingSettings('US'), currency: 'USD', timeZone: 'America/New_York' };
const TAG_KEYS = { transactionId: '10004523', eventId: 'event-17' };
const LEASE_MS = 15 * MS_PER_MINUTE;

export interface Step {
  readonly do: Deed | DeedOfForms | 'plan' | 'fetch' | 'fetchAndDie' | 'postAndDie' | 'ack' | 'outcome' | 'wait';
  readonly n: number;
}
const WAITS_MS = [10 * MS_PER_MINUTE, 20 * MS_PER_MINUTE, 7 * MS_PER_HOUR, 25 * MS_PER_HOUR, 49 * MS_PER_HOUR];

interface Batch {
  readonly id: string;
  readonly ids: readonly string[];
  readonly said: ReadonlyMap<string, FailedDelivery>;
  isPosted: boolean;
  isAcked: boolean;
}

export interface Variant {
  readonly destination?: Partial<Destination>;
  /** Rules that replace the table for some reasons. */
  readonly rules?: readonly RuleFor[];
  /** The website's tag has counted the lead, and its key is known. */
  readonly isTagged?: boolean;
  /** The lead has no click of its own. */
  readonly isClickless?: boolean;
}

export class History extends LeadLife {
  readonly platform: SimulatedPlatform;
  readonly rows = new Map<string, DeliveryRow>();
  readonly wrongs: string[] = [];
  private planned = 0;
  private ids = 0;
  private readonly batches: Batch[] = [];
  protected readonly destination: Destination;

  constructor(way: Way, { destination = {}, rules = [], isTagged = false, isClickless = false }: Variant = {}) {
    super(rules, !isClickless);
    const { platform, settings } = way;
    this.destination = {
      id: 'destination',
      version: 1,
      name: 'Destination',
      platform,
      settings: { ...settings, ...(platform === 'linkedin' && { apiVersion: '202612' }) },
      sources: null,
      startAt: START,
      mode: 'live',
      leadCountedBy: 'touchline',
      rules: [...rulesOf(platform), ...rules.map(({ rule }) => rule)],
      quarantine: 'PT24H',
      retractAfter: 'PT24H',
      retractionsPerDay: 500,
      stopped: null,
      resumedAt: null,
      push: false,
      credentialsSetAt: null,
      ...destination,
    };
    this.platform = new SimulatedPlatform(platform);
    if (!isTagged) return;
    this.lead = { ...this.lead, clickIds: { ...this.lead.clickIds!, ...TAG_KEYS } };
    const { tagKey } = platformOf(platform).identifiers;
    if (tagKey === undefined) return;
    this.platform.know(`${platform === 'meta' ? NUMBER_OF.lead : 'lead'} ${TAG_KEYS[tagKey]}`, 'lead');
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
        // Usually planning runs before the job comes.
        if (n % 3 !== 0) this.plan();
    }
  }

  liveOn(verb: Step['do'], n: number): void {
    this.now += MS_PER_MINUTE;
    if (verb === 'wait') this.now += WAITS_MS[n % WAITS_MS.length]!;
    else if ((DEEDS as readonly string[]).includes(verb)) this.live(verb as Deed, n);
  }

  /** Sends until nothing is left, with a job that works. */
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

  check(): void {
    expect(this.wrongs).toEqual([]);
    expect(this.platform.complaints).toEqual([]);
    const { abilities } = this;
    const isDenied = this.lead.consent?.adUserData === 'denied' || this.deserving.isErased;
    const rows = [...this.rows.values()];
    const { deserving, platform, unsure } = this;
    const isKnown = this.isKnown || deserving.isErased;
    expect(wrongsOf({ deserving, abilities, platform, whose: '', isDenied, isKnown, rows, unsure })).toEqual([]);
    if (this.isNeverTold && platform.timesOf('lead') > 0) this.wrongs.push('the lead was told');
    expect(this.wrongs).toEqual([]);
  }

  /** Stages from before the destination's start may be sent with later ones, or not. */
  private get unsure(): Stage[] {
    const { startAt } = this.destination;
    const before = this.reached.filter(({ at }) => at < startAt).map(({ name }) => name);
    const all: Stage[] = this.isNeverTold || startAt > START ? ['lead', ...before] : before;
    if (!this.abilities.earlierStagesFirst) return all;
    return STAGES.slice(0, 1 + Math.max(-1, ...all.map((stage) => STAGES.indexOf(stage))));
  }

  /** The lead was counted by the tag or came too early, so it must never be sent. */
  private get isNeverTold(): boolean {
    const { startAt, leadCountedBy, platform } = this.destination;
    const isTagged = leadCountedBy === 'tag' && !this.isKnownByTag(platform);
    return isTagged || (startAt > START && !this.abilities.earlierStagesFirst);
  }

  private isKnownByTag(platform: Platform): boolean {
    const { tagKey } = platformOf(platform).identifiers;
    return tagKey !== undefined && this.lead.clickIds?.[tagKey] !== undefined;
  }

  protected get abilities() {
    const { platform, settings } = this.destination;
    return transportOf(platform, settings, 'retract').abilities;
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
    const story = { lead: this.lead, events: this.events, newFrom: this.planned + 1 };
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
    if (this.destination.mode === 'shadow') this.pretend();
    else for (const format of ['json', 'csv'] as const) this.fetchIn(format, how, n);
  }

  /** Marks due items as sent in shadow mode, and has the platform count what it would receive. */
  private pretend(): void {
    const due = this.due();
    const dispatched = this.dispatch(due, 'json');
    const sent = due.flatMap((row): DeliveryRow[] => {
      const item = dispatched.sent.get(row.id);
      if (item === undefined) return [];
      this.judgeNew(row);
      const out = leased(row, item, this.lead, { batchId: '', now: this.now, until: this.now });
      const is = { batchId: null, leasedUntil: null, sentAt: this.now, acceptedAt: this.now };
      return [{ ...out, ...is, state: 'accepted' }];
    });
    for (const { format, ...outgoing } of dispatched.outgoing)
      this.platform.receive(
        { format, text: textOf({ format, ...outgoing } as OutgoingMessage) },
        this.now,
        () => 'takes',
      );
    this.settled([...dispatched.kept, ...sent]);
  }

  private due(): DeliveryRow[] {
    const { platform, settings } = this.destination;
    const inOrder = transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst;
    return dueOf([...this.rows.values()], inOrder, this.now);
  }

  private dispatch(due: readonly DeliveryRow[], format: OutgoingMessage['format']) {
    const { destination, now } = this;
    const leads = new Map([[this.lead.id, this.lead]]);
    return dispatch({
      destination,
      house: HOUSE,
      due,
      ofLeads: [...this.rows.values()],
      leads,
      changes: new Map(),
      events: new Map(),
      now,
      format,
      jobId: 1,
    });
  }

  private fetchIn(format: OutgoingMessage['format'], how: 'fetch' | 'fetchAndDie' | 'postAndDie', n: number): void {
    const kinds = kindsIn(this.destination, format);
    const due = this.due()
      .filter(({ kind }) => kinds.includes(kind))
      .slice(0, n % 3 === 2 ? 1 : 100);
    if (due.length === 0) return;
    const before = new Map(due.map((row) => [row.id, row]));
    const dispatched = this.dispatch(due, format);
    this.settled(dispatched.kept);
    const ids = due.map(({ id }) => id).filter((id) => dispatched.sent.has(id));
    if (ids.length === 0) return;
    const batchId = `batch ${this.batches.length}`;
    this.put(
      ids.map((id) =>
        leased(this.rows.get(id)!, dispatched.sent.get(id)!, this.lead, {
          batchId,
          now: this.now,
          until: this.now + LEASE_MS,
        }),
      ),
    );
    const said = new Map<string, FailedDelivery>();
    const isPosted = how !== 'fetchAndDie';
    if (isPosted)
      for (const outgoing of dispatched.outgoing) {
        for (const { id } of outgoing.items) this.judge(before.get(id)!);
        const moodOf = (index: number): Mood =>
          n >= 30 && n % 4 === index % 4 ? (n >= 45 ? 'never' : 'later') : 'takes';
        const answers = this.platform.receive({ format: outgoing.format, text: textOf(outgoing) }, this.now, moodOf);
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

  /** Checks whether an item should be sent, when it is for the first time. */
  private judge(row: DeliveryRow): void {
    if (row.attempts > 0) {
      if (!row.mayHaveLeft && row.state === 'pending') this.judgeNew(row);
      return;
    }
    this.judgeNew(row);
  }

  private judgeNew(row: DeliveryRow): void {
    const stage = row.stage as Stage;
    const counts = isDeserved(this.deserving, this.abilities, stage);
    const words = `${row.kind} ${row.stage}.${row.revision}`;
    if (!isAdjustment(row) && !counts) this.wrongs.push(`${words} left, and should not count`);
    const form = this.formOf(row.id);
    if (!isAdjustment(row) && form !== undefined && row.eventAt < form.createdAt)
      this.wrongs.push(`${words} left as of before its click`);
    if (!isAdjustment(row) && form?.isWithdrawn === true)
      this.wrongs.push(`${words} left by a click that was withdrawn`);
    if (!isAdjustment(row) && this.deserving.isEnded) this.wrongs.push(`${words} left after the end`);
    if (!isAdjustment(row) && this.lead.consent?.adUserData !== 'granted')
      this.wrongs.push(`${words} left without consent`);
    if (row.kind === 'retract' && counts && !this.isReplaced(row))
      this.wrongs.push(`${words} left, and it should count`);
  }

  /** Returns the form whose click an item was sent with, unless that is the lead's own. */
  private formOf(rowId: string) {
    const { clickInquiryId } = this.rows.get(rowId)!;
    return this.lead.inquiries.find(({ id }) => id === clickInquiryId);
  }

  /** A newer item counts already, or its click has left the lead, so the former one has to go. */
  private isReplaced({ stage, originalId }: DeliveryRow): boolean {
    const { revision } = this.rows.get(originalId!)!;
    if (this.formOf(originalId!)?.isWithdrawn === true) return true;
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

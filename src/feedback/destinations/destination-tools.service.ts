import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { LeadStore } from '../../leads/lead.store.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { earliest, type Instant, isoOrNull, MS_PER_DAY, MS_PER_SECOND, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { type FeedbackDeliveryState, WITHHELD_WORDS, type WithheldReason } from '../delivery.js';
import { deliveryView } from '../delivery.schema.js';
import { DeliveryStore } from '../delivery.store.js';
import { type PendingCount, WaitingDeliveryStore } from '../dispatch/due.store.js';
import { textOf } from '../dispatch/outgoing.js';
import { WAITING_WORDS, waitingAt } from '../dispatch/waiting.js';
import { isKnownTo, tagKeyOf } from '../person/identify.js';
import { FOLLOWED_EVENTS, leadEventOf } from '../planning/lead-event.js';
import { feedbackLeadOf, type LeadStory } from '../planning/lead-story.js';
import { type Json, writeJson } from '../platforms/json-text.js';
import { platformOf } from '../platforms.js';
import { withSurvivals } from '../survival/survival.js';
import { SurvivalStore } from '../survival/survival.store.js';
import { type Destination, inAllSpellings, takesFrom } from './destination.js';
import { DESTINATION } from './destination.kind.js';
import { DestinationStore } from './destination.store.js';
import type { HealthView } from './destination-tools.schema.js';
import { HealthStore, type LastBatch, type PushHealth } from './health.store.js';
import { rehearse } from './rehearsal.js';

const DAYS_BACK = 30;

@Injectable()
export class DestinationToolsService {
  constructor(
    private readonly database: Database,
    private readonly resources: ResourceService,
    private readonly configuration: ConfigurationService,
    private readonly destinations: DestinationStore,
    private readonly health: HealthStore,
    private readonly deliveries: DeliveryStore,
    private readonly waiting: WaitingDeliveryStore,
    private readonly survivals: SurvivalStore,
    private readonly leads: LeadStore,
    private readonly ledger: LedgerStore,
    private readonly directories: DirectoryService,
    private readonly requests: IdempotencyStore,
    private readonly time: TimeSource,
  ) {}

  /** @returns JSON text, because bodies have numbers of more digits than a JavaScript number */
  async preview(id: string, leadId: string): Promise<string> {
    const found = await this.find(id);
    const { reads } = this.database;
    const [[row], [forFeedback]] = await Promise.all([
      this.leads.readMany(reads, [leadId]),
      this.leads.readForFeedback(reads, [leadId]),
    ]);
    if (row === undefined || forFeedback === undefined) throw new NotFoundError('lead', leadId);
    const lead = feedbackLeadOf(forFeedback);
    const events = await this.ledger.readOfSubjects(reads, [leadId], FOLLOWED_EVENTS, null);
    const { content } = await this.directories.now();
    const destination = inAllSpellings(found, content.sources);
    const now = this.time.now();
    const story = withSurvivals(events.map(leadEventOf), await this.survivals.readDecided(reads, id, [leadId]));
    const { rows, outgoing } = rehearse(destination, content.settings, { lead, events: story }, () => newId(now));
    const isSending = rows.some(({ state }) => state !== 'withheld');
    return writeJson({
      told: isSending,
      why: isSending ? null : whyNot(destination, { ...lead, erasedAt: row.erasedAt }, rows[0]?.withheldReason ?? null),
      items: rows.map((each) => JSON.parse(JSON.stringify(deliveryView(each))) as Json),
      requests: outgoing.flatMap((each) => (each.format === 'json' ? [each.body] : [])),
      files: outgoing.flatMap((each) => (each.format === 'csv' ? [textOf(each)] : [])),
    });
  }

  async readHealth(id: string): Promise<HealthView> {
    const destination = await this.find(id);
    const { reads } = this.database;
    const now = this.time.now();
    const since = now - DAYS_BACK * MS_PER_DAY;
    const [health, pending, lastBatch, push, failed, withheld, campaigns] = await Promise.all([
      this.health.read(reads, destination, now, since),
      this.waiting.count(reads, waitingAt(destination, now)),
      this.health.readLastBatch(reads, id, since),
      this.health.readPush(reads, id),
      this.health.readFailed(reads, destination, since),
      this.health.readWithheld(reads, destination, since),
      this.health.readCampaigns(reads, destination, since),
    ]);
    const { leased, awaitingOutcome, accepted, expired, retracted, countWrong } = health;
    const due = pending.filter(({ name }) => name === null || name === 'destinationStopped');
    const firstAt = earliest([due.length > 0 ? now : null, health.nextDueAt, push.leasedUntil]);
    const oldestEventAt = earliest(due.map((each) => each.oldestEventAt));
    const firstEndsAt = earliest([health.firstEndsAt, ...due.map((each) => each.firstEndsAt)]);
    return {
      stopped: destination.stopped !== null,
      shadow: destination.mode === 'shadow',
      lastSentAt: isoOrNull(health.lastSentAt),
      lastAcceptedAt: isoOrNull(health.lastAcceptedAt),
      lastBatch: lastBatch === null ? null : lastBatchOf(lastBatch),
      push: destination.push ? pushOf(push, destination, { now, firstAt }) : null,
      backlog: {
        pending: sumOf(pending),
        due: sumOf(due),
        nextDueAt: isoOrNull(health.nextDueAt),
        waiting: pending.flatMap(({ name, count }) =>
          name === null ? [] : [{ name, why: WAITING_WORDS[name], count }],
        ),
        leased,
        awaitingOutcome,
        oldestEventAt: isoOrNull(oldestEventAt),
        firstEndsAt: isoOrNull(firstEndsAt),
        secondsLeft: firstEndsAt === null ? null : Math.max(0, Math.floor((firstEndsAt - now) / MS_PER_SECOND)),
      },
      since: toIso(since),
      accepted,
      expired,
      retracted,
      countWrong,
      failed,
      withheld: withheld.map(({ name, count }) => {
        const reason = name as WithheldReason;
        return { name: reason, why: WITHHELD_WORDS[reason], count };
      }),
      campaigns: campaigns.map((each) => ({ ...each, junkRate: each.junk / each.leads })),
    };
  }

  stop(id: string, reason: string, caller: Caller) {
    return this.turn(id, caller, 'stopped', async (tx, now, { stopped }) => {
      if (stopped?.why === 'person' && stopped.note === reason) return false;
      await this.destinations.stop(tx, id, 'person', reason, stopped?.at ?? now);
      return true;
    });
  }

  resume(id: string, caller: Caller) {
    return this.turn(id, caller, 'resumed', async (tx, now, { stopped }) => {
      if (stopped === null) return false;
      await this.destinations.resume(tx, id, stopped.why, now);
      if (stopped.why === 'retractions') await this.deliveries.releaseRetractions(tx, id, now);
      return true;
    });
  }

  /** @param work returns whether it changed anything. @returns the destination afterwards */
  private async turn(
    id: string,
    caller: Caller,
    change: 'stopped' | 'resumed',
    work: (tx: Tx, now: Instant, destination: Destination) => Promise<boolean>,
  ) {
    await this.configuration.change(async (tx, at) => {
      const destination = await this.destinations.lock(tx, id);
      if (destination === undefined) throw new NotFoundError('destination', id);
      // A person may have changed it back since.
      if (await this.requests.hasActed(tx, caller.requestId)) return;
      if (!(await work(tx, at, destination))) return;
      const data = { kind: 'destination', change };
      await this.configuration.record(tx, {
        type: 'config.changed',
        kind: 'destination',
        id,
        at,
        actor: actorOf(caller),
        data,
      });
    });
    return this.resources.get(DESTINATION, id);
  }

  private async find(id: string): Promise<Destination> {
    const destination = await this.destinations.find(id);
    if (destination === undefined) throw new NotFoundError('destination', id);
    return destination;
  }
}

function lastBatchOf(batch: LastBatch): NonNullable<HealthView['lastBatch']> {
  const { id, items, leasedAt, ackedAt, states, errorCode, errorMessage } = batch;
  const count = (...some: readonly FeedbackDeliveryState[]) => states.filter((state) => some.includes(state)).length;
  const [taken, failed, again] = [count('sent', 'accepted'), count('failed'), count('pending')];
  const result = taken === items ? 'taken' : taken > 0 ? 'partly' : again > 0 ? 'later' : 'refused';
  return {
    batchId: id,
    items,
    leasedAt: toIso(leasedAt),
    reportedAt: isoOrNull(ackedAt),
    result: ackedAt === null ? 'unreported' : result,
    taken,
    failed,
    again,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
  };
}

function sumOf(counts: readonly PendingCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** @param firstAt when the first delivery may be sent; null if none waits */
function pushOf(
  { failures, notBefore }: PushHealth,
  { stopped, mode }: Destination,
  { now, firstAt }: { readonly now: Instant; readonly firstAt: Instant | null },
) {
  const isWaiting = firstAt !== null && stopped === null && mode === 'live';
  return { failures, nextAt: isWaiting ? toIso(Math.max(now, firstAt, notBefore ?? now)) : null };
}

function whyNot(
  destination: Destination,
  lead: LeadStory['lead'] & { readonly erasedAt: Instant | null },
  withheld: WithheldReason | null,
): string {
  if (lead.erasedAt !== null)
    return 'The personal data of the lead was erased, so nothing about it is sent to platforms.';
  if (lead.test) return 'It is a test lead: nothing about it is sent to platforms.';
  if (!takesFrom(destination, lead.source)) return `The destination does not take leads from ${lead.source}.`;
  if (withheld !== null) return `It is withheld: ${WITHHELD_WORDS[withheld]}.`;
  const { words, identifiers } = platformOf(destination.platform);
  const isKnown =
    isKnownTo(lead, identifiers, destination.settings) ||
    tagKeyOf(lead, identifiers) !== null ||
    destination.sources !== null;
  if (isKnown) return `Nothing that a rule sends has happened to it since ${toIso(destination.startAt)}.`;
  const names = identifiers.own(destination.settings).join(' or ');
  return `The lead has nothing by which ${words} would know it: no ${names} as the platform gives it.`;
}

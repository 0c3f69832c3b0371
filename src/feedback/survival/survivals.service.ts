import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { FeedConsumerStore } from '../../events/feed-consumer.store.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { readWinChanges } from '../../leads/survivals.js';
import { whereOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../../platform/sql/isolate-failing.js';
import { daysAfter, startOfDay } from '../../platform/values/day.js';
import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { consumerOf, type Destination } from '../destinations/destination.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { FeedbackPlanning } from '../planning/feedback-planning.service.js';
import { FOLLOWED_EVENTS, leadEventOf } from '../planning/lead-event.js';
import {
  daysOfWins,
  leftOf,
  type RemainingShare,
  remainingValue,
  type SurvivedWin,
  seqOf,
  worthOfWin,
} from './survival.js';
import { SurvivalStore, type WaitingWin } from './survival.store.js';

/** Wins per transaction. */
const MOST = 500;

/** A contract's start may be reported late or moved, so a win that is not due is looked at again after a day. */
const LOOKED_AT_AGAIN_MS = MS_PER_DAY;

type Due = WaitingWin & { readonly left: RemainingShare };

/**
 * Decides what platforms are sent of wins some days after their contracts began: once for each win, whatever happens to
 * the contract later. The lock on the destination keeps others from planning meanwhile.
 */
@Injectable()
export class Survivals {
  private readonly logger = new Logger('feedback');

  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationStore,
    private readonly consumers: FeedConsumerStore,
    private readonly ledger: LedgerStore,
    private readonly store: SurvivalStore,
    private readonly planning: FeedbackPlanning,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async look(): Promise<void> {
    for (const id of await this.destinations.readIds()) {
      const size = new BatchSize(MOST);
      while (await this.lookAt(id, size));
    }
  }

  /** @returns whether there may be more */
  private lookAt(id: string, size: BatchSize): Promise<boolean> {
    return isolateFailing<WaitingWin, boolean>(
      size,
      (limit, claimed) => this.database.engine.transaction((tx) => this.decide(tx, id, limit, claimed)),
      async (win, cause) => {
        this.logger.error(`The remaining value of win ${win.milestoneId} cannot be sent to ${id}: ${whereOf(cause)}`);
        await this.store.postpone(this.database.engine, id, [{ ...win, lookAt: this.time.now() + LOOKED_AT_AGAIN_MS }]);
        return true;
      },
    );
  }

  private async decide(
    tx: Tx,
    id: string,
    limit: number,
    claimed: (wins: readonly WaitingWin[]) => void,
  ): Promise<boolean> {
    const destination = await this.destinations.lock(tx, id);
    const days = destination === undefined ? null : daysOfWins(destination.rules);
    if (destination === undefined || days === null) return false;
    const now = this.time.now();
    const wins = await this.store.readDue(tx, id, now, limit);
    if (wins.length === 0) return false;
    claimed(wins);
    const { content } = await this.directories.current(tx);
    const due = await this.dueOf(tx, id, wins, { days, now, zone: content.settings.timeZone });
    await this.decideDue(tx, destination, due, now);
    return wins.length === limit;
  }

  /** Returns the wins whose day is over, and postpones the others. */
  private async dueOf(
    tx: Tx,
    id: string,
    wins: readonly WaitingWin[],
    { days, now, zone }: { readonly days: number; readonly now: Instant; readonly zone: string },
  ): Promise<Due[]> {
    const changes = await readWinChanges(tx, pluck(wins, 'milestoneId'));
    const ofWin = groupBy(changes, ({ milestoneId }) => milestoneId);
    const found = wins.map((win) => {
      const left = leftOf(ofWin.get(win.milestoneId) ?? [], days);
      const overAt = left === null ? null : startOfDay(daysAfter(left.on, 1), zone);
      return { ...win, left, lookAt: Math.min(overAt ?? Number.POSITIVE_INFINITY, now + LOOKED_AT_AGAIN_MS) };
    });
    const later = found.filter(({ lookAt }) => lookAt > now);
    await this.store.postpone(tx, id, later);
    return found.flatMap(({ left, lookAt, ...win }) => (left === null || lookAt > now ? [] : [{ ...win, left }]));
  }

  private async decideDue(tx: Tx, destination: Destination, due: readonly Due[], now: Instant): Promise<void> {
    const place = await this.consumers.readPlace(tx, consumerOf(destination.id));
    if (due.length === 0 || place === undefined) return;
    const leadIds = due.map(({ leadId }) => leadId);
    const events = await this.ledger.readOfSubjects(tx, leadIds, FOLLOWED_EVENTS, place);
    const ofLead = groupBy(events, ({ subjectId }) => subjectId);
    const found = due.map(({ left, ...win }) => {
      const ofThisLead = ofLead.get(win.leadId)!;
      const value = remainingValue(worthOfWin(ofThisLead.map(leadEventOf), win.milestoneId), left);
      // Events come in the order of their numbers.
      return { ...win, at: now, afterSeq: ofThisLead.at(-1)!.subjectSeq, value };
    });
    const decided = found.filter((win): win is typeof win & Pick<SurvivedWin, 'value'> => win.value !== null);
    const kept = found.filter(({ value }) => value === null);
    const lookAt = now + LOOKED_AT_AGAIN_MS;
    await this.store.postpone(
      tx,
      destination.id,
      kept.map((win) => ({ ...win, lookAt })),
    );
    await this.store.decide(tx, destination.id, decided);
    const newFrom = new Map(decided.map((each) => [each.leadId, seqOf(each)]));
    await this.planning.planLeads(tx, destination, {
      leadIds: pluck(decided, 'leadId'),
      upTo: place,
      newFrom: (_events, leadId) => newFrom.get(leadId)!,
    });
  }
}

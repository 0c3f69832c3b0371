import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { Following, type Slice } from '../../engine/following.service.js';
import type { FeedSpan } from '../../events/feed.js';
import { FeedConsumerStore } from '../../events/feed-consumer.store.js';
import { whyOf } from '../../platform/running/failure.js';
import { Turns } from '../../platform/running/turns.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../../platform/sql/isolate-failing.js';
import { type Instant, type Interval, MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import { spanOfDay } from '../packed/packed-day.js';
import { PackedDayStore } from '../packed/packed-day.store.js';
import { FactStore } from './fact.store.js';
import { type FactRows, factsOf } from './facts.js';
import { HistoryStore, type LeadAtRest } from './history.store.js';
import { SettledHoursService } from './settled-hours.service.js';

const CONSUMER = 'facts';

/** A lead still untouched this long after its receipt gets facts; most are touched before. */
const UNTOUCHED_FOR_MS = MS_PER_HOUR;
const UNTOUCHED_MAX = 1_000;
/** So many may be younger. Others get facts at once: an import of 50,000 would slow down every report for an hour. */
const YOUNG_MAX = 1_000;

/** The last lead that got facts, or null if none were left; `elsewhere` if another node is writing facts. */
type Written = { readonly lastId: string | null } | 'elsewhere';

/**
 * Keeps the facts of reports up to date behind the ledger (docs/adr/0022). All facts of a changed lead are derived
 * again from its rows, so a repeated event changes nothing. Untouched leads get facts after an hour, when a
 * thousand others have come since, or when their day is packed; until then reports derive them (docs/adr/0063).
 */
@Injectable()
export class ReportFacts {
  private readonly logger = new Logger('reports');
  private readonly batchSize = new BatchSize(UNTOUCHED_MAX);

  constructor(
    private readonly following: Following,
    private readonly consumers: FeedConsumerStore,
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly histories: HistoryStore,
    private readonly hours: SettledHoursService,
    private readonly facts: FactStore,
    private readonly days: PackedDayStore,
  ) {}

  /** Follows the ledger to its end. @param rest and @returns as in `Following` */
  follow(rest?: (tookMs: number) => Promise<boolean>): Promise<boolean> {
    const follower = {
      name: CONSUMER,
      find: (between: FeedSpan) => this.histories.readAtRest(between),
      write: (tx: Tx, { found }: Slice<LeadAtRest>) => this.keepUp(tx, found),
      leaveOut: async (_tx: Tx, leads: readonly LeadAtRest[], error: unknown) =>
        this.say('reports leave it as it was', idsOf(leads), error),
    };
    return this.following.follow(follower, rest);
  }

  /** Writes the facts of a day's leads and packs the day. @param rest as in `Following` */
  async packDay(day: number, rest?: (tookMs: number) => Promise<boolean>): Promise<void> {
    const leftOut = await this.settle(spanOfDay(day), rest);
    if (leftOut !== null) await this.days.pack(day, leftOut);
  }

  /**
   * Writes the facts of today's leads that are untouched for long, and of all but the latest thousand.
   * @param rest as in `Following`
   */
  async settleUntouched(now: Instant, rest?: (tookMs: number) => Promise<boolean>): Promise<void> {
    const { from } = spanOfDay(Math.floor(now / MS_PER_DAY));
    const young = { from: Math.max(from, now - UNTOUCHED_FOR_MS), to: now };
    const last = await this.days.findUntouchedBefore(young, YOUNG_MAX);
    await this.settle({ from, to: last === null ? now - UNTOUCHED_FOR_MS : last + 1 }, rest);
  }

  /** @returns leads whose facts could not be derived; null if it stopped before the end */
  private async settle(
    received: Interval,
    rest: (tookMs: number) => Promise<boolean> = async () => true,
  ): Promise<string[] | null> {
    const leftOut: string[] = [];
    for (let afterId: string | null = null; ; ) {
      const begunMs = performance.now();
      const written = await this.writeUntouched(received, afterId, leftOut);
      if (written !== 'elsewhere' && written.lastId === null) return leftOut;
      // `elsewhere` only means a retry: the follower releases its claim after each slice.
      if (!(await rest(performance.now() - begunMs))) return null;
      if (written !== 'elsewhere') afterId = written.lastId;
    }
  }

  private async keepUp(tx: Tx, leads: readonly LeadAtRest[]): Promise<void> {
    const untouched = idsOf(leads.filter(({ isUntouched }) => isUntouched));
    const others = idsOf(leads.filter(({ isUntouched }) => !isUntouched));
    if (untouched.length > 0) {
      // Of all leads of the slice, because a value's label is the spelling of the first of them.
      tx.send(this.facts.numberValuesOf(tx, idsOf(leads)));
      tx.send(this.days.markDaysOf(tx, untouched));
    }
    if (others.length > 0) await this.write(tx, others);
  }

  /** Writes the facts of the next leads. @param leftOut receives the ids of those that fail */
  private writeUntouched(received: Interval, afterId: string | null, leftOut: string[]): Promise<Written> {
    return isolateFailing<string, Written>(
      this.batchSize,
      (most, claimed) =>
        this.database.engine.transaction(async (tx) => {
          if ((await this.consumers.claim(tx, CONSUMER)) === null) return 'elsewhere';
          const leadIds = await this.days.readUntouched(tx, received, { afterId, most });
          claimed(leadIds);
          if (leadIds.length > 0) await this.write(tx, leadIds);
          return { lastId: leadIds.at(-1) ?? null };
        }),
      async (lastId, error) => {
        leftOut.push(lastId);
        this.say('reports are without it', [lastId], error);
        return { lastId };
      },
    );
  }

  private async write(tx: Tx, leadIds: readonly string[]): Promise<void> {
    const directory = await this.directories.now();
    const histories = await this.histories.readMany(tx, leadIds);
    const settledOf = await this.hours.settleMany(tx, histories, directory);
    const turns = new Turns();
    const all: FactRows[] = [];
    for (const history of histories) {
      all.push(factsOf(history, settledOf(history.lead.id)));
      await turns.next();
    }
    const undone = histories.flatMap(({ lead }) => (lead.isUndone ? lead.id : []));
    if (undone.length > 0) {
      await this.facts.deleteMany(tx, undone);
      await this.days.markDaysOf(tx, undone);
    }
    await this.facts.writeMany(tx, leadIds, {
      responses: all.flatMap(({ responses }) => responses),
      promises: all.flatMap(({ promises }) => promises),
      reassignments: all.flatMap(({ reassignments }) => reassignments),
      conclusions: all.flatMap(({ conclusions }) => conclusions),
      achievements: all.flatMap(({ achievements }) => achievements),
      undoneLeadIds: all.flatMap(({ undoneLeadIds }) => undoneLeadIds),
    });
  }

  private say(what: string, leadIds: readonly string[], error: unknown): void {
    this.logger.error(`The facts of lead ${leadIds.join(', ')} cannot be built, so ${what}: ${whyOf(error)}`);
  }
}

function idsOf(leads: readonly LeadAtRest[]): string[] {
  return leads.map(({ id }) => id);
}

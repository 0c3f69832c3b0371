import { Injectable, Logger } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { isBefore } from '../events/feed.js';
import { FeedConsumerStore } from '../events/feed-consumer.store.js';
import { LedgerStore } from '../events/ledger.store.js';
import { Database, isUnavailable, type Tx } from '../platform/database.js';
import { mayBeOfOne } from '../platform/gatherer.js';
import { Turns } from '../platform/turns.js';
import { FactStore } from '../reporting/fact.store.js';
import { type Facts, factsOf } from '../reporting/facts.js';
import { HistoryStore } from '../reporting/history.store.js';
import { whyOf } from './set-aside.js';
import { SettledHoursService } from './settled-hours.service.js';

/** As the place in the ledger is called. */
const CONSUMER = 'facts';
/** Events of one transaction: it holds back all feeds for as long as it takes. */
const EVENTS_MAX = 1_000;

/**
 * Keeps what reports read up to date, behind the ledger (docs/adr/0022). Of each lead that something happened to all facts
 * are worked out anew from its rows, so an event that is seen twice changes nothing.
 */
@Injectable()
export class ReportFacts {
  private readonly logger = new Logger('reports');

  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerStore,
    private readonly consumers: FeedConsumerStore,
    private readonly directories: DirectoryService,
    private readonly histories: HistoryStore,
    private readonly hours: SettledHoursService,
    private readonly facts: FactStore,
  ) {}

  /**
   * Follows the ledger to its end.
   * @param rest after each slice, which took so many milliseconds; @returns whether to go on
   */
  async follow(rest: (tookMs: number) => Promise<boolean> = async () => true): Promise<void> {
    for (;;) {
      const begunMs = performance.now();
      if (!(await this.round(EVENTS_MAX)) || !(await rest(performance.now() - begunMs))) return;
    }
  }

  /**
   * One slice of the ledger. A lead of which no facts can be made must not keep all others from theirs: it is found by
   * ever smaller slices, and left out. @returns whether there was anything in it
   */
  private async round(most: number): Promise<boolean> {
    try {
      return await this.slice(most, (tx, leadIds, directory) => this.write(tx, leadIds, directory));
    } catch (error) {
      if (isUnavailable(error) || !mayBeOfOne(error)) throw error;
      if (most > 1) return this.round(most >> 1);
      return this.slice(1, async (_tx, leadIds) => {
        this.logger.error(
          `No facts can be made of lead ${leadIds.join(', ')}, so reports are without it: ${whyOf(error)}`,
        );
      });
    }
  }

  private async slice(
    most: number,
    write: (tx: Tx, leadIds: readonly string[], directory: Directory) => Promise<void>,
  ): Promise<boolean> {
    const horizon = await this.ledger.readHorizon();
    const directory = await this.directories.now();
    return this.database.engine.transaction(async (tx) => {
      const after = await this.consumers.claim(tx, CONSUMER);
      if (after === null || !isBefore(after, horizon)) return false;
      const end = await this.ledger.endOfSlice({ after, horizon }, most);
      const leadIds = await this.ledger.readSubjects({ after, horizon: end }, 'lead');
      // Going on to the horizon for nothing would move the horizon.
      if (leadIds.length === 0 && !isBefore(end, horizon)) return false;
      if (leadIds.length > 0) await write(tx, leadIds, directory);
      await this.consumers.advance(tx, CONSUMER, end);
      return true;
    });
  }

  private async write(tx: Tx, leadIds: readonly string[], directory: Directory): Promise<void> {
    const histories = await this.histories.readMany(tx, leadIds);
    const settledOf = await this.hours.settleMany(tx, histories, directory);
    const turns = new Turns();
    const all: Facts[] = [];
    for (const history of histories) {
      all.push(factsOf(history, settledOf(history.lead.id)));
      await turns.next();
    }
    await this.facts.writeMany(tx, leadIds, {
      responses: all.flatMap(({ responses }) => responses),
      promises: all.flatMap(({ promises }) => promises),
      reassignments: all.flatMap(({ reassignments }) => reassignments),
      conclusions: all.flatMap(({ conclusions }) => conclusions),
      achievements: all.flatMap(({ achievements }) => achievements),
    });
  }
}

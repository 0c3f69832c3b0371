import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service.js';
import type { Between } from '../events/feed.js';
import type { Tx } from '../platform/database.js';
import { Turns } from '../platform/turns.js';
import { FactStore } from '../reporting/fact.store.js';
import { type Facts, factsOf } from '../reporting/facts.js';
import { HistoryStore } from '../reporting/history.store.js';
import { Following, type Slice } from './following.service.js';
import { whyOf } from './set-aside.js';
import { SettledHoursService } from './settled-hours.service.js';

/** As the place in the ledger is called. */
const CONSUMER = 'facts';

/**
 * Keeps what reports read up to date, behind the ledger (docs/adr/0022). Of each lead that something happened to all facts
 * are worked out anew from its rows, so an event that is seen twice changes nothing.
 */
@Injectable()
export class ReportFacts {
  private readonly logger = new Logger('reports');

  constructor(
    private readonly following: Following,
    private readonly directories: DirectoryService,
    private readonly histories: HistoryStore,
    private readonly hours: SettledHoursService,
    private readonly facts: FactStore,
  ) {}

  /** Follows the ledger to its end. @param rest and @returns as of `Following` */
  follow(rest?: (tookMs: number) => Promise<boolean>): Promise<boolean> {
    const follower = {
      name: CONSUMER,
      find: (between: Between) => this.histories.readAtRest(between),
      write: (tx: Tx, { found }: Slice<string>) => this.write(tx, found),
      leaveOut: async (_tx: Tx, leadIds: readonly string[], error: unknown) =>
        this.logger.error(
          `No facts can be made of lead ${leadIds.join(', ')}, so reports are without it: ${whyOf(error)}`,
        ),
    };
    return this.following.follow(follower, rest);
  }

  private async write(tx: Tx, leadIds: readonly string[]): Promise<void> {
    const directory = await this.directories.now();
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

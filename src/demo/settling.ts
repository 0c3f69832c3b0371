import type { Application } from '../application.js';
import { Engine } from '../engine/engine.service.js';
import { FeedbackUpkeep } from '../feedback/feedback-upkeep.service.js';
import { FeedbackPlanning } from '../feedback/planning/feedback-planning.service.js';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { ReportFacts } from '../reporting/facts/report-facts.service.js';
import { FeedFence } from './feed-fence.store.js';

/** What follows the ledger at its own pace. */
export interface Telling {
  /** Brings what ad platforms would be told to all that the feed shows. */
  readonly platforms: () => Promise<void>;
  /** Brings reports there. */
  readonly reports: () => Promise<void>;
}

/** @returns what an application in this process does of its own accord while it runs */
export function telling({ app }: Application): Telling {
  const planning = app.get(FeedbackPlanning);
  const upkeep = app.get(FeedbackUpkeep);
  const facts = app.get(ReportFacts);
  return {
    reports: async () => {
      await facts.follow();
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

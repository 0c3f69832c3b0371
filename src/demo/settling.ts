import type { Application } from '../application.js';
import { Engine } from '../engine/engine.service.js';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { FeedFence } from './feed-fence.store.js';

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

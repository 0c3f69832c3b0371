import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ClockStore } from '../../src/clocks/clock.store.js';
import { Database, type Tx } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { SECOND } from '../support/instants.js';
import { aDesk, aLead, aRep, leadNow } from '../support/people.js';

let app: TestApplication;
let ann: { id: string };

beforeEach(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann', { capacity: { open: 1 } });
  await aDesk(app, [ann]);
});
// `free` changes a load without its leads, so consistency checks are skipped.
afterEach(() => app.stop({ isWhole: false }));

/** The last step when a lead ends: capacity is freed and the queue is poked. */
async function free(tx: Tx): Promise<void> {
  await tx.query('update rep_load set open = 0, untouched = 0 where rep_id = $1', [ann.id]);
  await app.application.app.get(ClockStore).pokeQueue(tx, app.time.now());
}

it('a lead queued between the poke and the commit that frees capacity is assigned a moment later', async () => {
  await aLead(app);
  let queued: { id: string };
  await app.application.app.get(Database).transaction(async (tx) => {
    await free(tx);
    queued = await aLead(app);
    await app.settle();
  });
  expect(await leadNow(app, queued!)).toMatchObject({ ownerId: null });
  await app.moveBy(SECOND);
  expect(await leadNow(app, queued!)).toMatchObject({ ownerId: ann.id });
});

it('a queue without capacity ahead is not checked again', async () => {
  await aLead(app);
  await aLead(app);
  expect(await app.settle()).toBeNull();
});

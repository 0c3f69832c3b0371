import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Follower, Following } from '../../src/engine/following.service.js';
import { LedgerStore } from '../../src/events/ledger.store.js';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead } from '../support/people.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann']);
});
afterEach(() => app.stop());

it('a follower goes to the end of the ledger as it was when its run began', async () => {
  const [following, ledger] = [app.application.app.get(Following), app.application.app.get(LedgerStore)];
  const seen: string[] = [];
  const follower: Follower<string> = {
    name: 'test',
    find: (slice) => ledger.readSubjects(slice, 'lead', ['lead.received']),
    write: async (_, { found }) => {
      seen.push(...found);
      if (seen.length < 3) await aLead(app);
    },
    leaveOut: async () => undefined,
  };
  const first = await aLead(app);
  await app.feedsCaughtUp();
  expect(await following.follow(follower)).toBe(true);
  expect(seen).toEqual([first.id]);
  await app.feedsCaughtUp();
  expect(await following.follow(follower)).toBe(true);
  expect(seen).toHaveLength(2);
});

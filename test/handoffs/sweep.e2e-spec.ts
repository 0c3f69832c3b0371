import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { HandoffsSweep } from '../../src/handoffs/handoffs.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { mend, spoilHandoffs } from '../support/spoil.js';

const FORM = { type: 'object', required: ['mood'], properties: { mood: { type: 'string', title: 'Mood' } } };

let app: TestApplication;
let people: Record<'ann' | 'abe' | 'olga', Json>;
let team: { teamId: string; repId: string };
let look: () => Promise<void>;

beforeAll(async () => {
  app = await TestApplication.start();
  const [ann, abe, olga] = await Promise.all(['Ann', 'Abe', 'Olga'].map((name) => aRep(app, name)));
  people = { ann: ann!, abe: abe!, olga: olga! };
  const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga!.id] });
  team = { teamId, repId: olga!.id };
  look = () => app.application.app.get(HandoffsSweep).look();
});
afterAll(() => app.stop());
afterEach(async () => {
  jest.restoreAllMocks();
  for (const { id } of (await app.must('GET', '/v1/handoff-kinds')).data) await app.delete(`/v1/handoff-kinds/${id}`);
});

const aKind = (start: object, fields: object = {}) =>
  aHandoffKind(app, team, { name: `Kind ${JSON.stringify(start)}`, start, form: FORM, ready: [], ...fields });
let made = 0;
const aDeal = (fields: object = {}): Promise<Json> => {
  made += 1;
  const told = { name: `Deal ${made}`, account: { name: `Acme ${made}` }, amount: '1.00', currency: 'EUR' };
  return app.must('PUT', `/v1/deals/by-ref/crm/${made}`, { ...told, ownerRepId: people.ann.id, ...fields });
};
const three = <T>(make: () => Promise<T>) =>
  [1, 2].reduce(
    async (before) => [...(await before), await make()],
    make().then((first) => [first]),
  );
const handoffsOf = async ({ id }: Json): Promise<number> =>
  (await app.must('GET', `/v1/handoffs?dealId=${id}`)).data.length;
/** Counts for three objects, the second of which cannot be written, before and after that is repaired. */
async function lookedAt(count: () => Promise<unknown[]>, spoilt: string): Promise<[unknown[], unknown[]]> {
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  await look();
  const before = await count();
  expect(logged.mock.calls.map(([line]) => String(line)).every((line) => line.includes(spoilt))).toBe(true);
  expect(logged).toHaveBeenCalled();
  await mend(app);
  await look();
  return [before, await count()];
}

describe('a sweep with one handoff that cannot be written', () => {
  it('creates the drafts of all other deals', async () => {
    const deals = await three(() => aDeal());
    await aKind({ on: 'deal.won' });
    await spoilHandoffs(app, 'deal_id', deals[1]!);
    const counts = () => Promise.all(deals.map(handoffsOf));
    expect(await lookedAt(counts, deals[1]!.id)).toEqual([
      [1, 0, 1],
      [1, 1, 1],
    ]);
  });

  it(`begins the renewals of all other deals for each kind, and that deal's own later`, async () => {
    const endsOn = new Date(app.time.now() + 20 * DAY).toISOString().slice(0, 10);
    const term = { startsOn: '2025-03-01', endsOn };
    // Without an amount they get no contracts, which would be renewed in their place.
    const deals = await three(() => aDeal({ stage: 'won', term, amount: undefined, currency: undefined }));
    await app.application.app.get(WonDeals).look();
    await aKind({ on: 'renewal.due', daysBefore: 30 });
    await aKind({ on: 'renewal.due', daysBefore: 40 });
    await spoilHandoffs(app, 'deal_id', deals[1]!);
    const counts = () => Promise.all(deals.map(handoffsOf));
    expect(await lookedAt(counts, deals[1]!.id)).toEqual([
      [2, 0, 2],
      [2, 2, 2],
    ]);
    await look();
    expect(await counts()).toEqual([2, 2, 2]);
  });

  it('begins the handoffs of all other accounts in a backfill', async () => {
    const kind = await aKind({ on: 'manual' });
    const accounts = await three(() => {
      made += 1;
      return app.must('POST', '/v1/accounts', { name: `Old ${made}`, ownerRepId: people.ann.id });
    });
    await app.must('POST', '/v1/handoff-backfills', {
      kindId: kind.id,
      accountIds: accounts.map(({ id }) => id),
      perWeek: 100,
    });
    await app.moveBy(7 * DAY);
    await spoilHandoffs(app, 'account_id', accounts[1]!);
    const counts = () =>
      Promise.all(accounts.map(async ({ id }) => (await app.must('GET', `/v1/handoffs?accountId=${id}`)).data.length));
    expect(await lookedAt(counts, accounts[1]!.id)).toEqual([
      [1, 0, 1],
      [1, 1, 1],
    ]);
  });

  it('passes all other handoffs to the new owners of their deals', async () => {
    await aKind({ on: 'deal.won' });
    // Won elsewhere, so the owner owes the form.
    const deals = await three(() => aDeal({ stage: 'won' }));
    for (const { id } of deals) await app.must('PATCH', `/v1/deals/${id}`, { ownerRepId: people.abe.id });
    await spoilHandoffs(app, 'id', deals[1]!.handoff);
    const owes = () =>
      Promise.all(
        deals.map(async ({ handoff }) => {
          const { clocks } = await app.must('GET', `/v1/handoffs/${handoff.id}`);
          return clocks.find(({ state }: Json) => state === 'running').repId === people.abe.id;
        }),
      );
    expect(await lookedAt(owes, deals[1]!.handoff.id)).toEqual([
      [true, false, true],
      [true, true, true],
    ]);
  });
});

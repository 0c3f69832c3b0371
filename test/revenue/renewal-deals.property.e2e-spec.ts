import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter, laterOf } from '../../src/platform/values/day.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { runs } from '../support/runs.js';
import { anAccount } from './contracts.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
});
afterAll(() => app.stop());

/** What may happen to a contract, to its renewal or to the engine. */
const STEP = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 250 }), isDown: fc.boolean() }),
  fc.record({ do: fc.constant('notice' as const), days: fc.integer({ min: -120, max: 20 }) }),
  fc.record({ do: fc.constant('takeBack' as const) }),
  fc.record({ do: fc.constant('renew' as const), months: fc.constantFrom(6, 12) }),
  fc.record({ do: fc.constant('amend' as const), amount: fc.constantFrom('900', '1800') }),
  fc.record({ do: fc.constant('correct' as const), noticeDays: fc.constantFrom(0, 30, 90) }),
  fc.record({ do: fc.constant('transfer' as const) }),
  fc.record({ do: fc.constant('end' as const), how: fc.constantFrom('win', 'lose') }),
);
type Step = typeof STEP extends fc.Arbitrary<infer Each> ? Each : never;

let told = 0;
const today = () => new Date(app.time.now()).toISOString().slice(0, 10);
const look = async () => {
  const sweep = app.application.app.get(ContractsSweep);
  await Promise.all([sweep.look(), sweep.look()]);
};
const dealsOf = async (id: string): Promise<Json[]> => (await app.must('GET', `/v1/deals?contractId=${id}`)).data;

/** A contract for a year that began the given number of days ago. */
async function begin(days: number, isRenewing: boolean): Promise<{ ref: number; body: Json; id: string }> {
  told += 1;
  const startsOn = daysAfter(today(), -days);
  const endsOn = daysAfter(startsOn, 364);
  const lines = [{ product: 'Suite', segments: [{ from: startsOn, amount: '3650.00' }] }];
  const { id: accountId } = await anAccount(app);
  const body = {
    accountId,
    currency: 'EUR',
    startsOn,
    endsOn,
    noticeDays: 90,
    lines,
    ...(isRenewing && { autoRenewMonths: 12 }),
  };
  const { id } = await app.must('PUT', `/v1/contracts/by-ref/erp/${told}`, body);
  return { ref: told, body, id };
}

/** Takes a step, which the contract may refuse. */
async function take({ ref, body, id }: { ref: number; body: Json; id: string }, step: Step): Promise<void> {
  const { endsOn, startsOn } = await app.must('GET', `/v1/contracts/${id}`);
  const post = (verb: string, sent: object) => app.ask('POST', `/v1/contracts/${id}/${verb}`, sent);
  const line = (from: string, amount: string) => ({ product: 'Suite', segments: [{ from, amount }] });
  switch (step.do) {
    case 'wait':
      app.time.moveTo(app.time.now() + step.days * 86_400_000);
      if (!step.isDown) await look();
      return;
    case 'notice':
      await post('notice', { givenOn: daysAfter(today(), step.days), reason: 'price' });
      return;
    case 'takeBack':
      await app.ask('DELETE', `/v1/contracts/${id}/notice`);
      return;
    case 'renew':
      await post('renew', { endsOn: daysAfter(endsOn, step.months * 30), lines: [line(daysAfter(endsOn, 1), '2000')] });
      return;
    case 'amend': {
      const effectiveOn = laterOf(startsOn, daysAfter(today(), 10));
      await post('amend', { effectiveOn, lines: [line(effectiveOn, step.amount)], reason: 'Changed' });
      return;
    }
    case 'correct':
      await app.ask('PUT', `/v1/contracts/by-ref/erp/${ref}`, { ...body, noticeDays: step.noticeDays });
      return;
    case 'transfer':
      await post('transfer', { accountId: (await anAccount(app)).id });
      return;
    case 'end':
      for (const deal of (await dealsOf(id)).filter(({ stage }) => stage === 'open'))
        await app.ask('POST', `/v1/deals/${deal.id}/${step.how}`, step.how === 'lose' ? { reason: 'price' } : {});
  }
}

it('the renewal of each term agrees with its contract, whatever happens in whichever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 500 }),
      fc.boolean(),
      fc.array(STEP, { minLength: 3, maxLength: 10 }),
      async (days, isRenewing, steps) => {
        const contract = await begin(days, isRenewing);
        for (const step of steps) await take(contract, step);
        await look();
        const { terms, notice } = await app.must('GET', `/v1/contracts/${contract.id}`);
        const deals = await dealsOf(contract.id);
        expect(new Set(deals.map(({ renewal }) => renewal.term)).size).toBe(deals.length);
        for (const { stage, renewal } of deals) {
          const next = terms[renewal.term];
          if (next !== undefined) expect(stage).toBe('won');
          else if (notice !== null || renewal.term > terms.length) expect([stage, renewal.cause]).not.toContain('open');
          if (renewal.cause === 'auto') expect(next.cause).toBe('auto');
          if (renewal.cause === 'notice')
            expect([renewal.term, notice.reason]).toEqual([terms.length, renewal.churnReason]);
        }
      },
    ),
    { numRuns: runs(8, 100) },
  );
  expect((await verified(app.database.url)).found).toEqual([]);
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter } from '../../src/platform/values/day.js';
import { MS_PER_DAY } from '../../src/platform/values/duration.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { ask } from '../support/postgres-owner.js';
import { runs } from '../support/runs.js';
import { anAccount } from './contracts.js';

/*
 * Laws of contracts in random lives: what is taken back leaves the ARR as it was, an unedited draft changes none, and
 * contracts, accounts and reports agree. Unlike `contract-figures`, there are contracts without an end, won expansions
 * and contracts in another currency, which is worth the same, so that all amounts add up.
 */

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  await app.must('PUT', '/v1/fx-rates', { base: 'EUR', rates: [{ on: '2020-01-01', currency: 'USD', rate: '1' }] });
});
afterAll(() => app.stop());

const PRODUCTS = ['Suite', 'Data', 'Support'];
const SIGNED = fc.record({
  account: fc.nat({ max: 2 }),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  begins: fc.oneof(fc.integer({ min: -400, max: -60 }), fc.integer({ min: -60, max: 40 })),
  /** Null without an end. */
  days: fc.constantFrom(null, 30, 90, 365, 366),
  noticeDays: fc.constantFrom(0, 30, 90),
  autoRenewMonths: fc.constantFrom(null, 1, 6, 12),
  lines: fc.uniqueArray(
    fc.record({
      product: fc.constantFrom(...PRODUCTS),
      kind: fc.constantFrom('recurring', 'recurring', 'commitment', 'usage', 'oneOff'),
      amount: fc.constantFrom('1200.00', '999.99', '7.77', '0.00'),
      ends: fc.constantFrom(null, null, 10, 120),
    }),
    { minLength: 1, maxLength: 3, size: 'max', selector: ({ product }) => product },
  ),
});
const [DAY, WHICH, AMOUNT] = [
  fc.oneof(fc.integer({ min: -200, max: 0 }), fc.integer({ min: -10, max: 60 })),
  fc.nat({ max: 5 }),
  fc.constantFrom('600.00', '1.00', '3650.00'),
];
const NOTICE_DAYS = fc.constantFrom(0, 30, 60, 90);
const ACCOUNT = fc.nat({ max: 2 });
const PRODUCT = fc.constantFrom(...PRODUCTS);
const stepOf = <const Do extends string, Rest extends object>(act: Do, rest: fc.Arbitrary<Rest>) =>
  fc.record({ which: WHICH, rest }).map(({ which, rest: own }) => ({ do: act, which, ...own }));
const STEP = fc.oneof(
  stepOf('sign', fc.record({ signed: SIGNED })),
  stepOf('wait', fc.record({ days: fc.integer({ min: 1, max: 100 }) })),
  stepOf('amend', fc.record({ day: DAY, product: PRODUCT, amount: AMOUNT })),
  stepOf('notice', fc.record({ day: DAY })),
  stepOf('takeBack', fc.constant({})),
  stepOf('renew', fc.record({ months: fc.constantFrom(1, 12) })),
  stepOf('move', fc.record({ account: ACCOUNT, product: fc.constant(null) })),
  stepOf('move', fc.record({ account: ACCOUNT, product: PRODUCT })),
  stepOf('correct', fc.record({ noticeDays: NOTICE_DAYS, amount: AMOUNT })),
  stepOf('expand', fc.record({ day: DAY, product: PRODUCT, amount: AMOUNT })),
  ...['', ''].flatMap(() => [
    stepOf('amendUnedited', fc.record({ day: DAY })),
    stepOf('noticeAndBack', fc.record({ day: DAY })),
  ]),
  stepOf('moveAndBack', fc.record({ account: ACCOUNT })),
  stepOf('correctAndBack', fc.record({ noticeDays: NOTICE_DAYS })),
  stepOf('expandAndBack', fc.record({ day: DAY, product: PRODUCT, amount: AMOUNT })),
);
type Step = typeof STEP extends fc.Arbitrary<infer Each> ? Each : never;
type Of<Do extends Step['do']> = Extract<Step, { do: Do }>;

const today = () => new Date(app.time.now()).toISOString().slice(0, 10);
const look = async () => {
  await app.application.app.get(WonDeals).look();
  await app.application.app.get(ContractsSweep).look();
};
const cents = (amount: string) => BigInt(amount.replace('.', ''));
const sumOf = (amounts: readonly string[]) => amounts.reduce((sum, each) => sum + cents(each), 0n);

class Life {
  readonly contracts: string[] = [];
  private readonly told = new Map<string, { path: string; body: Json }>();

  constructor(readonly accounts: readonly Json[]) {}

  /** Takes a step, which may be refused. Laws are checked here. */
  async take(step: Step): Promise<void> {
    if (step.do === 'sign') return this.sign(step.signed);
    if (step.do === 'wait') {
      app.time.moveTo(app.time.now() + step.days * MS_PER_DAY);
      return look();
    }
    const id = this.contracts[step.which % this.contracts.length];
    if (id === undefined) return;
    const before = await this.worth();
    // A law: each of its requests was accepted, so that nothing may have changed.
    if (await this.act(id, step)) expect([step.do, await this.worth()]).toEqual([step.do, before]);
  }

  private async sign({ account, currency, begins, days, noticeDays, autoRenewMonths, lines }: Of<'sign'>['signed']) {
    const startsOn = daysAfter(today(), begins);
    const endsOn = days === null ? null : daysAfter(startsOn, days - 1);
    const body = {
      accountId: this.accounts[account]!.id,
      currency,
      startsOn,
      noticeDays,
      ...(endsOn !== null && { endsOn, ...(autoRenewMonths !== null && { autoRenewMonths }) }),
      lines: lines.map(({ product, kind, amount, ends }) => {
        const to = ends === null ? {} : { to: daysAfter(startsOn, Math.min(ends, days ?? ends) - 1) };
        const isOpen = endsOn === null && ends === null;
        return { product, kind, segments: [{ from: startsOn, amount, ...to, ...(isOpen && { arr: amount }) }] };
      }),
    };
    const path = `/v1/contracts/by-ref/erp/${this.accounts[0]!.id}-${this.contracts.length}`;
    const { id } = await app.must('PUT', path, body);
    this.contracts.push(id);
    this.told.set(id, { path, body });
  }

  /** @returns whether a law has to hold */
  private async act(id: string, step: Exclude<Step, Of<'sign'> | Of<'wait'>>): Promise<boolean> {
    switch (step.do) {
      case 'amend': {
        const effectiveOn = daysAfter(today(), step.day);
        const { endsOn } = await app.must('GET', `/v1/contracts/${id}`);
        const segment = { from: effectiveOn, amount: step.amount, ...(endsOn === null && { arr: step.amount }) };
        return this.post(id, 'amend', {
          effectiveOn,
          lines: [{ product: step.product, segments: [segment] }],
          reason: 'Agreed',
        }).then(() => false);
      }
      case 'notice':
        return this.giveNotice(id, step.day).then(() => false);
      case 'takeBack':
        return this.takeNoticeBack(id).then(() => false);
      case 'renew': {
        const { status, body } = await app.ask('GET', `/v1/contracts/${id}/renew?months=${step.months}`);
        if (status === 200 && body.lines.length > 0) await this.post(id, 'renew', body);
        return false;
      }
      case 'move':
        return this.move(id, step).then(() => false);
      case 'correct':
        return this.correct(id, step).then(() => false);
      case 'expand':
        return this.expand(id, step).then(() => false);
      case 'amendUnedited':
        return this.amendUnedited(id, daysAfter(today(), step.day));
      case 'noticeAndBack': {
        const { notice } = await app.must('GET', `/v1/contracts/${id}`);
        return notice === null && (await this.giveNotice(id, step.day)) && (await this.takeNoticeBack(id));
      }
      case 'moveAndBack': {
        const { accountId } = await app.must('GET', `/v1/contracts/${id}`);
        const back = await this.move(id, { account: step.account, product: null });
        return back && this.post(id, 'transfer', { accountId });
      }
      case 'correctAndBack':
        return this.correctAndBack(id, step.noticeDays);
      case 'expandAndBack': {
        const dealId = await this.expand(id, step);
        if (dealId === null) return false;
        await app.must('POST', `/v1/deals/${dealId}/reopen`, {});
        await look();
        return true;
      }
    }
  }

  private async post(id: string, verb: string, body: object): Promise<boolean> {
    return (await app.ask('POST', `/v1/contracts/${id}/${verb}`, body)).status === 200;
  }

  private giveNotice(id: string, day: number): Promise<boolean> {
    return this.post(id, 'notice', { givenOn: daysAfter(today(), Math.min(day, 0)), reason: 'price' });
  }

  private async takeNoticeBack(id: string): Promise<boolean> {
    return (await app.ask('DELETE', `/v1/contracts/${id}/notice`)).status === 200;
  }

  private async amendUnedited(id: string, day: string): Promise<boolean> {
    const { status, body } = await app.ask('GET', `/v1/contracts/${id}/amend?effectiveOn=${day}`);
    if (status !== 200) return false;
    await app.must('POST', `/v1/contracts/${id}/amend`, { ...body, reason: 'As it was' });
    return true;
  }

  private async move(id: string, { account, product }: Pick<Of<'move'>, 'account' | 'product'>): Promise<boolean> {
    const lines = product === null ? {} : { lines: [product] };
    const to = { accountId: this.accounts[account]!.id, ...lines };
    const { status, body } = await app.ask('POST', `/v1/contracts/${id}/transfer`, to);
    if (status === 200 && !this.contracts.includes(body.id)) this.contracts.push(body.id);
    return status === 200;
  }

  private async correct(id: string, { noticeDays, amount }: Of<'correct'>): Promise<void> {
    const known = this.told.get(id);
    if (known === undefined) return;
    const [{ product, kind, segments }, ...others] = known.body.lines;
    const [segment] = segments;
    const corrected = { ...segment, amount, ...(segment.arr !== undefined && { arr: amount }) };
    const body = { ...known.body, noticeDays, lines: [{ product, kind, segments: [corrected] }, ...others] };
    if ((await app.ask('PUT', known.path, body)).status === 200) this.told.set(id, { ...known, body });
  }

  private async correctAndBack(id: string, noticeDays: number): Promise<boolean> {
    const known = this.told.get(id);
    if (known === undefined) return false;
    const { status } = await app.ask('PUT', known.path, { ...known.body, noticeDays });
    return status === 200 && (await app.ask('PUT', known.path, known.body)).status === 200;
  }

  /** @returns the id of the won deal, or null if there is none */
  private async expand(id: string, { day, product, amount }: Of<'expand' | 'expandAndBack'>): Promise<string | null> {
    const { accountId, currency } = await app.must('GET', `/v1/contracts/${id}`);
    const startsOn = daysAfter(today(), day);
    const deal = await app.must('POST', '/v1/deals', {
      name: 'More',
      account: { id: accountId },
      type: 'expansion',
      contractId: id,
      product,
      amount,
      currency,
      term: { startsOn, endsOn: daysAfter(startsOn, 199) },
    });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    await look();
    return deal.id;
  }

  /** What its accounts are worth more or less on each day. */
  async worth(): Promise<Json[]> {
    const accountIds = this.accounts.map(({ id }) => `'${id}'`).join();
    return ask(
      app.database.url,
      `select account_id, currency, on_day::text, sum(change)::text as change from arr_step
        where replaced_at is null and account_id in (${accountIds})
        group by 1, 2, 3 having sum(change) <> 0 order by 1, 2, 3`,
    );
  }

  report(account: Json, query: string): Promise<Json> {
    return app.must('GET', `/v1/revenue/movements?currency=EUR&accountId=${account.id}&${query}`);
  }

  /** The ARR of lines on a day, as the contracts show them. */
  async shownOn(day: string): Promise<bigint> {
    const shown = await Promise.all(this.contracts.map((id) => app.must('GET', `/v1/contracts/${id}`)));
    const segments = shown.flatMap(({ lines }) => lines.flatMap((line: Json) => line.segments));
    const live = segments.filter(({ from, to, arr }) => arr !== null && from <= day && (to === null || day <= to));
    return sumOf(live.map(({ arr }) => arr));
  }
}

async function expectAgreement(life: Life, from: string, to: string): Promise<void> {
  const transferred: string[] = [];
  const live: string[] = [];
  for (const account of life.accounts) {
    const { total } = await life.report(account, `from=${from}&to=${to}`);
    const { byCurrency } = await app.must('GET', `/v1/accounts/${account.id}/revenue?at=${to}`);
    expect(sumOf(byCurrency.map(({ arr }: Json) => arr))).toBe(cents(total.closing));
    expect(sumOf([total.opening, ...(Object.values(total.movements) as string[])])).toBe(cents(total.closing));
    transferred.push(total.movements.transfer);
    live.push((await life.report(account, `from=${to}&to=${to}&reactivationAfterDays=0`)).total.closing);
  }
  expect(sumOf(transferred)).toBe(0n);
  expect(sumOf(live)).toBe(await life.shownOn(to));
}

it('what is taken back leaves no trace in the ARR, and contracts, accounts and reports agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(SIGNED, SIGNED),
      fc.array(STEP, { minLength: 8, maxLength: 16, size: 'max' }),
      fc.integer({ min: -300, max: 100 }),
      fc.integer({ min: 0, max: 300 }),
      async (signed, steps, begins, days) => {
        const life = new Life([await anAccount(app), await anAccount(app), await anAccount(app)]);
        for (const each of signed) await life.take({ do: 'sign', which: 0, signed: each });
        const from = daysAfter(today(), begins);
        const to = daysAfter(from, days);
        for (const [place, step] of steps.entries()) {
          await life.take(step);
          if (place % 3 === 0) await expectAgreement(life, from, to);
        }
        await expectAgreement(life, from, to);
        // What was known stays known.
        const at = new Date(app.time.now()).toISOString();
        const before = await life.report(life.accounts[0]!, `from=${from}&to=${to}`);
        app.time.moveTo(app.time.now() + 60_000);
        for (const step of steps.slice(0, 3)) await life.take(step);
        expect(await life.report(life.accounts[0]!, `from=${from}&to=${to}&at=${at}`)).toEqual(before);
      },
    ),
    { numRuns: runs(5, 150), endOnFailure: true },
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';
import { aLine, anAccount, stepsOf } from './contracts.js';

let app: TestApplication;
let acme: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  acme = await anAccount(app);
});
afterAll(() => app.stop());

const YEAR = { currency: 'EUR', startsOn: '2026-01-01', endsOn: '2026-12-31' };
const aContract = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/contracts', { accountId: acme.id, ...YEAR, lines: [aLine('12000.00')], ...fields });
const refused = async (fields: object) =>
  faults(await app.ask('POST', '/v1/contracts', { accountId: acme.id, ...YEAR, lines: [aLine('1')], ...fields }));

describe('a contract', () => {
  it('is created, read and listed, with the ends and the ARR that follow from it', async () => {
    const made = await aContract({
      refs: { erp: 'C-1' },
      noticeDays: 90,
      autoRenewMonths: 12,
      lines: [
        {
          product: 'Suite',
          segments: [
            { from: '2026-01-01', amount: '6000' },
            { from: '2026-07-01', amount: '9000' },
          ],
        },
        { product: 'Setup', kind: 'oneOff', segments: [{ from: '2026-01-01', amount: '2500.50' }] },
      ],
    });
    expect(made).toMatchObject({ accountId: acme.id, noticeDays: 90, lastDayForNotice: '2026-10-02', notice: null });
    expect(made.lines).toEqual([
      {
        product: 'Suite',
        kind: 'recurring',
        segments: [
          { from: '2026-01-01', to: '2026-06-30', amount: '6000.00', arr: '12000.00', cause: 'sold' },
          { from: '2026-07-01', to: '2026-12-31', amount: '9000.00', arr: '18000.00', cause: 'ramp' },
        ],
      },
      {
        product: 'Setup',
        kind: 'oneOff',
        segments: [{ from: '2026-01-01', to: '2026-12-31', amount: '2500.50', arr: null, cause: 'sold' }],
      },
    ]);
    expect(await app.must('GET', `/v1/contracts/${made.id}`)).toEqual(made);
    expect((await app.must('GET', `/v1/contracts?ref=erp:C-1&accountId=${acme.id}`)).data).toEqual([made]);
    expect(await stepsOf(app, made.id)).toEqual([
      '2026-01-01 Suite 1200000 sold',
      '2026-07-01 Suite 1800000 ramp',
      '2027-01-01 Suite 0 -',
    ]);
  });

  it('is refused with the field and what was expected', async () => {
    const segments = (...of: object[]) => ({ lines: [{ product: 'A', segments: of }] });
    const from = '2026-01-01';
    expect(await refused({ accountId: NOBODY })).toEqual(['/accountId unknownId']);
    expect(await refused({ dealId: NOBODY })).toEqual(['/dealId unknownId']);
    expect(await refused({ endsOn: '2025-12-31' })).toEqual(['/endsOn tooEarly']);
    expect(await refused({ currency: 'XYZ' })).toEqual(['/currency currency']);
    expect(await refused({ startsOn: '0000-01-01' })).toEqual(['/startsOn date']);
    expect(await refused({ lines: [] })).toEqual(['/lines tooFew']);
    expect(await refused(segments({ from, to: '2025-12-31', amount: '1' }))).toEqual([
      '/lines/0/segments/0/to tooEarly',
    ]);
    expect(
      await refused(segments({ from, to: '2026-03-01', amount: '1' }, { from: '2026-03-01', amount: '1' })),
    ).toEqual(['/lines/0/segments/1/from overlap']);
    expect(await refused(segments({ from, amount: '1' }, { from, amount: '1' }))).toEqual([
      '/lines/0/segments/1/from overlap',
    ]);
    expect(await refused(segments({ from: '2025-12-31', amount: '1' }))).toEqual(['/lines/0/segments/0/from outside']);
    expect(await refused(segments({ from: '2027-01-01', amount: '1' }))).toEqual(['/lines/0/segments/0/from outside']);
    expect(await refused(segments({ from, to: '2027-01-01', amount: '1' }))).toEqual([
      '/lines/0/segments/0/to outside',
    ]);
    expect(await refused(segments({ from, amount: '1.005', arr: '2.001' }))).toEqual([
      '/lines/0/segments/0/amount decimals',
      '/lines/0/segments/0/arr decimals',
    ]);
    expect(await refused({ currency: 'JPY', lines: [aLine('1.5')] })).toEqual(['/lines/0/segments/0/amount decimals']);
    expect(await refused({ endsOn: undefined })).toEqual(['/lines/0/segments/0/arr required']);
    const deal = { name: 'D', account: { name: 'Other' }, amount: '1', currency: 'EUR' };
    const { id: dealId } = await app.must('POST', '/v1/deals', deal);
    expect(await refused({ dealId })).toEqual(['/dealId otherAccount']);
  });

  it('is refused with all that is wrong with it', async () => {
    const fields = { accountId: NOBODY, dealId: NOBODY, lines: [aLine('1.005')] };
    const all = ['/lines/0/segments/0/amount decimals', '/accountId unknownId', '/dealId unknownId'];
    expect(await refused(fields)).toEqual(all);
    const contract = { ...YEAR, ...fields };
    expect(faults(await app.ask('PUT', '/v1/contracts/by-ref/erp/wrong', contract))).toEqual(all);
    const entry = { ref: { system: 'erp', id: 'wrong' }, ...contract };
    const { results } = await app.must('PUT', '/v1/contracts/batch', { contracts: [entry] });
    expect(results[0].errors.map(({ pointer }: Json) => pointer)).toEqual([
      '/contracts/0/lines/0/segments/0/amount',
      '/contracts/0/accountId',
      '/contracts/0/dealId',
    ]);
  });

  it('without an end takes the stated ARR, which lines without ARR need not have', async () => {
    const open = {
      endsOn: undefined,
      lines: [{ product: 'A', segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] }],
    };
    const made = await aContract(open);
    expect(made).toMatchObject({ endsOn: null, lastDayForNotice: null });
    expect(made.lines[0].segments[0]).toMatchObject({ to: null, arr: '900.00' });
    const usage = { product: 'U', kind: 'usage', segments: [{ from: '2026-01-01', amount: '5' }] };
    expect((await aContract({ endsOn: undefined, lines: [usage] })).lines[0].segments[0].arr).toBeNull();
  });

  it('is accepted with a warning if two lines of one product count twice', async () => {
    const made = await aContract({ lines: [aLine('12000'), aLine('1200'), aLine('1200', { product: 'Other' })] });
    expect(made.warnings).toEqual([{ pointer: '/lines/1', message: expect.stringContaining('line 0') }]);
    expect(await stepsOf(app, made.id)).toContain('2026-01-01 Suite 1320000 sold');
    const { warnings, ...kept } = made;
    expect(await app.must('GET', `/v1/contracts/${made.id}`)).toEqual(kept);
  });

  it('is accepted with a warning if its renewal or notice cannot work as stated', async () => {
    const warned = async (fields: object) => (await aContract(fields)).warnings.map(({ pointer }: Json) => pointer);
    const lines = [{ product: 'A', segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] }];
    expect(await warned({ endsOn: undefined, autoRenewMonths: 12, lines })).toEqual(['/autoRenewMonths']);
    expect(await warned({ noticeDays: 365 })).toEqual(['/noticeDays']);
    expect(await aContract({ noticeDays: 364, autoRenewMonths: 12 })).not.toHaveProperty('warnings');
  });

  it('with a known external id is the existing contract', async () => {
    const made = await aContract({ externalId: 'E-1' });
    const again = await app.ask('POST', '/v1/contracts', {
      accountId: acme.id,
      ...YEAR,
      externalId: 'E-1',
      lines: [aLine('5')],
    });
    expect([again.status, again.body]).toEqual([200, made]);
  });
});

describe('a contract with an id of a program', () => {
  const put = (ref: string, fields: object = {}) =>
    app.ask('PUT', `/v1/contracts/by-ref/erp/${ref}`, {
      accountId: acme.id,
      ...YEAR,
      lines: [aLine('12000.00')],
      ...fields,
    });
  const eventsOf = async (id: string) => (await app.must('GET', `/v1/contracts/${id}/timeline`)).data;

  it('is created once, and does not change when it is reported again', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => put('once')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const { body } = answers[0]!;
    expect((await put('once', { lines: [aLine('12000')] })).body).toEqual(body);
    expect((await eventsOf(body.id)).map(({ text }: Json) => text)).toEqual([
      'Recorded: from 1 January 2026 to 31 December 2026, beginning with EUR 12,000.00 a year',
    ]);
  });

  it('is corrected where the program reports something else, and otherwise keeps later changes', async () => {
    const { body: made } = await put('changed');
    const lines = [aLine('12000.00', { segments: [{ from: '2026-07-01', amount: '12000.00' }] })];
    await app.must('POST', `/v1/contracts/${made.id}/amend`, {
      effectiveOn: '2026-07-01',
      lines,
      reason: 'More seats',
    });
    expect((await put('changed')).body.lines[0].segments).toHaveLength(2);
    const longer = await put('changed', { noticeDays: 30 });
    expect(longer.body).toMatchObject({ noticeDays: 30, lastDayForNotice: '2026-12-01' });
    expect(longer.body.lines[0].segments).toHaveLength(2);
    const anew = await put('changed', { noticeDays: 30, lines: [aLine('6000.00')] });
    expect(anew.body.lines[0].segments).toEqual([expect.objectContaining({ arr: '6000.00' })]);
    expect((await eventsOf(made.id)).map(({ text }: Json) => text).slice(1)).toEqual([
      'Amended from 1 July 2026 on: EUR 24,000.00 a year instead of EUR 12,000.00 (More seats)',
      'Corrected: noticeDays',
      'Corrected: lines',
    ]);
    expect(await stepsOf(app, made.id)).toEqual(['2026-01-01 Suite 600000 sold', '2027-01-01 Suite 0 -']);
  });

  it('has its notice judged anew when the program corrects the notice period', async () => {
    const lines = [aLine('0', { segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] })];
    const endless = (noticeDays: number) => put('endless', { endsOn: undefined, lines, noticeDays });
    const { body: made } = await endless(30);
    await app.must('POST', `/v1/contracts/${made.id}/notice`, { givenOn: '2026-03-01', reason: 'price' });
    expect((await endless(90)).body).toMatchObject({ endsOn: '2026-05-30', notice: { endsOn: '2026-05-30' } });
    expect(await stepsOf(app, made.id)).toContain('2026-05-31 Suite 0 -');
    const renewing = (noticeDays: number) => put('late', { autoRenewMonths: 12, noticeDays });
    const { body: late } = await renewing(330);
    await app.must('POST', `/v1/contracts/${late.id}/notice`, { givenOn: '2026-02-15', reason: 'price' });
    expect((await renewing(300)).body).toMatchObject({ endsOn: '2026-12-31', notice: { late: false } });
    expect((await renewing(330)).body).toMatchObject({ endsOn: '2027-12-31', notice: { late: true } });
  });

  it('renews at once when due, whether it is new, corrected or part of a batch', async () => {
    const body = (amount: string) => ({
      accountId: acme.id,
      currency: 'EUR',
      startsOn: '2024-01-01',
      endsOn: '2024-12-31',
      autoRenewMonths: 12,
      lines: [{ product: 'Suite', segments: [{ from: '2024-01-01', amount }] }],
    });
    const steps = (arr: string) => [`2024-01-01 Suite ${arr} sold`, '2027-01-01 Suite 0 -'];
    const { id } = await app.must('PUT', '/v1/contracts/by-ref/erp/renewing', body('1000'));
    expect(await stepsOf(app, id)).toEqual(steps('100000'));
    await app.must('PUT', '/v1/contracts/by-ref/erp/renewing', body('2000'));
    expect(await stepsOf(app, id)).toEqual(steps('200000'));
    const contracts = ['renewing', 'another'].map((ref) => ({ ref: { system: 'erp', id: ref }, ...body('3000') }));
    const { results } = await app.must('PUT', '/v1/contracts/batch', { contracts });
    for (const each of results) expect(await stepsOf(app, each.id)).toEqual(steps('300000'));
    const texts = async (of: string) =>
      (await app.must('GET', `/v1/contracts/${of}/timeline`)).data.map(({ text }: Json) => text);
    const renewed = 'Renewed by itself until 31 December 2026, at EUR 1,000.00 a year';
    expect(await texts(id)).toEqual([expect.any(String), renewed, 'Corrected: lines', 'Corrected: lines']);
  });

  it('undoes an early renewal when the notice period is corrected, unless that term was amended', async () => {
    const { body: made } = await put('hasty', { autoRenewMonths: 12, noticeDays: 310 });
    expect(made.endsOn).toBe('2027-12-31');
    const putRight = await put('hasty', { autoRenewMonths: 12, noticeDays: 90 });
    expect(putRight.body).toMatchObject({ endsOn: '2026-12-31', lastDayForNotice: '2026-10-02' });
    expect(await stepsOf(app, made.id)).toEqual(['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -']);
    expect((await put('hasty', { autoRenewMonths: 12, noticeDays: 310 })).body.endsOn).toBe('2027-12-31');
    await app.must('POST', `/v1/contracts/${made.id}/amend`, {
      effectiveOn: '2027-03-01',
      reason: 'Agreed for next year',
      lines: [{ product: 'Suite', segments: [{ from: '2027-03-01', amount: '20000.00' }] }],
    });
    expect((await put('hasty', { autoRenewMonths: 12, noticeDays: 90 })).body.endsOn).toBe('2027-12-31');
  });

  it('is refused an id that another contract has', async () => {
    await put('mine', { refs: { crm: 'K' } });
    expect(faults(await put('other', { refs: { crm: 'K' } }))).toEqual(['/refs/crm taken']);
  });
});

const RENEWAL = { endsOn: '2027-12-31', lines: [aLine('1')] };

describe('contracts', () => {
  it('are visible to everyone who sees their account', async () => {
    const ann = await aRep(app, 'Ann');
    const key = await app.keyFor(['rep'], ann.id);
    const [mine, other] = [await anAccount(app, { ownerRepId: ann.id }), await anAccount(app)];
    const seen = await aContract({ accountId: mine.id });
    const hidden = await aContract({ accountId: other.id });
    const own = { ...seen, may: ['amend', 'renew', 'notice'] };
    expect((await app.must('GET', '/v1/contracts', undefined, { key })).data).toEqual([own]);
    expect((await app.ask('GET', `/v1/contracts/${hidden.id}`, undefined, { key })).status).toBe(404);
    expect((await app.ask('POST', `/v1/contracts/${hidden.id}/renew`, RENEWAL, { key })).status).toBe(404);
  });

  it('are visible during an absence to the cover of a rep who sees their account', async () => {
    const [kim, bo] = [await aRep(app, 'Kim'), await aRep(app, 'Bo')];
    const key = await app.keyFor(['rep'], bo.id);
    const account = await anAccount(app, { ownerRepId: kim.id });
    const { id } = await aContract({ accountId: account.id });
    const paths = [`/v1/accounts/${account.id}`, `/v1/accounts/${account.id}/revenue`, `/v1/contracts/${id}`];
    const seen = () =>
      Promise.all(
        [...paths, `/v1/contracts/${id}/invoices`, `/v1/contracts/${id}/timeline`].map(
          async (path) => (await app.ask('GET', path, undefined, { key })).status,
        ),
      );
    expect(await seen()).toEqual([404, 404, 404, 404, 404]);
    const absence = await app.must('POST', `/v1/reps/${kim.id}/absences`, {
      from: new Date(app.time.now()).toISOString(),
      to: new Date(app.time.now() + 86_400_000).toISOString(),
      coverRepId: bo.id,
    });
    expect(await seen()).toEqual([200, 200, 200, 200, 200]);
    const { data } = await app.must('GET', `/v1/contracts?accountId=${account.id}`, undefined, { key });
    expect(data.map((each: Json) => each.id)).toEqual([id]);
    await app.must('DELETE', `/v1/reps/${kim.id}/absences/${absence.id}`);
    expect(await seen()).toEqual([404, 404, 404, 404, 404]);
  });
});

describe('churn reasons', () => {
  it('exist from the start, each with the party that is answerable', async () => {
    const { data } = await app.must('GET', '/v1/churn-reasons');
    expect(data.map(({ code }: Json) => code)).toHaveLength(15);
    expect(data.find(({ code }: Json) => code === 'mis_sold')).toMatchObject({ answerable: 'sales', version: 1 });
  });

  it('that were deleted do not come back with the next start', async () => {
    const { data } = await app.must('GET', '/v1/churn-reasons');
    const { id } = data.find(({ code }: Json) => code === 'end_of_project');
    expect((await app.ask('DELETE', `/v1/churn-reasons/${id}`)).status).toBe(204);
    const next = await TestApplication.start(undefined, { database: app.database });
    expect((await next.must('GET', '/v1/churn-reasons')).data).toHaveLength(14);
    await next.application.close();
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { faults, NOBODY, timelineOf } from '../support/people.js';
import { aLine, anAccount, reach, stepsAsOf, stepsOf } from './contracts.js';

let app: TestApplication;
let acme: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
  acme = await anAccount(app);
});
afterAll(() => app.stop());

const aContract = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/contracts', {
    accountId: acme.id,
    currency: 'EUR',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    lines: [aLine('12000')],
    ...fields,
  });
const act = (id: string, verb: string, body: object) => app.ask('POST', `/v1/contracts/${id}/${verb}`, body);
const must = (id: string, verb: string, body: object): Promise<Json> =>
  app.must('POST', `/v1/contracts/${id}/${verb}`, body);
const textsOf = (id: string) => timelineOf(app, { id }, 'contracts');
const sweep = () => app.application.app.get(ContractsSweep).look();
const of = (from: string, amount: string, fields: object = {}) => ({
  product: 'Suite',
  segments: [{ from, amount, ...fields }],
});

describe('amending a contract', () => {
  it('cuts what was before, and applies the new lines from that day on', async () => {
    const { id } = await aContract({ lines: [aLine('12000'), aLine('365', { product: 'Support' })] });
    const lines = [of('2026-07-01', '9000'), { ...of('2026-07-01', '6000'), product: 'Coterm' }];
    const amended = await must(id, 'amend', { effectiveOn: '2026-07-01', lines, reason: 'Upsell' });
    const segments = Object.fromEntries(amended.lines.map((line: Json) => [line.product, line.segments]));
    expect(segments.Suite).toEqual([
      { from: '2026-01-01', to: '2026-06-30', amount: '5950.68', arr: '12000.00', cause: 'sold' },
      { from: '2026-07-01', to: '2026-12-31', amount: '9000.00', arr: '18000.00', cause: 'sold' },
    ]);
    expect(segments.Support).toEqual([expect.objectContaining({ to: '2026-06-30', amount: '181.00', arr: '365.00' })]);
    expect(segments.Coterm).toEqual([expect.objectContaining({ from: '2026-07-01', arr: '12000.00' })]);
    expect(await stepsOf(app, id)).toEqual([
      ...['2026-07-01 Coterm 1200000 sold', '2027-01-01 Coterm 0 -'],
      ...['2026-01-01 Suite 1200000 sold', '2026-07-01 Suite 1800000 sold', '2027-01-01 Suite 0 -'],
      ...['2026-01-01 Support 36500 sold', '2026-07-01 Support 0 -'],
    ]);
    expect(await must(id, 'amend', { effectiveOn: '2026-07-01', lines, reason: 'Again' })).toEqual(amended);
    expect(await textsOf(id)).toHaveLength(2);
  });

  it('is refused on a day outside the contract', async () => {
    const { id } = await aContract();
    const amend = async (effectiveOn: string, from: string) =>
      faults(await act(id, 'amend', { effectiveOn, lines: [of(from, '1')], reason: 'R' }));
    expect(await amend('2025-12-31', '2026-01-01')).toEqual(['/effectiveOn outside']);
    expect(await amend('2027-01-01', '2027-01-01')).toEqual(['/effectiveOn outside']);
    expect(await amend('2026-07-01', '2026-06-30')).toEqual(['/lines/0/segments/0/from outside']);
    expect((await act(NOBODY, 'amend', { effectiveOn: '2026-07-01', lines: [], reason: 'R' })).status).toBe(404);
  });

  it('leaves the ARR as it was known before the amendment', async () => {
    const { id, createdAt } = await aContract();
    await app.moveBy(60_000);
    const lines = [of('2026-07-01', '9000')];
    const { updatedAt } = await must(id, 'amend', { effectiveOn: '2026-07-01', lines, reason: 'Upsell' });
    expect(await stepsAsOf(app, id, createdAt)).toEqual(['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -']);
    expect(await stepsAsOf(app, id, updatedAt)).toEqual(await stepsOf(app, id));
    expect(await stepsOf(app, id)).toContain('2026-07-01 Suite 1800000 sold');
    await must(id, 'amend', { effectiveOn: '2026-07-01', lines: [], reason: 'None after all' });
    expect(await stepsAsOf(app, id, createdAt)).toEqual(['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -']);
  });

  it('without lines leaves nothing from that day on', async () => {
    const { id } = await aContract();
    await must(id, 'amend', { effectiveOn: '2026-07-01', lines: [], reason: 'Both agreed' });
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 1200000 sold', '2026-07-01 Suite 0 -']);
  });
});

describe('amending a contract that has renewed by itself', () => {
  const ofLastYear = (fields: object = {}) =>
    aContract({
      startsOn: '2025-01-01',
      endsOn: '2025-12-31',
      autoRenewMonths: 12,
      lines: [of('2025-01-01', '12000')],
      ...fields,
    });
  const amend = (id: string, effectiveOn: string, lines: object[]) =>
    must(id, 'amend', { effectiveOn, lines, reason: 'Told late' });

  it('changes the term it names, and renews the following terms anew', async () => {
    const { id } = await ofLastYear();
    const { lines, terms } = await amend(id, '2025-07-01', [of('2025-07-01', '9000')]);
    expect(lines[0].segments.slice(1)).toEqual([
      { from: '2025-07-01', to: '2025-12-31', amount: '9000.00', arr: '18000.00', cause: 'sold' },
      { from: '2026-01-01', to: '2026-12-31', amount: '18000.00', arr: '18000.00', cause: 'renewal' },
    ]);
    expect(terms.map(({ endsOn, cause }: Json) => `${endsOn} ${cause}`)).toEqual([
      '2025-12-31 signed',
      '2026-12-31 auto',
    ]);
    expect(await amend(id, '2025-07-01', [of('2025-07-01', '9000')])).toMatchObject({ lines, terms });
    expect(await textsOf(id)).toHaveLength(3);
  });

  it('changes later terms too, where its prices reach into them', async () => {
    const { id } = await ofLastYear();
    const segments = [
      { from: '2025-07-01', amount: '9000' },
      { from: '2026-04-01', amount: '27000' },
    ];
    await amend(id, '2025-07-01', [{ product: 'Suite', segments }]);
    // 9,000 over nine months, and 27,000 over the nine that are left.
    expect(await stepsOf(app, id)).toEqual([
      ...['2025-01-01 Suite 1200000 sold', '2026-04-01 Suite 3600000 ramp', '2027-01-01 Suite 0 -'],
    ]);
  });

  it('leaves a later signed term as it was signed, unless the amendment has no lines', async () => {
    const { id } = await ofLastYear();
    await must(id, 'renew', { endsOn: '2027-12-31', lines: [of('2027-01-01', '30000')] });
    await amend(id, '2025-07-01', [of('2025-07-01', '9000')]);
    const steps = ['2025-01-01 Suite 1200000 sold', '2025-07-01 Suite 1800000 sold'];
    const signed = ['2027-01-01 Suite 3000000 renewal', '2028-01-01 Suite 0 -'];
    expect(await stepsOf(app, id)).toEqual([...steps, ...signed]);
    await amend(id, '2025-10-01', []);
    expect(await stepsOf(app, id)).toEqual([...steps, '2025-10-01 Suite 0 -']);
  });

  it('ends the contract with the term in which nothing recurs any more, unless notice was given later', async () => {
    const { id } = await ofLastYear();
    const emptied = { effectiveOn: '2025-10-01', lines: [], reason: 'Both agreed' };
    await must(id, 'notice', { givenOn: '2026-02-01', reason: 'price' });
    expect(faults(await act(id, 'amend', emptied))).toEqual(['/lines contradiction']);
    await app.must('DELETE', `/v1/contracts/${id}/notice`);
    expect(await must(id, 'amend', emptied)).toMatchObject({ endsOn: '2025-12-31', terms: [{ cause: 'signed' }] });
    expect(await stepsOf(app, id)).toEqual(['2025-01-01 Suite 1200000 sold', '2025-10-01 Suite 0 -']);
    await sweep();
    expect(await app.must('GET', `/v1/contracts/${id}`)).toMatchObject({ endsOn: '2025-12-31' });
  });
});

describe('the draft of an amendment or a renewal', () => {
  const draft = (id: string, what: string): Promise<Json> => app.must('GET', `/v1/contracts/${id}/${what}`);
  const ramp = {
    product: 'Suite',
    segments: [
      { from: '2026-01-01', amount: '12000' },
      { from: '2026-10-01', amount: '6000' },
    ],
  };

  it('has what holds from that day on, and as it is changes no ARR', async () => {
    const { id } = await aContract({ lines: [ramp, { ...aLine('500'), product: 'Setup', kind: 'oneOff' }] });
    const before = await stepsOf(app, id);
    const amendment = await draft(id, 'amend?effectiveOn=2026-07-01');
    expect(amendment).toMatchObject({
      effectiveOn: '2026-07-01',
      lines: [
        {
          product: 'Suite',
          kind: 'recurring',
          segments: [
            { from: '2026-07-01', to: '2026-09-30', arr: '16000.00' },
            { from: '2026-10-01', to: '2026-12-31', amount: '6000.00', cause: 'ramp' },
          ],
        },
      ],
    });
    // It follows from the amount.
    expect(amendment.lines[0].segments[1].arr).toBeUndefined();
    await must(id, 'amend', { ...amendment, reason: 'As it was' });
    expect(await stepsOf(app, id)).toEqual(before);
    const outside = await app.ask('GET', `/v1/contracts/${id}/amend?effectiveOn=2027-01-01`);
    expect(faults(outside)).toEqual(['/effectiveOn outside']);
  });

  it('has no terms that follow by themselves, unless they were amended', async () => {
    const { id } = await aContract({
      startsOn: '1997-01-01',
      endsOn: '1997-01-31',
      autoRenewMonths: 1,
      noticeDays: 0,
      lines: [of('1997-01-01', '1000')],
    });
    const before = await stepsOf(app, id);
    const amendment = await draft(id, 'amend?effectiveOn=1997-01-11');
    const [line] = amendment.lines;
    expect(line.segments).toEqual([expect.objectContaining({ from: '1997-01-11', to: '1997-01-31', arr: '12000.00' })]);
    await must(id, 'amend', { ...amendment, reason: 'As it was' });
    expect(await stepsOf(app, id)).toEqual(before);
    const { terms } = await app.must('GET', `/v1/contracts/${id}`);
    expect(terms.length).toBeGreaterThan(240);
    await must(id, 'amend', { effectiveOn: '2026-02-01', lines: [of('2026-02-01', '2000')], reason: 'More' });
    const later = await draft(id, 'amend?effectiveOn=2025-12-16');
    expect(later.lines[0].segments.map(({ from }: Json) => from)).toEqual([
      ...['2025-12-16', '2026-01-01', '2026-02-01'],
    ]);
  });

  it('has the next term at the present ARR, as long as the present one or as requested', async () => {
    const { id } = await aContract({ lines: [ramp] });
    expect(await draft(id, 'renew?months=6')).toEqual({
      endsOn: '2027-06-30',
      lines: [
        {
          product: 'Suite',
          kind: 'recurring',
          segments: [{ from: '2027-01-01', to: '2027-06-30', amount: '12000.00', cause: 'renewal' }],
        },
      ],
    });
    const renewal = await draft(id, 'renew');
    expect(renewal.endsOn).toBe('2027-12-31');
    await must(id, 'renew', renewal);
    expect(await stepsOf(app, id)).toContain('2028-01-01 Suite 0 -');
    const segment = { from: '2026-01-01', amount: '1', arr: '12' };
    const endless = await aContract({ endsOn: undefined, lines: [{ product: 'Suite', segments: [segment] }] });
    expect((await app.ask('GET', `/v1/contracts/${endless.id}/renew`)).status).toBe(422);
  });
});

describe('renewing a contract', () => {
  it('adds a term from the day after its end, whenever it is signed', async () => {
    const { id } = await aContract();
    const renewed = await must(id, 'renew', { endsOn: '2027-12-31', lines: [of('2027-01-01', '15000')] });
    expect(renewed).toMatchObject({ startsOn: '2026-01-01', endsOn: '2027-12-31' });
    expect(renewed.terms).toEqual([
      { startsOn: '2026-01-01', endsOn: '2026-12-31', cause: 'signed' },
      { startsOn: '2027-01-01', endsOn: '2027-12-31', cause: 'renewed' },
    ]);
    expect(await stepsOf(app, id)).toEqual([
      ...['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 1500000 renewal', '2028-01-01 Suite 0 -'],
    ]);
    const again = await must(id, 'renew', { endsOn: '2027-12-31', lines: [of('2027-01-01', '15000')] });
    expect(again).toEqual(renewed);
    expect((await textsOf(id)).slice(1)).toEqual(['Renewed until 31 December 2027, at EUR 15,000.00 a year']);
  });

  it('is refused where no term can follow', async () => {
    const { id } = await aContract();
    const renew = async (of: string, endsOn: string, from: string) =>
      faults(
        await act(of, 'renew', { endsOn, lines: [{ product: 'Suite', segments: [{ from, amount: '1', arr: '1' }] }] }),
      );
    expect(await renew(id, '2026-12-31', '2026-12-31')).toEqual(['/endsOn tooEarly']);
    expect(await renew(id, '2027-12-31', '2026-12-31')).toEqual(['/lines/0/segments/0/from outside']);
    const open = await aContract({
      endsOn: undefined,
      lines: [aLine('0', { segments: [{ from: '2026-01-01', amount: '0', arr: '1' }] })],
    });
    expect(await renew(open.id, '2027-12-31', '2027-01-01')).toEqual([' contradiction']);
  });
});

describe('a notice', () => {
  beforeAll(() => app.mark());
  afterEach(() => app.back());

  const NINETY = { noticeDays: 90, autoRenewMonths: 12 };
  const give = (id: string, givenOn: string, reason = 'price') => {
    reach(app, givenOn);
    return must(id, 'notice', { givenOn, reason });
  };

  it('on the last day for it ends the contract with its term', async () => {
    const { id } = await aContract(NINETY);
    const { notice, endsOn } = await give(id, '2026-10-02', 'PRICE');
    expect(notice).toMatchObject({
      reason: 'price',
      late: false,
      lastDayForNotice: '2026-10-02',
      endsOn: '2026-12-31',
    });
    expect(endsOn).toBe('2026-12-31');
    expect((await textsOf(id)).at(-1)).toBe('Notice was given on 2 October 2026 (Price): ends on 31 December 2026');
  });

  it('on the day after applies to the end of the next term, which follows by itself', async () => {
    const { id } = await aContract(NINETY);
    const { notice, terms } = await give(id, '2026-10-03');
    expect(notice).toMatchObject({ late: true, lastDayForNotice: '2026-10-02', endsOn: '2027-12-31' });
    expect(notice.text).toBe(
      'Notice was given on 3 October 2026, after the last day for it, 2 October 2026: the contract ends on 31 December 2027.',
    );
    expect(terms.at(-1)).toEqual({ startsOn: '2027-01-01', endsOn: '2027-12-31', cause: 'auto' });
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 1200000 sold', '2028-01-01 Suite 0 -']);
    expect(await give(id, '2026-10-03')).toMatchObject({ notice });
    expect(await textsOf(id)).toHaveLength(3);
    // It was in time after all.
    expect(await give(id, '2026-10-01')).toMatchObject({ notice: { late: false }, endsOn: '2026-12-31' });
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -']);
  });

  it('that is reported after the contract renewed by itself is late all the same', async () => {
    const { id } = await aContract({
      ...NINETY,
      startsOn: '2025-04-01',
      endsOn: '2026-03-31',
      lines: [of('2025-04-01', '12000')],
    });
    await sweep();
    expect((await app.must('GET', `/v1/contracts/${id}`)).endsOn).toBe('2027-03-31');
    const { notice, warnings } = await give(id, '2026-02-01');
    expect(notice).toMatchObject({ late: true, lastDayForNotice: '2025-12-31', endsOn: '2027-03-31' });
    expect(warnings).toEqual([{ pointer: '/givenOn', message: notice.text }]);
  });

  it('is refused for a day after tomorrow, except for the first one of a contract that has yet to begin', async () => {
    const { id } = await aContract(NINETY);
    const told = async (contract: string, givenOn: string) =>
      faults(await act(contract, 'notice', { givenOn, reason: 'price' }));
    expect(await told(id, '2026-03-04')).toEqual(['/givenOn future']);
    await must(id, 'notice', { givenOn: '2026-03-03', reason: 'price' });
    const { id: yetToBegin } = await aContract({
      ...NINETY,
      startsOn: '2027-01-01',
      endsOn: '2027-12-31',
      lines: [of('2027-01-01', '12000')],
    });
    expect(await told(yetToBegin, '2027-01-02')).toEqual(['/givenOn future']);
    await must(yetToBegin, 'notice', { givenOn: '2027-01-01', reason: 'price' });
  });

  it('that is late for a contract without renewal is marked, and the contract ends with its term', async () => {
    const { id } = await aContract({ noticeDays: 90 });
    expect(await give(id, '2026-10-03')).toMatchObject({ notice: { late: true }, endsOn: '2026-12-31' });
  });

  it('ends a contract without an end after its notice period', async () => {
    const lines = [aLine('0', { segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] })];
    const { id } = await aContract({ endsOn: undefined, noticeDays: 30, lines });
    const { notice, endsOn, lines: shown } = await give(id, '2026-05-01');
    expect(notice).toMatchObject({ late: false, lastDayForNotice: null, endsOn: '2026-05-31' });
    expect([endsOn, shown[0].segments[0].to]).toEqual(['2026-05-31', '2026-05-31']);
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 90000 sold', '2026-06-01 Suite 0 -']);
    expect((await give(id, '2026-06-01')).endsOn).toBe('2026-07-01');
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 90000 sold', '2026-07-02 Suite 0 -']);
  });

  it('of a contract without an end keeps later amendments when it is reported again', async () => {
    const lines = [aLine('0', { segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] })];
    const { id } = await aContract({ endsOn: undefined, noticeDays: 30, lines });
    await give(id, '2026-05-01');
    await must(id, 'amend', { effectiveOn: '2026-05-11', lines: [of('2026-05-11', '63')], reason: 'Fewer' });
    expect(await stepsOf(app, id)).toContain('2026-06-01 Suite 0 -');
    await give(id, '2026-06-01');
    expect(await stepsOf(app, id)).toEqual([
      ...['2026-01-01 Suite 90000 sold', '2026-05-11 Suite 109500 sold', '2026-07-02 Suite 0 -'],
    ]);
  });

  it('is refused before the contract, after its end, and with an unknown reason', async () => {
    const { id } = await aContract();
    const refused = async (givenOn: string, reason = 'price') => {
      reach(app, givenOn);
      return faults(await act(id, 'notice', { givenOn, reason }));
    };
    expect(await refused('2025-12-31')).toEqual(['/givenOn tooEarly']);
    expect(await refused('2026-05-01', 'boredom')).toEqual(['/reason unknownReason']);
    expect(await refused('2027-01-01')).toEqual(['/givenOn tooLate']);
  });

  it('is withdrawn by a renewal, and until then its reason cannot be deleted', async () => {
    const { id } = await aContract();
    const made = await app.must('POST', '/v1/churn-reasons', { code: 'own', label: 'Own', answerable: 'nobody' });
    await give(id, '2026-05-01', 'own');
    expect((await app.ask('DELETE', `/v1/churn-reasons/${made.id}`)).status).toBe(409);
    const renewed = await must(id, 'renew', { endsOn: '2027-12-31', lines: [of('2027-01-01', '12000')] });
    expect(renewed.notice).toBeNull();
    expect((await app.ask('DELETE', `/v1/churn-reasons/${made.id}`)).status).toBe(204);
  });
});

describe('a notice that is taken back', () => {
  beforeAll(() => app.mark());
  afterEach(() => app.back());

  const takeBack = (id: string) => app.ask('DELETE', `/v1/contracts/${id}/notice`);
  const give = (id: string, givenOn: string) => {
    reach(app, givenOn);
    return must(id, 'notice', { givenOn, reason: 'price' });
  };
  const ofLastYear = (fields: object = {}) =>
    aContract({
      startsOn: '2025-04-01',
      endsOn: '2026-03-31',
      noticeDays: 90,
      autoRenewMonths: 12,
      lines: [of('2025-04-01', '12000')],
      ...fields,
    });
  const agreedOf = ({ endsOn, terms, lines, notice }: Json) => ({ endsOn, terms, lines, notice });

  it('restores everything, including amendments in the terms that it had undone', async () => {
    const contract = await ofLastYear();
    const { id } = contract;
    expect(contract.endsOn).toBe('2027-03-31');
    const amended = await must(id, 'amend', {
      effectiveOn: '2026-06-01',
      lines: [of('2026-06-01', '20000')],
      reason: 'More',
    });
    const revenue = () => app.must('GET', `/v1/accounts/${acme.id}/revenue?at=2026-07-01`);
    const worth = await revenue();
    expect(await give(id, '2025-12-31')).toMatchObject({ endsOn: '2026-03-31', notice: { late: false } });
    // A notice that is reported again replaces the former.
    expect(await give(id, '2026-04-01')).toMatchObject({ endsOn: '2027-03-31', lines: amended.lines });
    expect(await give(id, '2025-12-30')).toMatchObject({ endsOn: '2026-03-31' });
    const { status, body } = await takeBack(id);
    expect([status, agreedOf(body)]).toEqual([200, agreedOf(amended)]);
    expect(await revenue()).toEqual(worth);
    expect((await textsOf(id)).at(-1)).toBe(
      'The notice of 30 December 2025 (Price) was taken back, as if it had never been given',
    );
    expect((await takeBack(id)).body).toEqual(body);
    expect((await takeBack(NOBODY)).status).toBe(404);
  });

  it('lets the contract renew by itself when due, at the prices of that time', async () => {
    const { id } = await ofLastYear();
    await give(id, '2025-12-31');
    await must(id, 'amend', { effectiveOn: '2026-03-01', lines: [of('2026-03-01', '500')], reason: 'Less' });
    expect((await takeBack(id)).body).toMatchObject({ endsOn: '2027-03-31', notice: null });
    expect(await stepsOf(app, id)).toEqual([
      ...['2025-04-01 Suite 1200000 sold', '2026-03-01 Suite 600000 sold', '2027-04-01 Suite 0 -'],
    ]);
    expect((await textsOf(id)).at(-1)).toBe('Renewed by itself until 31 March 2027, at EUR 6,000.00 a year');
  });

  it('removes the future term for which it was too late, unless that term was amended', async () => {
    const contract = await aContract({ noticeDays: 90, autoRenewMonths: 12 });
    const { id } = contract;
    // Where the customer is, it is the third already.
    reach(app, '2026-10-02');
    const { endsOn } = await must(id, 'notice', { givenOn: '2026-10-03', reason: 'price' });
    expect(endsOn).toBe('2027-12-31');
    await must(id, 'amend', { effectiveOn: '2027-05-01', lines: [of('2027-05-01', '100')], reason: 'Less' });
    const refused = await takeBack(id);
    expect([refused.status, refused.body.type, refused.body.term]).toEqual([
      ...[409, expect.stringMatching(/notice-stands$/), { startsOn: '2027-01-01', endsOn: '2027-12-31' }],
    ]);
    await must(id, 'amend', {
      effectiveOn: '2027-05-01',
      reason: 'As it was',
      lines: [of('2027-05-01', '8000', { arr: '12000' })],
    });
    // No line outlasts the contract.
    expect(agreedOf((await takeBack(id)).body)).toEqual(agreedOf(contract));
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -']);
  });

  it('of a contract without an end leaves it without one', async () => {
    const lines = [aLine('0', { segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] })];
    const { id } = await aContract({ endsOn: undefined, noticeDays: 30, lines });
    await give(id, '2026-01-10');
    const { body } = await takeBack(id);
    expect([body.endsOn, body.lines[0].segments[0].to]).toEqual([null, null]);
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 90000 sold']);
  });

  it('of a contract without an end leaves lines that ended on its day, or went to another account then', async () => {
    const lines = [
      aLine('0', { segments: [{ from: '2026-01-01', amount: '0', arr: '900' }] }),
      aLine('0', { product: 'Project', segments: [{ from: '2026-01-01', to: '2026-03-01', amount: '600' }] }),
      aLine('0', { product: 'Support', segments: [{ from: '2026-01-01', amount: '0', arr: '365' }] }),
    ];
    const { id } = await aContract({ endsOn: undefined, noticeDays: 30, lines });
    await must(id, 'transfer', { accountId: (await anAccount(app)).id, lines: ['Support'] });
    const before = await stepsOf(app, id);
    // It ends on 1 March.
    await give(id, '2026-01-30');
    await give(id, '2026-02-10');
    await takeBack(id);
    expect(await stepsOf(app, id)).toEqual(before);
    expect(before).toEqual([
      ...['2026-01-01 Project 365000 sold', '2026-03-02 Project 0 -', '2026-01-01 Suite 90000 sold'],
      ...['2026-01-01 Support 36500 sold', '2026-03-02 Support 0 transfer'],
    ]);
  });

  it('of a contract without an end leaves what was amended under it, also by its draft', async () => {
    const ramp = [
      { from: '2026-01-01', amount: '0', arr: '900' },
      { from: '2027-01-01', amount: '0', arr: '1200' },
    ];
    const { id } = await aContract({ endsOn: undefined, noticeDays: 30, lines: [aLine('0', { segments: ramp })] });
    const before = await stepsOf(app, id);
    await give(id, '2026-05-01');
    const draft = await app.must('GET', `/v1/contracts/${id}/amend?effectiveOn=2026-04-01`);
    await must(id, 'amend', { ...draft, reason: 'As it was' });
    expect(await stepsOf(app, id)).toEqual(['2026-01-01 Suite 90000 sold', '2026-06-01 Suite 0 -']);
    await takeBack(id);
    expect(await stepsOf(app, id)).toEqual(before);
  });

  it('lets its reason be deleted', async () => {
    const { id } = await aContract();
    const made = await app.must('POST', '/v1/churn-reasons', { code: 'gone', label: 'Gone', answerable: 'nobody' });
    await must(id, 'notice', { givenOn: '2026-03-01', reason: 'gone' });
    expect((await app.ask('DELETE', `/v1/churn-reasons/${made.id}`)).status).toBe(409);
    await takeBack(id);
    expect((await app.ask('DELETE', `/v1/churn-reasons/${made.id}`)).status).toBe(204);
  });
});

describe('moving a contract', () => {
  it('moves its ARR to another account today, and ends nothing', async () => {
    const other = await anAccount(app);
    const { id } = await aContract();
    expect(await must(id, 'transfer', { accountId: other.id })).toMatchObject({ id, accountId: other.id });
    expect(await must(id, 'transfer', { accountId: other.id })).toMatchObject({ id, accountId: other.id });
    expect(await stepsOf(app, id, acme.id)).toEqual(['2026-01-01 Suite 1200000 sold', '2026-03-02 Suite 0 transfer']);
    expect(await stepsOf(app, id, other.id)).toEqual(['2026-03-02 Suite 1200000 transfer', '2027-01-01 Suite 0 -']);
    expect((await textsOf(id)).slice(1)).toEqual([`Moved to account “${other.name}”, with EUR 12,000.00 a year`]);
  });

  it('gives moved lines a contract of their own', async () => {
    const other = await anAccount(app);
    const { id } = await aContract({ lines: [aLine('12000'), aLine('365', { product: 'Support' })] });
    const made = await must(id, 'transfer', { accountId: other.id, lines: ['Support'] });
    expect(made).toMatchObject({
      accountId: other.id,
      movedFromContractId: id,
      startsOn: '2026-03-02',
      endsOn: '2026-12-31',
    });
    expect(made.lines).toEqual([
      {
        product: 'Support',
        kind: 'recurring',
        segments: [{ from: '2026-03-02', to: '2026-12-31', amount: '305.00', arr: '365.00', cause: 'transfer' }],
      },
    ]);
    const left = await app.must('GET', `/v1/contracts/${id}`);
    expect(left.lines[1]).toMatchObject({
      movedToContractId: made.id,
      segments: [{ amount: '60.00', to: '2026-03-01' }],
    });
    expect(await stepsOf(app, id)).toContain('2026-03-02 Support 0 transfer');
    expect(await stepsOf(app, made.id)).toEqual(['2026-03-02 Support 36500 transfer', '2027-01-01 Support 0 -']);
    // A contract that is over has no lines to move.
    const over = await aContract({
      startsOn: '2025-01-01',
      endsOn: '2025-12-31',
      lines: [of('2025-01-01', '1'), { ...of('2025-01-01', '1'), product: 'B' }],
    });
    expect(faults(await act(over.id, 'transfer', { accountId: other.id, lines: ['B'] }))).toEqual(['/lines over']);
    expect(faults(await act(id, 'transfer', { accountId: NOBODY, lines: ['Support'] }))).toEqual([
      ...['/accountId unknownId', '/lines/0 unknownProduct'],
    ]);
  });

  it('counts moved lines once, also when the program reports them again', async () => {
    const other = await anAccount(app);
    const tell = (suite: string): Promise<Json> =>
      app.must('PUT', '/v1/contracts/by-ref/erp/moving', {
        accountId: acme.id,
        currency: 'EUR',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        lines: [aLine(suite), aLine('365', { product: 'Support' })],
      });
    const { id } = await tell('12000');
    const made = await must(id, 'transfer', { accountId: other.id, lines: ['Support'] });
    const { lines } = await tell('13000');
    expect(lines[0].segments).toEqual([expect.objectContaining({ arr: '13000.00', to: '2026-12-31' })]);
    expect(lines[1]).toMatchObject({ movedToContractId: made.id, segments: [{ amount: '60.00', to: '2026-03-01' }] });
    expect(await stepsOf(app, id)).toContain('2026-03-02 Support 0 transfer');
  });
});

describe('lines that have moved', () => {
  it.each([
    ['2026-06-01', 'before they begin'],
    ['2026-01-01', 'and were amended from an earlier day on'],
  ])('count once when reported again, left out and reported again (from %s, %s)', async (startsOn) => {
    const other = await anAccount(app);
    const support = { product: 'Support', segments: [{ from: startsOn, amount: '365', arr: '365' }] };
    const tell = (...lines: object[]): Promise<Json> =>
      app.must('PUT', `/v1/contracts/by-ref/erp/moving-${startsOn}`, {
        accountId: acme.id,
        currency: 'EUR',
        startsOn,
        endsOn: '2026-12-31',
        lines,
      });
    const suite = (amount: string) => of(startsOn, amount);
    const { id } = await tell(suite('12000'), support);
    const made = await must(id, 'transfer', { accountId: other.id, lines: ['Support'] });
    if (startsOn === '2026-01-01')
      await must(id, 'amend', { effectiveOn: startsOn, lines: [suite('12000')], reason: 'Only this' });
    const ofSupport = async () =>
      (await Promise.all([stepsOf(app, id), stepsOf(app, made.id)])).map((steps) =>
        steps.filter((step) => step.includes('Support')),
      );
    const [, there] = await ofSupport();
    expect((await tell(suite('13000'), support)).lines.at(-1)).toMatchObject({ movedToContractId: made.id });
    const [here] = await ofSupport();
    expect(here).toEqual(
      startsOn === '2026-01-01' ? ['2026-01-01 Support 36500 sold', '2026-03-02 Support 0 transfer'] : [],
    );
    await tell(suite('13000'));
    expect(await ofSupport()).toEqual([[], there]);
    await tell(suite('13000'), support);
    expect(await ofSupport()).toEqual([here, there]);
  });
});

describe('amending lines that have moved', () => {
  const twoLines = async () => {
    const other = await anAccount(app);
    const { id } = await aContract({ lines: [aLine('12000'), aLine('365', { product: 'Support' })] });
    const made = await must(id, 'transfer', { accountId: other.id, lines: ['Support'] });
    return { id, made };
  };
  const moved = ['2026-01-01 Support 36500 sold', '2026-03-02 Support 0 transfer'];

  it('by the draft of an earlier day changes nothing', async () => {
    const { id } = await twoLines();
    const before = await app.must('GET', `/v1/contracts/${id}`);
    const draft = await app.must('GET', `/v1/contracts/${id}/amend?effectiveOn=2026-02-01`);
    expect(draft.lines[1]).toMatchObject({ product: 'Support', segments: [{ from: '2026-02-01', to: '2026-03-01' }] });
    const { warnings } = await must(id, 'amend', { ...draft, reason: 'As it was' });
    expect(warnings).toBeUndefined();
    expect(await stepsOf(app, id)).toEqual([...['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -'], ...moved]);
    const { lines } = await app.must('GET', `/v1/contracts/${id}`);
    expect(lines[1]).toMatchObject({ movedToContractId: before.lines[1].movedToContractId, movedOn: '2026-03-02' });
    expect((await app.must('GET', `/v1/contracts/${id}/amend?effectiveOn=2026-03-02`)).lines).toHaveLength(1);
  });

  it('leaves the days from the move on to the contract that has them, with a warning', async () => {
    const { id, made } = await twoLines();
    const there = await stepsOf(app, made.id);
    const suite = of('2026-02-01', '12000', { arr: '12000' });
    const support = { product: 'Support', segments: [{ from: '2026-02-01', amount: '0', arr: '730' }] };
    const { warnings } = await must(id, 'amend', {
      effectiveOn: '2026-02-01',
      lines: [suite, support],
      reason: 'Dear',
    });
    expect(warnings).toEqual([
      { pointer: '/lines/1', message: expect.stringMatching(`^From 2 March 2026 on, .* in contract ${made.id}, `) },
    ]);
    expect((await stepsOf(app, id)).slice(2)).toEqual([
      ...['2026-01-01 Support 36500 sold', '2026-02-01 Support 73000 sold', '2026-03-02 Support 0 transfer'],
    ]);
    expect(await stepsOf(app, made.id)).toEqual(there);
  });

  it('on the day of the move or later adds another line', async () => {
    const { id } = await twoLines();
    const support = { product: 'Support', segments: [{ from: '2026-03-02', amount: '0', arr: '730' }] };
    const suite = of('2026-03-02', '12000', { arr: '12000' });
    await must(id, 'amend', { effectiveOn: '2026-03-02', lines: [suite, support], reason: 'Sold again' });
    const before = await stepsOf(app, id);
    expect(before.slice(2)).toEqual([
      ...['2026-01-01 Support 36500 sold', '2026-03-02 Support 73000 sold', '2027-01-01 Support 0 -'],
    ]);
    const draft = await app.must('GET', `/v1/contracts/${id}/amend?effectiveOn=2026-02-01`);
    await must(id, 'amend', { ...draft, reason: 'As it was' });
    expect(await stepsOf(app, id)).toEqual(before);
  });

  it('of a contract that renews by itself renews them until the move, as reporting it again does', async () => {
    const other = await anAccount(app);
    const monthly = (product: string, amount: string, from: string) => ({ product, segments: [{ from, amount }] });
    const tell = (suite: string): Promise<Json> =>
      app.must('PUT', '/v1/contracts/by-ref/erp/monthly-moved', {
        accountId: acme.id,
        currency: 'EUR',
        startsOn: '2025-11-01',
        endsOn: '2025-11-30',
        autoRenewMonths: 1,
        lines: [monthly('Suite', suite, '2025-11-01'), monthly('Support', '10', '2025-11-01')],
      });
    const { id } = await tell('1000');
    await must(id, 'transfer', { accountId: other.id, lines: ['Support'] });
    const supportOf = async () => (await stepsOf(app, id)).filter((each) => each.includes('Support'));
    const before = await supportOf();
    expect(before).toEqual(['2025-11-01 Support 12000 sold', '2026-03-02 Support 0 transfer']);
    const lines = [monthly('Suite', '2000', '2026-01-01'), monthly('Support', '10', '2026-01-01')];
    await must(id, 'amend', { effectiveOn: '2026-01-01', lines, reason: 'More' });
    expect(await supportOf()).toEqual(before);
    await tell('3000');
    expect(await supportOf()).toEqual(before);
  });
});

describe('a contract that renews by itself', () => {
  it('does so once, on the day after the last day for notice, at the ARR of its last day', async () => {
    const lines = [
      {
        product: 'Suite',
        segments: [
          { from: '2026-01-01', to: '2026-06-30', amount: '3000' },
          { from: '2026-07-01', amount: '6000' },
        ],
      },
      { product: 'Setup', kind: 'oneOff', segments: [{ from: '2026-01-01', amount: '500' }] },
    ];
    const { id } = await aContract({ noticeDays: 90, autoRenewMonths: 6, lines });
    await app.moveTo('2026-10-02T23:59:00.000Z');
    await sweep();
    expect((await app.must('GET', `/v1/contracts/${id}`)).endsOn).toBe('2026-12-31');
    await app.moveTo('2026-10-03T00:01:00.000Z');
    await Promise.all([sweep(), sweep(), sweep()]);
    const renewed = await app.must('GET', `/v1/contracts/${id}`);
    expect(renewed).toMatchObject({ endsOn: '2027-06-30', lastDayForNotice: '2027-04-01' });
    expect(renewed.lines[0].segments.at(-1)).toEqual({
      from: '2027-01-01',
      to: '2027-06-30',
      amount: '6000.00',
      arr: '12000.00',
      cause: 'renewal',
    });
    expect(renewed.lines[1].segments).toHaveLength(1);
    expect((await textsOf(id)).slice(1)).toEqual([
      'Renewal made to follow term 1 of its contract, a deal of nobody, worth EUR 6,000.00',
      'Renewed by itself until 30 June 2027, at EUR 12,000.00 a year',
      'Renewal won: no notice was given, so its contract renews by itself, worth EUR 6,000.00',
    ]);
    const { data } = await app.feed('/v1/events?type=contract.renewed&limit=1000');
    const event = data.find(({ subject }: Json) => subject.id === id);
    expect(event).toMatchObject({
      actor: { type: 'system', rule: 'renewal' },
      data: { cause: 'auto', arr: '12000.00' },
    });
  });

  it('did not renew after all if a notice in time is reported afterwards', async () => {
    const { id } = await aContract({
      startsOn: '2024-01-01',
      endsOn: '2024-12-31',
      autoRenewMonths: 12,
      lines: [of('2024-01-01', '12000')],
    });
    await sweep();
    expect((await app.must('GET', `/v1/contracts/${id}`)).terms).toHaveLength(3);
    const noticed = await must(id, 'notice', { givenOn: '2024-12-31', reason: 'acquired' });
    expect(noticed).toMatchObject({ endsOn: '2024-12-31', terms: [{ cause: 'signed' }] });
    expect((await textsOf(id)).slice(-2)).toEqual([
      expect.stringContaining('2 renewals did not happen after all'),
      'Renewal lost: there is nothing to renew any more',
    ]);
    await sweep();
    expect(await stepsOf(app, id)).toEqual(['2024-01-01 Suite 1200000 sold', '2025-01-01 Suite 0 -']);
  });

  it('catches up on all terms since it began, if it is reported long afterwards', async () => {
    const lines = [of('2023-01-01', '1000')];
    const { id } = await aContract({ startsOn: '2023-01-01', endsOn: '2023-01-31', autoRenewMonths: 1, lines });
    await sweep();
    const { terms, endsOn } = await app.must('GET', `/v1/contracts/${id}`);
    expect([terms.length, endsOn]).toEqual([46, '2026-10-31']);
    expect(await stepsOf(app, id)).toEqual(['2023-01-01 Suite 1200000 sold', '2026-11-01 Suite 0 -']);
  });

  it('renews on the last day of each month if it began on the 31st, and keeps its ARR', async () => {
    const lines = [of('2026-01-31', '1000')];
    const { id } = await aContract({ startsOn: '2026-01-31', endsOn: '2026-02-27', autoRenewMonths: 1, lines });
    await sweep();
    const { terms } = await app.must('GET', `/v1/contracts/${id}`);
    const begins = terms.map(({ startsOn }: Json) => startsOn);
    expect(begins.slice(0, 5)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
    expect((await stepsOf(app, id))[0]).toBe('2026-01-31 Suite 1200000 sold');
    expect(await stepsOf(app, id)).toHaveLength(2);
  });

  it('ends where nothing recurs on its last day', async () => {
    const lines = [{ product: 'Setup', kind: 'oneOff', segments: [{ from: '2024-01-01', amount: '500' }] }];
    const { id } = await aContract({ startsOn: '2024-01-01', endsOn: '2024-12-31', autoRenewMonths: 12, lines });
    await sweep();
    expect((await app.must('GET', `/v1/contracts/${id}`)).endsOn).toBe('2024-12-31');
  });
});

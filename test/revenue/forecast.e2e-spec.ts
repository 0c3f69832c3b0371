import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep, faults } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let acme: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  acme = await app.must('POST', '/v1/accounts', { name: 'Acme' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const aDeal = (fields: object) =>
  app.must('POST', '/v1/deals', {
    name: 'Site',
    account: { id: acme.id },
    ownerRepId: ann.id,
    amount: '100.00',
    currency: 'EUR',
    expectedCloseAt: '2026-03-20T12:00:00Z',
    ...fields,
  });
const forecast = (query = '', how = {}) => app.ask('GET', `/v1/reports/forecast${query}`, undefined, how);
const rows = ({ body }: Json) =>
  body.data.map(({ label, deals, closed, commit, pipeline }: Json) => [label, deals, closed, commit, pipeline]);

describe('the forecast', () => {
  it('shows by month and owner what is won, and what open deals would add', async () => {
    const won = await aDeal({ amount: '1000.00' });
    await app.must('POST', `/v1/deals/${won.id}/win`, {});
    await aDeal({ category: 'commit', amount: '200.00' });
    await aDeal({ ownerRepId: bo.id, amount: '40.00', expectedCloseAt: '2026-04-30T12:00:00Z' });
    await aDeal({ amount: '8.00', expectedCloseAt: undefined });
    const lost = await aDeal({ amount: '5000.00' });
    await app.must('POST', `/v1/deals/${lost.id}/lose`, { reason: 'price' });
    expect(rows(await forecast())).toEqual([
      ['2026-03', 2, '1000.00', '1200.00', '1200.00'],
      ['2026-04', 1, '0.00', '0.00', '40.00'],
      ['no date', 1, '0.00', '0.00', '8.00'],
    ]);
    const { body } = await forecast('?by=month,owner');
    expect(body.data[0]).toEqual({
      key: { month: '2026-03', owner: ann.id },
      label: '2026-03, Ann',
      unit: 'amount',
      currency: 'EUR',
      deals: 2,
      overdue: 0,
      filter: { date: 'expected', from: '2026-03-01', month: '2026-03', ownerRepId: ann.id },
      closed: '1000.00',
      commit: '1200.00',
      bestCase: '1200.00',
      pipeline: '1200.00',
      weighted: '1180.00',
      worst: '1200.00',
    });
    expect(body.total).toMatchObject({ key: {}, label: 'total', deals: 4, pipeline: '1248.00' });
    expect(rows(await forecast('?by=owner'))).toEqual([
      ['Ann', 3, '1000.00', '1200.00', '1208.00'],
      ['Bo', 1, '0.00', '0.00', '40.00'],
    ]);
  });

  it('splits sales from renewals by type, or counts one type alone, and lists the same deals', async () => {
    await aDeal({ amount: '54000.00', category: 'commit' });
    await aDeal({ amount: '9000.00', type: 'expansion' });
    await aDeal({ amount: '36000.00', type: 'renewal', category: 'commit', atRisk: true });
    const { body } = await forecast('?by=type');
    expect(
      body.data.map(({ key, label, commit, pipeline, worst }: Json) => [key, label, commit, pipeline, worst]),
    ).toEqual([
      [{ type: 'expansion' }, 'expansion', '0.00', '9000.00', '0.00'],
      [{ type: 'new' }, 'new', '54000.00', '54000.00', '54000.00'],
      [{ type: 'renewal' }, 'renewal', '36000.00', '36000.00', '0.00'],
    ]);
    expect(body.total).toMatchObject({ unit: 'amount', commit: '90000.00', pipeline: '99000.00' });
    const listed = async ({ filter }: Json): Promise<string[]> => {
      const query = new URLSearchParams({ forecast: 'pipeline', ...filter });
      return (await app.must('GET', `/v1/deals?${query}`)).data.map(({ amount }: Json) => amount);
    };
    expect(await Promise.all(body.data.map(listed))).toEqual([['9000.00'], ['54000.00'], ['36000.00']]);
    const renewals = await forecast('?type=renewal&by=month');
    expect(rows(renewals)).toEqual([['2026-03', 1, '0.00', '36000.00', '36000.00']]);
    expect(await listed(renewals.body.data[0])).toEqual(['36000.00']);
    expect(rows(await forecast('?type=reactivation'))).toEqual([]);
    expect((await forecast('?by=kind')).status).toBe(422);
    expect((await forecast('?type=other')).status).toBe(422);
  });

  it('adds a sale and a renewal for three years in one unit', async () => {
    const { id: accountId } = await app.must('POST', '/v1/accounts', { name: 'Juno' });
    await app.must('PUT', '/v1/contracts/by-ref/erp/1', {
      accountId,
      currency: 'EUR',
      startsOn: '2023-07-01',
      endsOn: '2026-06-30',
      noticeDays: 30,
      lines: [{ product: 'Suite', segments: [{ from: '2023-07-01', amount: '54000' }] }],
    });
    await app.application.app.get(ContractsSweep).look();
    await aDeal({ amount: '54000.00', term: { startsOn: '2026-07-01', endsOn: '2029-06-30' } });
    const { body } = await forecast('?by=type');
    expect(body.data.map(({ label, pipeline }: Json) => [label, pipeline])).toEqual([
      ['new', '54000.00'],
      ['renewal', '54000.00'],
    ]);
  });

  // Postgres reads the first as an offset without summer time, and does not know the second.
  it.each(['CET', 'ECT'])(
    'counts and lists a deal for its month in the zone %s, whatever Postgres knows of it',
    async (timeZone) => {
      const settings = await app.must('GET', '/v1/settings');
      await app.must('PUT', '/v1/settings', { ...settings, version: undefined, timeZone });
      // Half an hour after midnight, on the first of a month.
      const late = await aDeal({ expectedCloseAt: '2026-06-30T22:30:00Z' });
      await aDeal({ expectedCloseAt: '2026-06-30T21:59:59Z' });
      expect(rows(await forecast('?from=2026-07-01')).map(([month, deals]: Json) => [month, deals])).toEqual([
        ['2026-06', 1],
        ['2026-07', 1],
      ]);
      const listed = async (query: string) =>
        (await app.must('GET', `/v1/deals?${query}`)).data.map(({ id }: Json) => id);
      for (const query of ['month=2026-07', 'month=2026-07&date=starts'])
        expect(await listed(query)).toEqual([late.id]);
      for (const query of ['to=2026-07-01', 'to=2026-07-01&date=starts', 'month=2026-06'])
        expect(await listed(query)).toHaveLength(1);
      expect(await listed('month=0000-01')).toEqual([]);
      expect((await app.get('/v1/deals?month=2026-13')).status).toBe(422);
    },
  );

  it('lists the deals that each of its figures counts', async () => {
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: ann.email, managerId: bo.id });
    const term = { startsOn: '2026-06-01', endsOn: '2027-05-31' };
    const won = await aDeal({ amount: '1000.00', term });
    await app.must('POST', `/v1/deals/${won.id}/win`, {});
    await aDeal({ category: 'commit', amount: '200.00' });
    await aDeal({ category: 'bestCase', amount: '30.00', expectedCloseAt: '2026-03-31T23:59:00Z' });
    await aDeal({ category: 'omitted', amount: '5.00' });
    await aDeal({ category: 'commit', ownerRepId: bo.id, amount: '40.00', expectedCloseAt: '2026-04-30T12:00:00Z' });
    await aDeal({ amount: '8.00', expectedCloseAt: undefined });
    await aDeal({ ownerRepId: undefined, amount: '0.50' });
    const lost = await aDeal({ amount: '5000.00' });
    await app.must('POST', `/v1/deals/${lost.id}/lose`, { reason: 'price' });
    const ofBo = await app.keyFor(['manager'], bo.id);
    for (const query of ['?by=month', '?by=owner', '?by=month,owner&date=starts', '?date=starts&to=2026-06-01']) {
      for (const key of [undefined, ofBo]) {
        const how = key === undefined ? {} : { key };
        const { data, total } = (await forecast(query, how)).body;
        for (const row of [...data, total]) {
          for (const figure of ['closed', 'commit', 'bestCase', 'pipeline']) {
            const listed = await app.ask(
              'GET',
              `/v1/deals?${new URLSearchParams({ ...row.filter, forecast: figure })}`,
              undefined,
              how,
            );
            const sum = listed.body.data.reduce((all: number, { amount }: Json) => all + Number(amount), 0);
            expect([query, row.label, figure, sum.toFixed(2)]).toEqual([query, row.label, figure, row[figure]]);
          }
        }
      }
    }
    const listed = ({ body }: Json) => [...body.data, body.total].map(({ filter }: Json) => filter);
    expect(listed(await forecast('?at=2026-03-02T15:00:00Z'))).not.toContainEqual(expect.anything());
    expect(listed(await forecast('?timeZone=Asia/Tokyo'))).not.toContainEqual(expect.anything());
  });

  it('shows deals as they were at the requested instant', async () => {
    const deal = await aDeal({});
    const before = new Date(app.time.now()).toISOString();
    await app.moveBy(DAY);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { category: 'commit', amount: '70.00' });
    const meanwhile = new Date(app.time.now()).toISOString();
    await app.moveBy(DAY);
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    expect(rows(await forecast(`?at=${before}`))).toEqual([['2026-03', 1, '0.00', '0.00', '100.00']]);
    expect(rows(await forecast(`?at=${meanwhile}`))).toEqual([['2026-03', 1, '0.00', '70.00', '70.00']]);
    expect(rows(await forecast())).toEqual([['2026-03', 1, '70.00', '70.00', '70.00']]);
    expect(rows(await forecast('?at=2026-01-01T00:00:00Z'))).toEqual([]);
  });

  it('counts overdue open deals, by closing or start date, and omits earlier wins', async () => {
    const term = { startsOn: '2026-06-01', endsOn: '2027-05-31' };
    const won = await aDeal({ amount: '1000.00', term });
    await app.must('POST', `/v1/deals/${won.id}/win`, {});
    await aDeal({});
    await app.moveBy(60 * DAY);
    expect((await forecast()).body.data).toMatchObject([{ label: '2026-03', deals: 1, overdue: 1, closed: '0.00' }]);
    expect(rows(await forecast('?date=starts'))).toEqual([
      ['2026-03', 1, '0.00', '0.00', '100.00'],
      ['2026-06', 1, '1000.00', '1000.00', '1000.00'],
    ]);
    expect(rows(await forecast('?date=starts&to=2026-06-01'))).toEqual([['2026-03', 1, '0.00', '0.00', '100.00']]);
    expect(rows(await forecast('?from=2026-03-01'))).toEqual([['2026-03', 2, '1000.00', '1000.00', '1100.00']]);
  });

  it('shows reps their own deals, managers also those of their reps, and requires a currency if there are several', async () => {
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: ann.email, managerId: bo.id });
    await aDeal({});
    await aDeal({ ownerRepId: bo.id, currency: 'USD' });
    const keyOf = async (rep: Json, scope: string) =>
      (await app.must('POST', '/v1/api-keys', { name: `${rep.name}`, scopes: [scope], repId: rep.id })).key;
    expect((await forecast('', { key: await keyOf(ann, 'rep') })).body.total).toMatchObject({
      deals: 1,
      currency: 'EUR',
    });
    const ofManager = await forecast('', { key: await keyOf(bo, 'manager') });
    expect(faults(ofManager)).toEqual(['/currency severalCurrencies']);
    expect(ofManager.body.errors[0].message).toBe('Deals are in EUR, USD. Expected the currency of the answer.');
  });

  it('converts other currencies at the rates of the day in question', async () => {
    await aDeal({ amount: '100.00' });
    await aDeal({ amount: '120.00', currency: 'USD' });
    const unknown = await forecast('?currency=EUR');
    expect(faults(unknown)).toEqual(['/currency rateMissing']);
    expect(unknown.body.errors[0].message).toBe(
      'There is no rate between USD and EUR of 2026-03-02, nor of a day before it. Expected one at /v1/fx-rates.',
    );
    const rates = [
      { on: '2026-02-27', currency: 'USD', rate: '1.20' },
      { on: '2026-02-27', currency: 'CHF', rate: '0.90' },
      { on: '2026-03-03', currency: 'USD', rate: '2.00' },
    ];
    await app.must('PUT', '/v1/fx-rates', { base: 'EUR', rates });
    expect(rows(await forecast('?currency=EUR'))).toEqual([['2026-03', 2, '0.00', '0.00', '200.00']]);
    expect(rows(await forecast('?currency=CHF'))).toEqual([['2026-03', 2, '0.00', '0.00', '180.00']]);
    await app.moveBy(DAY);
    expect(rows(await forecast('?currency=EUR'))).toEqual([['2026-03', 2, '0.00', '0.00', '160.00']]);
  });

  it('is available as CSV, and rejects invalid queries', async () => {
    await aDeal({});
    const csv = String((await forecast('', { headers: { accept: 'text/csv' } })).body).split('\r\n');
    expect(csv[0]).toBe(
      'key.month,label,filter,unit,currency,deals,overdue,closed,commit,bestCase,pipeline,weighted,worst',
    );
    expect(faults(await forecast('?from=0000-01-01'))).toEqual(['/from date']);
    expect(faults(await forecast('?by=product'))).toEqual(['/by value']);
    expect(faults(await forecast('?at=2027-01-01T00:00:00Z'))).toEqual(['/at future']);
    expect(faults(await forecast('?from=2026-03-02&to=2026-03-02'))).toEqual(['/to inverted']);
  });
});

const accuracy = (query = '', how = {}) => app.ask('GET', `/v1/reports/forecast-accuracy${query}`, undefined, how);

describe('the accuracy of forecasts', () => {
  it('compares the forecast of each week with the final result', async () => {
    const deal = await aDeal({ category: 'commit' });
    const late = await aDeal({ category: 'commit', amount: '60.00' });
    await app.moveBy(8 * DAY);
    await app.must('PATCH', `/v1/deals/${late.id}`, { expectedCloseAt: '2026-04-10T12:00:00Z' });
    await app.moveBy(8 * DAY);
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    await app.moveBy(20 * DAY);
    const { body } = await accuracy('?from=2026-03-01&to=2026-04-01');
    const told = body.data.map(({ asOf, weeksBefore, commit, weighted, came, error }: Json) => [
      ...[asOf.slice(0, 10), weeksBefore, commit, weighted, came, error.commit, error.weighted],
    ]);
    expect(told.slice(-5)).toEqual([
      ['2026-03-02', 4, '0.00', '0.00', '100.00', '-1.0000', '-1.0000'],
      ['2026-03-09', 3, '160.00', '144.00', '100.00', '0.6000', '0.4400'],
      ['2026-03-16', 2, '100.00', '90.00', '100.00', '0.0000', '-0.1000'],
      ['2026-03-23', 1, '100.00', '100.00', '100.00', '0.0000', '0.0000'],
      ['2026-03-30', 0, '100.00', '100.00', '100.00', '0.0000', '0.0000'],
    ]);
    expect(body.accuracy.slice(-3)).toEqual([
      { weeksBefore: 2, months: 1, meanError: '0.1000' },
      { weeksBefore: 1, months: 1, meanError: '0.0000' },
      { weeksBefore: 0, months: 1, meanError: '0.0000' },
    ]);
    expect((await accuracy()).body.data.filter(({ month }: Json) => month === '2026-03')).toHaveLength(13);
  });

  it('states no error for a month that is not over', async () => {
    await aDeal({});
    const { body } = await accuracy('?from=2026-03-01&to=2026-04-01');
    expect(body.data.at(-1)).toMatchObject({ asOf: '2026-03-02T00:00:00.000Z', came: null, error: { weighted: null } });
    expect(body.accuracy).toEqual([]);
  });

  it('covers six months by default, whichever day they end before', async () => {
    await app.moveBy(200 * DAY);
    const monthsOf = async (query = '') => [
      ...new Set((await accuracy(query)).body.data.map(({ month }: Json) => month)),
    ];
    const six = ['2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07'];
    expect(await monthsOf('?to=2026-08-01')).toEqual(six);
    expect(await monthsOf('?to=2026-07-15')).toEqual(six);
    expect(await monthsOf('?to=2026-07-01')).toEqual(['2026-01', ...six.slice(0, -1)]);
  });

  it('refuses spans without a month, with too many, or beyond the years of contracts', async () => {
    expect(faults(await accuracy('?from=2026-03-02&to=2026-03-20'))).toEqual(['/to inverted']);
    expect(faults(await accuracy('?from=2024-01-01&to=2026-03-01'))).toEqual(['/to tooMany']);
    expect(faults(await accuracy('?from=2199-12-31'))).toEqual(['/to inverted']);
    expect(faults(await accuracy('?from=9999-12-31'))).toEqual(['/from format']);
    const csv = await accuracy('?from=2026-02-01&to=2026-03-01', { headers: { accept: 'text/csv' } });
    expect(csv.status).toBe(200);
  });
});

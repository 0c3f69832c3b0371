import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings } from '../support/people.js';
import { aLine, anAccount } from './contracts.js';

let app: TestApplication;
let people: Record<'ann' | 'olga' | 'sam', Json>;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00.000Z');
  await changeSettings(app, { timeZone: 'Europe/Berlin' });
  const [ann, olga, sam] = await Promise.all(['Ann', 'Olga', 'Sam'].map((name) => aRep(app, name)));
  people = { ann: ann!, olga: olga!, sam: sam! };
});
afterAll(() => app.stop());

/** The fields of a contract over a calendar year. */
const ofYear = (year: number, amount = '12000') => ({
  startsOn: `${year}-01-01`,
  endsOn: `${year}-12-31`,
  lines: [of(`${year}-01-01`, amount)],
});
let told = 0;
/** A contract of an account of Ann. By default it renews by itself, and notice is possible until 2 October. */
const aContract = async (fields: Json = {}): Promise<Json> => {
  const { accountId = (await anAccount(app, { ownerRepId: people.ann.id })).id } = fields;
  told += 1;
  return app.must('PUT', `/v1/contracts/by-ref/erp/${told}`, bodyOf({ ...fields, accountId }));
};
const bodyOf = (fields: Json): Json => ({
  currency: 'EUR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  noticeDays: 90,
  autoRenewMonths: 12,
  lines: [aLine('12000')],
  ...fields,
});
const tell = (contract: Json, fields: Json) =>
  app.must(
    'PUT',
    `/v1/contracts/by-ref/erp/${contract.refs.erp}`,
    bodyOf({ accountId: contract.accountId, ...fields }),
  );
const act = (contract: Json, verb: string, body: object): Promise<Json> =>
  app.must('POST', `/v1/contracts/${contract.id}/${verb}`, body);
/** Sweeps as the engine does every minute, on two nodes at once. */
const look = async () => {
  const sweep = app.application.app.get(ContractsSweep);
  await Promise.all([sweep.look(), sweep.look()]);
};
const goTo = async (day: string, time = '10:00') => {
  app.time.moveTo(Date.parse(`${day}T${time}:00Z`));
  await look();
};
const dealsOf = async ({ id }: Json): Promise<Json[]> =>
  (await app.must('GET', `/v1/deals?type=renewal&contractId=${id}`)).data;
const standing = async (contract: Json) =>
  (await dealsOf(contract)).map(({ renewal, stage }) => [renewal.term, stage, renewal.cause].join(' '));
const textsOf = async (what: 'contracts' | 'deals', { id }: Json): Promise<string[]> =>
  (await app.must('GET', `/v1/${what}/${id}/timeline`)).data.map(({ text }: Json) => text);
const of = (from: string, amount: string) => ({ product: 'Suite', segments: [{ from, amount }] });

describe('the renewal of a contract', () => {
  it('is a deal from 120 days before the last day for notice, with what is known of it', async () => {
    const account = await anAccount(app, { ownerRepId: people.ann.id, roles: { manager: people.olga.id } });
    const sold = await app.must('POST', '/v1/deals', {
      name: 'Suite',
      account: { id: account.id },
      amount: '12000.00',
      currency: 'EUR',
    });
    const contract = await aContract({ accountId: account.id, dealId: sold.id });
    // The last day for notice is 2 October; 120 days before it is 4 June.
    await goTo('2026-06-03', '21:59');
    expect(await dealsOf(contract)).toEqual([]);
    await goTo('2026-06-03', '22:01');
    await look();
    const [deal] = await dealsOf(contract);
    expect(await standing(contract)).toEqual(['1 open ']);
    expect(deal).toMatchObject({
      name: `${account.name}: Renewal from 2027-01-01`,
      type: 'renewal',
      contractId: contract.id,
      follows: sold.id,
      account: { id: account.id },
      ownerRepId: people.olga.id,
      category: 'pipeline',
      amount: '12000.00',
      currency: 'EUR',
      expectedCloseAt: '2026-10-02T21:59:59.000Z',
      term: { startsOn: '2027-01-01', endsOn: '2027-12-31', noticeDays: 90 },
      renewal: { term: 1, lastDayForNotice: '2026-10-02', cause: null, churnReason: null },
    });
    expect(await textsOf('deals', deal!)).toEqual([
      'Made to follow term 1 of its contract, a deal of Olga, worth EUR 12,000.00',
    ]);
    const forecast = async (date: string) =>
      (await app.must('GET', `/v1/reports/forecast?date=${date}`)).data.find(({ key }: Json) => key.month !== null);
    expect(await forecast('expected')).toMatchObject({ key: { month: '2026-10' }, pipeline: '12000.00', deals: 1 });
    expect(await forecast('starts')).toMatchObject({ key: { month: '2027-01' }, pipeline: '12000.00', deals: 1 });
  });

  it('has no deal where nothing recurs, nothing ends, or another term follows already', async () => {
    const oneOff = await aContract({ lines: [{ ...of('2026-01-01', '500'), kind: 'oneOff' }] });
    const endless = await aContract({
      endsOn: undefined,
      lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '1', arr: '12' }] }],
    });
    const early = await aContract();
    await act(early, 'renew', { endsOn: '2027-12-31', lines: [of('2027-01-01', '15000')] });
    const left = await aContract();
    await act(left, 'notice', { givenOn: '2026-06-01', reason: 'price' });
    await goTo('2026-07-18');
    for (const each of [oneOff, endless, early, left]) expect(await dealsOf(each)).toEqual([]);
    // The renewal for the term that was signed early is made in its own time.
    await goTo('2027-06-05');
    expect(await standing(early)).toEqual(['2 open ']);
    expect((await dealsOf(early))[0]).toMatchObject({ amount: '15000.00' });
  });

  it('begins as long before that day as the settings say', async () => {
    const settings = await app.must('GET', '/v1/settings');
    expect(settings.renewalLead).toBe('P120D');
    const contract = await aContract(ofYear(2027, '100'));
    await app.must('PUT', '/v1/settings', { ...settings, renewalLead: 'P30D' });
    await goTo('2027-09-01');
    expect(await dealsOf(contract)).toEqual([]);
    await goTo('2027-09-02');
    expect(await standing(contract)).toEqual(['1 open ']);
    await app.must('PUT', '/v1/settings', { ...settings, renewalLead: undefined, version: undefined });
  });

  it('is the deal that a person has made for the contract, with its own values', async () => {
    const accountId = (await anAccount(app, { ownerRepId: people.ann.id })).id;
    const sold = await app.must('POST', '/v1/deals', {
      name: 'Sold',
      account: { id: accountId },
      amount: '1000.00',
      currency: 'EUR',
    });
    const contract = await aContract({
      accountId,
      dealId: sold.id,
      startsOn: '2028-01-01',
      endsOn: '2028-12-31',
      lines: [of('2028-01-01', '1000')],
    });
    const made = await app.must('POST', '/v1/deals', {
      name: 'Again',
      account: { id: contract.accountId },
      amount: '1500.00',
      currency: 'EUR',
      type: 'renewal',
      contractId: contract.id,
      ownerRepId: people.sam.id,
    });
    // There is one already, whoever made it: no second one is made, reopened, or turned into one.
    const second = { name: 'Once more', account: { id: contract.accountId }, amount: '1.00', currency: 'EUR' };
    const about = { type: 'renewal', contractId: contract.id };
    const posted = await app.ask('POST', '/v1/deals', { ...second, ...about });
    expect([posted.status, posted.body.dealId]).toEqual([409, made.id]);
    const other = await app.must('POST', '/v1/deals', second);
    expect((await app.ask('PATCH', `/v1/deals/${other.id}`, about)).body.dealId).toBe(made.id);
    await app.must('POST', `/v1/deals/${made.id}/lose`, { reason: 'price' });
    await app.must('PATCH', `/v1/deals/${other.id}`, about);
    expect((await app.ask('POST', `/v1/deals/${made.id}/reopen`)).body.dealId).toBe(other.id);
    await app.must('PATCH', `/v1/deals/${other.id}`, { type: 'new', contractId: null });
    await app.must('POST', `/v1/deals/${made.id}/reopen`);
    await goTo('2028-08-01');
    const [deal, ...others] = await dealsOf(contract);
    expect([deal!.id, others]).toEqual([made.id, []]);
    expect(deal).toMatchObject({
      name: 'Again',
      amount: '1500.00',
      follows: sold.id,
      ownerRepId: people.sam.id,
      renewal: { term: 1, lastDayForNotice: '2028-10-02' },
    });
  });
});

describe('an open renewal', () => {
  const renewing = async (fields: Json = {}) => {
    const contract = await aContract({ ...YEAR, ...fields });
    await goTo('2029-07-01');
    return contract;
  };
  const YEAR = ofYear(2029);
  const dealOf = async (contract: Json) => (await dealsOf(contract)).at(-1)!;

  it('follows amendments, corrections and transfers of its contract', async () => {
    const contract = await renewing();
    await act(contract, 'amend', {
      effectiveOn: '2029-09-01',
      lines: [of('2029-09-01', '6000')],
      reason: 'More seats',
    });
    const amended = await dealOf(contract);
    expect(amended.amount).toBe('18000.00');
    // A value set by hand stays until the contract says another one.
    await app.must('PATCH', `/v1/deals/${amended.id}`, { amount: '20000.00', category: 'commit' });
    await tell(contract, { ...YEAR, noticeDays: 60 });
    expect(await dealOf(contract)).toMatchObject({
      amount: '20000.00',
      category: 'commit',
      expectedCloseAt: '2029-11-01T22:59:59.000Z',
      renewal: { lastDayForNotice: '2029-11-01' },
    });
    const other = await anAccount(app, { ownerRepId: people.sam.id });
    await act(contract, 'transfer', { accountId: other.id });
    expect(await dealOf(contract)).toMatchObject({
      account: { id: other.id },
      name: `${other.name}: Renewal from 2030-01-01`,
      ownerRepId: people.sam.id,
      amount: '20000.00',
    });
    expect(await textsOf('deals', amended)).toEqual([
      'Made to follow term 1 of its contract, a deal of Ann, worth EUR 12,000.00',
      'Updated with its contract: amount from EUR 12,000.00 to EUR 18,000.00',
      'Updated: category, amount from EUR 18,000.00 to EUR 20,000.00',
      'Updated with its contract: when it is expected to close, the notice period of its term, last day for notice',
      'Updated with its contract: account, name, owner Sam',
    ]);
  });

  it('follows the manager or owner of its account, unless it was assigned by hand', async () => {
    const contract = await renewing();
    const account = `/v1/accounts/${contract.accountId}`;
    await app.must('PATCH', account, { roles: { manager: people.olga.id } });
    const deal = await dealOf(contract);
    expect(deal.ownerRepId).toBe(people.olga.id);
    expect((await textsOf('deals', deal)).at(-1)).toBe('Updated with its account: owner Olga');
    await app.must('PATCH', account, { roles: { manager: null }, ownerRepId: null });
    expect((await dealOf(contract)).ownerRepId).toBeNull();
    const warned = async () => (await app.must('GET', '/v1/setup')).warnings.map(({ code }: Json) => code);
    expect(await warned()).toContain('renewalWithoutOwner');
    await app.must('PATCH', account, { ownerRepId: people.ann.id });
    expect((await dealOf(contract)).ownerRepId).toBe(people.ann.id);
    expect(await warned()).not.toContain('renewalWithoutOwner');
    await app.must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: people.sam.id });
    await app.must('PATCH', account, { ownerRepId: people.olga.id });
    expect((await dealOf(contract)).ownerRepId).toBe(people.sam.id);
  });

  it('is won when its contract is renewed, with what was signed', async () => {
    const contract = await renewing();
    await act(contract, 'renew', { endsOn: '2031-12-31', lines: [of('2030-01-01', '30000')] });
    expect(await dealOf(contract)).toMatchObject({
      stage: 'won',
      amount: '30000.00',
      wonAt: '2029-07-01T10:00:00.000Z',
      term: { startsOn: '2030-01-01', endsOn: '2031-12-31' },
      renewal: { cause: 'renewed' },
    });
    const { data } = await app.feed('/v1/events?type=deal.won&limit=1000');
    expect(data.at(-1).data).toMatchObject({ contractId: contract.id, contractTerm: 1, cause: 'renewed' });
    expect((await textsOf('deals', await dealOf(contract))).at(-1)).toBe(
      'Won: its contract was renewed, worth EUR 30,000.00',
    );
  });

  it.each([
    [
      'with-its-contract',
      async (contract: Json) => {
        await act(contract, 'notice', { givenOn: '2029-07-01', reason: 'price' });
        return () => app.must('DELETE', `/v1/contracts/${contract.id}/notice`);
      },
    ],
    [
      'by-a-person',
      async (contract: Json) => {
        const { id } = await dealOf(contract);
        await app.must('POST', `/v1/deals/${id}/lose`, { reason: 'price' });
        return () => app.must('POST', `/v1/deals/${id}/reopen`);
      },
    ],
  ])('that is opened again %s gets the owner of a new one if its own has left', async (how, lose) => {
    const [eva, kim] = [await aRep(app, `Eva-${how}`), await aRep(app, `Kim-${how}`)];
    const account = await anAccount(app, { ownerRepId: people.ann.id, roles: { manager: eva.id } });
    const contract = await aContract({
      accountId: account.id,
      startsOn: '2029-01-01',
      endsOn: '2029-12-31',
      lines: [of('2029-01-01', '12000')],
    });
    await look();
    expect((await dealOf(contract)).ownerRepId).toBe(eva.id);
    const openAgain = await lose(contract);
    await app.must('PATCH', `/v1/accounts/${account.id}`, { roles: { manager: kim.id } });
    const { name, email } = eva;
    await app.must('PUT', `/v1/reps/${eva.id}`, { name, email, active: false });
    await openAgain();
    expect(await dealOf(contract)).toMatchObject({ stage: 'open', ownerRepId: kim.id });
  });

  it('is won after the last day for notice, and lost by a timely notice reported later', async () => {
    const contract = await renewing();
    await goTo('2029-10-02', '21:59');
    expect(await standing(contract)).toEqual(['1 open ']);
    // No node has looked for days.
    await goTo('2029-10-08');
    expect(await standing(contract)).toEqual(['1 won auto']);
    expect((await dealOf(contract)).wonAt).toBe('2029-10-02T22:00:00.000Z');
    await goTo('2030-06-05');
    expect(await standing(contract)).toEqual(['1 won auto', '2 open ']);
    await act(contract, 'notice', { givenOn: '2029-10-01', reason: 'price' });
    expect(await standing(contract)).toEqual(['1 lost notice', '2 lost withdrawn']);
    // The notice was late after all: the withdrawn renewal returns, and no second one is made for its term.
    await act(contract, 'notice', { givenOn: '2029-10-05', reason: 'price' });
    await look();
    expect(await standing(contract)).toEqual(['1 won auto', '2 lost notice']);
  });

  it('is lost by a notice in time with its churn reason, and won by one a day late', async () => {
    // The last day for notice is tomorrow.
    const span = { startsOn: '2029-08-01', endsOn: '2030-07-31', noticeDays: 55 };
    const contract = await aContract({ ...span, lines: [of('2029-08-01', '12000')] });
    await look();
    await act(contract, 'notice', { givenOn: '2030-06-05', reason: 'low_usage' });
    expect(await dealOf(contract)).toMatchObject({
      stage: 'lost',
      lostReason: null,
      renewal: { cause: 'notice', churnReason: 'low_usage' },
    });
    await act(contract, 'notice', { givenOn: '2030-06-06', reason: 'price' });
    expect(await dealOf(contract)).toMatchObject({ stage: 'lost', renewal: { cause: 'notice', churnReason: 'price' } });
    await goTo('2030-06-07');
    await act(contract, 'notice', { givenOn: '2030-06-07', reason: 'price' });
    expect(await dealOf(contract)).toMatchObject({ stage: 'won', renewal: { cause: 'auto', churnReason: null } });
    expect((await textsOf('deals', await dealOf(contract))).slice(1)).toEqual([
      'Lost: notice was given (Is hardly used)',
      'Updated with its contract: the reason of the notice, now Price',
      'Open again: its contract now says otherwise',
      'Won: no notice was given, so its contract renews by itself, worth EUR 12,000.00',
    ]);
  });

  it('is open again when the notice is taken back, or won if its contract has renewed since', async () => {
    const contract = await aContract(ofYear(2030));
    await goTo('2030-07-01');
    const takeBack = () => app.must('DELETE', `/v1/contracts/${contract.id}/notice`);
    await act(contract, 'notice', { givenOn: '2030-07-01', reason: 'price' });
    expect(await standing(contract)).toEqual(['1 lost notice']);
    // The notice was given to the contract, and is taken back there.
    const lost = await dealOf(contract);
    expect(lost.may).toEqual(['update', 'touches']);
    expect((await app.ask('POST', `/v1/deals/${lost.id}/reopen`)).status).toBe(409);
    await takeBack();
    expect(await standing(contract)).toEqual(['1 open ']);
    expect((await dealOf(contract)).may).toEqual(['update', 'touches', 'win', 'lose']);
    expect((await dealsOf(contract))[0]!.renewal.churnReason).toBeNull();
    await act(contract, 'notice', { givenOn: '2030-07-01', reason: 'price' });
    await goTo('2030-10-05');
    await takeBack();
    expect(await standing(contract)).toEqual(['1 won auto']);
    await tell(contract, ofYear(2030, '18000'));
    expect(await standing(contract)).toEqual(['1 won auto']);
    const [deal] = await dealsOf(contract);
    const texts = await textsOf('deals', deal!);
    expect(texts.slice(-2)).toEqual([
      expect.stringMatching(/^Open again/),
      expect.stringMatching(/^Won: no notice was given/),
    ]);
  });

  it('is lost when its contract ends unrenewed, and won by a renewal reported later', async () => {
    const contract = await aContract({
      startsOn: '2030-07-01',
      endsOn: '2030-12-31',
      autoRenewMonths: undefined,
      lines: [of('2030-07-01', '6000')],
    });
    await goTo('2030-12-31');
    expect(await standing(contract)).toEqual(['1 open ']);
    await goTo('2031-01-01');
    expect(await standing(contract)).toEqual(['1 lost ended']);
    await act(contract, 'renew', { endsOn: '2031-12-31', lines: [of('2031-01-01', '13000')] });
    expect(await standing(contract)).toEqual(['1 won renewed']);
  });

  it('is moved or withdrawn by a correction of its term, and comes back', async () => {
    const year = ofYear(2031);
    const contract = await aContract(year);
    await goTo('2031-07-01');
    await tell(contract, { ...year, endsOn: '2032-06-30', lines: [of('2031-01-01', '18000')] });
    expect(await dealOf(contract)).toMatchObject({
      stage: 'open',
      amount: '12000.00',
      term: { startsOn: '2032-07-01' },
      renewal: { term: 1, lastDayForNotice: '2032-04-01' },
    });
    await tell(contract, {
      ...year,
      endsOn: undefined,
      lines: [{ product: 'Suite', segments: [{ from: '2031-01-01', amount: '1', arr: '12' }] }],
    });
    expect(await standing(contract)).toEqual(['1 lost withdrawn']);
    await tell(contract, year);
    await look();
    expect(await standing(contract)).toEqual(['1 open ']);
    expect((await dealOf(contract)).renewal.lastDayForNotice).toBe('2031-10-02');
    expect((await textsOf('contracts', contract)).slice(1)).toEqual([
      'Renewal made to follow term 1 of its contract, a deal of Ann, worth EUR 12,000.00',
      'Corrected: terms, lines',
      'Renewal updated with its contract: when it is expected to close, name, the last day of its term, the first day of its term, last day for notice',
      'Corrected: terms, lines',
      'Renewal lost: there is nothing to renew any more',
      'Corrected: terms, lines',
      'Renewal open again: its contract now says otherwise',
      'Renewal updated with its contract: when it is expected to close, name, the last day of its term, the first day of its term, last day for notice',
    ]);
  });

  it('that a CRM has lost for reasons of its own says what its contract lacks, until that says what became of it', async () => {
    const year = ofYear(2032);
    const contracts = [
      await aContract(year),
      await aContract(year),
      await aContract({ ...year, autoRenewMonths: undefined }),
    ];
    const [runsOn, noticed, gone] = contracts as [Json, Json, Json];
    await goTo('2032-09-10');
    const wanted = async () => {
      const { warnings } = await app.must('GET', '/v1/setup');
      return warnings.filter(({ code }: Json) => code === 'renewalAgainstContract').map(({ text }: Json) => text);
    };
    expect(await wanted()).toEqual([]);
    for (const [index, each] of contracts.entries()) {
      await app.must('PATCH', `/v1/deals/${(await dealOf(each)).id}`, { refs: { crm: `theirs-${index}` } });
      const said = { stage: 'lost', lostReason: 'They said no' };
      expect(await app.must('PUT', `/v1/deals/by-ref/crm/theirs-${index}`, said)).toMatchObject({
        stage: 'lost',
        lostNote: 'They said no',
        renewal: { cause: null },
        contractProblem: { code: 'noNotice' },
      });
    }
    expect(await wanted()).toEqual([
      expect.stringMatching(/^3 renewals are won or lost, and their contracts do not say so/),
    ]);
    const { data } = await app.must('GET', '/v1/deals?type=renewal&contract=missing');
    expect(data).toHaveLength(3);
    await act(noticed, 'notice', { givenOn: '2032-09-10', reason: 'price' });
    expect(await dealOf(noticed)).toMatchObject({ stage: 'lost', contractProblem: null });
    await goTo('2033-01-02');
    expect(await standing(runsOn)).toEqual(['1 won auto']);
    expect(await dealOf(gone)).toMatchObject({ stage: 'lost', contractProblem: null });
    expect(await wanted()).toEqual([]);
  });

  it('that its contract has decided cannot be reopened, or ended otherwise', async () => {
    const year = { startsOn: '2032-06-01', endsOn: '2033-05-31', lines: [of('2032-06-01', '12000')] };
    const [noticed, auto, renewed, gone] = [
      ...[await aContract(year), await aContract(year), await aContract(year)],
      await aContract({ ...year, autoRenewMonths: undefined }),
    ];
    await goTo('2033-02-10');
    const deals = new Map<Json, string>();
    for (const each of [noticed, auto, renewed, gone]) deals.set(each, (await dealOf(each)).id);
    await act(noticed, 'notice', { givenOn: '2033-02-10', reason: 'price' });
    await act(renewed, 'renew', { endsOn: '2034-05-31', lines: [of('2033-06-01', '15000')] });
    await goTo('2033-06-02');
    const ends = async () => (await Promise.all([noticed, auto, renewed, gone].map(standing))).map(([first]) => first);
    const before = ['1 lost notice', '1 won auto', '1 won renewed', '1 lost ended'];
    expect(await ends()).toEqual(before);
    for (const [contract, id] of deals) {
      const { status, body } = await app.ask('POST', `/v1/deals/${id}/reopen`);
      expect([
        status,
        body.type,
        body.detail.startsWith(`Contract ${contract.id} decides about this renewal, and `),
      ]).toEqual([409, '/problems#deal-stage', true]);
      await app.must('PATCH', `/v1/deals/${id}`, { refs: { crm: `decided-${id}` } });
      const put = await app.ask('PUT', `/v1/deals/by-ref/crm/decided-${id}`, { stage: 'open' });
      expect([put.status, put.body.type]).toEqual([409, '/problems#deal-stage']);
    }
    const won = await app.ask('PUT', `/v1/deals/by-ref/crm/decided-${deals.get(noticed)}`, { stage: 'won' });
    expect([won.status, won.body.detail]).toEqual([
      409,
      `Contract ${noticed.id} decides about this renewal, and notice was given for it: take that back there first; this deal is already lost.`,
    ]);
    expect(await ends()).toEqual(before);
    // Nothing said how this one ended, so a program may know better.
    const late = await app.must('PUT', `/v1/deals/by-ref/crm/decided-${deals.get(gone)}`, { stage: 'won' });
    expect(late.stage).toBe('won');
    await app.must('DELETE', `/v1/contracts/${noticed.id}/notice`);
    expect((await dealOf(noticed)).renewal).toMatchObject({ term: 1, cause: 'auto' });
  });

  it('cannot change its type, contract or account', async () => {
    const contract = await aContract(ofYear(2033, '12'));
    await goTo('2033-07-01');
    const deal = await dealOf(contract);
    const patch = async (fields: object) =>
      (await app.ask('PATCH', `/v1/deals/${deal.id}`, fields)).body.errors?.map(({ pointer }: Json) => pointer);
    expect(await patch({ type: 'new', contractId: null, account: { name: 'Other' } })).toEqual([
      '/type',
      '/contractId',
      '/account',
    ]);
    expect(await patch({ atRisk: true })).toBeUndefined();
    const made = (fields: object) =>
      app.ask('POST', '/v1/deals', {
        name: 'D',
        account: { id: contract.accountId },
        amount: '1',
        currency: 'EUR',
        ...fields,
      });
    expect((await made({ contractId: people.ann.id, type: 'expansion' })).body.errors).toMatchObject([
      { pointer: '/contractId', code: 'unknownId' },
    ]);
    const { id } = await anAccount(app);
    expect((await made({ contractId: contract.id, type: 'renewal', account: { id } })).body.errors).toMatchObject([
      { pointer: '/contractId', code: 'otherAccount' },
    ]);
    expect((await made({ contractId: contract.id, type: 'expansion' })).body).toMatchObject({
      contractId: contract.id,
      renewal: null,
    });
  });
});

describe('an existing renewal', () => {
  it('is the deal that a CRM reports, and prevents a second one', async () => {
    const contract = await aContract(ofYear(2034));
    await goTo('2034-07-01');
    const [made] = await dealsOf(contract);
    const said = { type: 'renewal', contractId: contract.id, category: 'commit' };
    const put = (ref: string, fields: object = {}) =>
      app.ask('PUT', `/v1/deals/by-ref/crm/${ref}`, { ...said, ...fields });
    expect((await put('r-1')).body).toMatchObject({ id: made!.id, refs: { crm: 'r-1' }, category: 'commit' });
    expect((await put('r-1', { stage: 'won' })).body).toMatchObject({
      id: made!.id,
      stage: 'won',
      renewal: { cause: 'renewed' },
    });
    await app.must('POST', `/v1/deals/${made!.id}/reopen`);
    const fields = { name: 'D', account: { id: contract.accountId }, amount: '1', currency: 'EUR' };
    const { status, body } = await app.ask('POST', '/v1/deals', {
      ...fields,
      type: 'renewal',
      contractId: contract.id,
    });
    expect([status, body.dealId]).toEqual([409, made!.id]);
    expect((await put('r-2', fields)).status).toBe(409);
  });

  it('keeps another renewal of its contract from being reopened by a CRM', async () => {
    const contract = await aContract(ofYear(2034));
    await goTo('2034-07-02');
    const [lost] = await dealsOf(contract);
    await app.must('PATCH', `/v1/deals/${lost!.id}`, { refs: { crm: 'lost' } });
    const connection = await app.must('POST', '/v1/crm-connections', {
      name: 'CRM',
      system: 'crm',
      proof: { kind: 'header', header: 'X-Secret' },
      secret: 'the-secret-of-the-crm',
      mapping: {
        ref: '{{ item.id }}',
        name: '{{ item.name }}',
        stage: '{{ item.stage }}',
        stages: { won: ['won'], lost: ['lost'] },
      },
    });
    const says = async (stage: string) => {
      const answer = await fetch(`${app.url}/v1/crm-connections/${connection.id}/deals`, {
        method: 'POST',
        body: JSON.stringify({ id: 'lost', name: 'Renewal', stage }),
        headers: { 'content-type': 'application/json', 'x-secret': 'the-secret-of-the-crm' },
      });
      return answer.json();
    };
    await says('lost');
    const another = await app.must('POST', '/v1/deals', {
      name: 'Another try',
      type: 'renewal',
      contractId: contract.id,
      account: { id: contract.accountId },
      amount: '9000',
      currency: 'EUR',
    });
    expect(await says('open')).toMatchObject({ taken: 1 });
    const open = (await dealsOf(contract)).filter(({ stage }) => stage === 'open').map(({ id }) => id);
    expect(open).toEqual([another.id]);
    const { data: refusals } = await app.must('GET', `/v1/crm-connections/${connection.id}/refusals`);
    expect(refusals[0].faults).toEqual([
      {
        pointer: '/stage',
        code: 'taken',
        message: `The contract has another renewal that is open: ${another.id}.`,
      },
    ]);
  });

  it('is made once despite a crash while it is made', async () => {
    const contract = await aContract({
      startsOn: '2034-02-01',
      endsOn: '2035-01-31',
      lines: [of('2034-02-01', '12000')],
    });
    await app.asOwner(`create function crash() returns trigger language plpgsql as $$ begin raise 'crash'; end $$;
      create trigger crash before update of renewal_by on contract for each row execute function crash()`);
    await expect(goTo('2034-07-20')).rejects.toThrow('crash');
    expect(await dealsOf(contract)).toEqual([]);
    await app.asOwner('drop trigger crash on contract; drop function crash');
    await look();
    expect(await standing(contract)).toEqual(['1 open ']);
  });

  it('follows its contract also when several requests act on it at once', async () => {
    const contract = await aContract({
      startsOn: '2034-02-01',
      endsOn: '2035-01-31',
      lines: [of('2034-02-01', '12000')],
    });
    await goTo('2034-11-02');
    app.time.moveTo(Date.parse('2034-11-03T00:01:00Z'));
    await Promise.all([
      look(),
      act(contract, 'amend', { effectiveOn: '2034-12-01', lines: [of('2034-12-01', '1000')], reason: 'Fewer' }),
      act(contract, 'notice', { givenOn: '2034-11-02', reason: 'price' }),
      app.must('PATCH', `/v1/accounts/${contract.accountId}`, { ownerRepId: people.olga.id }),
    ]);
    expect(await standing(contract)).toEqual(['1 lost notice']);
  });
});

describe('contracts that are reported late', () => {
  it('get a renewal for their present term only, and none whose day has passed', async () => {
    app.time.moveTo(Date.parse('2035-11-15T10:00:00Z'));
    const long = await aContract(ofYear(2032));
    const soon = await aContract({ startsOn: '2035-03-01', endsOn: '2036-02-29', lines: [of('2035-03-01', '12000')] });
    const over = await aContract({ ...ofYear(2034), autoRenewMonths: undefined });
    await look();
    // The renewal for 2036 is due in June.
    expect((await app.must('GET', `/v1/contracts/${long.id}`)).endsOn).toBe('2036-12-31');
    expect([await dealsOf(long), await standing(soon), await dealsOf(over)]).toEqual([[], ['1 open '], []]);
    expect((await dealsOf(soon))[0]).toMatchObject({ renewal: { lastDayForNotice: '2035-12-01' } });
  });

  it('get renewals in batches, each once on any number of nodes', async () => {
    const { id: accountId } = await anAccount(app, { ownerRepId: people.ann.id });
    const contracts = Array.from({ length: 1_000 }, (_, index) => ({
      ...bodyOf({ startsOn: '2035-02-01', endsOn: '2036-01-31', lines: [of('2035-02-01', '1200')] }),
      accountId,
      ref: { system: 'backlog', id: String(index) },
      noticeDays: 30,
    }));
    await app.must('PUT', '/v1/contracts/batch', { contracts });
    await look();
    let [count, cursor] = [0, ''];
    do {
      const page = await app.must('GET', `/v1/deals?accountId=${accountId}&type=renewal&limit=1000${cursor}`);
      count += page.data.length;
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(count).toBe(1_000);
  });
});

describe('the time of a renewal', () => {
  it('begins before the last day for notice of a contract that does not renew by itself, too', async () => {
    const contract = await aContract({ ...ofYear(2037), autoRenewMonths: undefined });
    await goTo('2037-06-03', '21:59');
    expect(await dealsOf(contract)).toEqual([]);
    await goTo('2037-06-03', '22:01');
    const [deal] = await dealsOf(contract);
    expect(deal!.renewal).toMatchObject({ lastDayForNotice: '2037-10-02' });
    expect(deal).toMatchObject({ expectedCloseAt: '2037-10-02T21:59:59.000Z', term: { startsOn: '2038-01-01' } });
    // Nobody is bound by that day: it can be renewed until its end.
    await goTo('2037-12-31');
    expect(await standing(contract)).toEqual(['1 open ']);
    await goTo('2038-01-01');
    expect(await standing(contract)).toEqual(['1 lost ended']);
  });

  it('begins no earlier than with half of the term left, and not at all for short terms that renew by themselves', async () => {
    const term = { startsOn: '2038-06-15', endsOn: '2038-12-14', noticeDays: 30, lines: [of('2038-06-15', '6000')] };
    const half = await aContract({ ...term, autoRenewMonths: 6 });
    const month = { ...term, endsOn: '2038-07-14', noticeDays: 5, lines: [of('2038-06-15', '1000')] };
    const [monthly, once] = [
      await aContract({ ...month, autoRenewMonths: 1 }),
      await aContract({ ...month, autoRenewMonths: undefined }),
    ];
    // The last day for notice is 14 November; half of 183 days before it is 14 August, which is later than 120 days before.
    await goTo('2038-07-01');
    expect(await standing(once)).toEqual(['1 open ']);
    await goTo('2038-08-13', '21:59');
    expect([await dealsOf(half), await dealsOf(monthly)]).toEqual([[], []]);
    await goTo('2038-08-13', '22:01');
    expect(await standing(half)).toEqual(['1 open ']);
    await goTo('2038-12-20');
    expect(await dealsOf(monthly)).toEqual([]);
    expect((await app.must('GET', `/v1/contracts/${monthly.id}`)).terms.length).toBeGreaterThan(5);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings } from '../support/people.js';
import { anAccount } from './contracts.js';

let app: TestApplication;
let ann: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00.000Z');
  await changeSettings(app, { timeZone: 'Europe/Berlin' });
  ann = await aRep(app, 'Ann');
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const suite = (from: string, amount: string) => ({ product: 'Suite', segments: [{ from, amount }] });
/** A contract of 2026 of an account of Ann. Notice is possible until 2 October; by default it renews by itself. */
async function aContract(fields: object = {}): Promise<Json> {
  const { id: accountId } = await anAccount(app, { ownerRepId: ann.id });
  return app.must('POST', '/v1/contracts', {
    accountId,
    currency: 'EUR',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    noticeDays: 90,
    autoRenewMonths: 12,
    lines: [suite('2026-01-01', '12000')],
    ...fields,
  });
}
async function goTo(day: string): Promise<void> {
  app.time.moveTo(Date.parse(`${day}T10:00:00Z`));
  await app.application.app.get(ContractsSweep).look();
}
const renewalOf = async ({ id }: Json): Promise<Json> =>
  (await app.must('GET', `/v1/deals?type=renewal&contractId=${id}`)).data.at(-1);
const now = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/contracts/${id}`);
const textsOf = async (what: 'contracts' | 'deals', { id }: Json): Promise<string[]> =>
  (await app.must('GET', `/v1/${what}/${id}/timeline`)).data.map(({ text }: Json) => text);
const act = ({ id }: Json, verb: string, body: object = {}) => app.ask('POST', `/v1/deals/${id}/${verb}`, body);

async function renewing(fields: object = {}): Promise<{ contract: Json; deal: Json }> {
  const contract = await aContract(fields);
  await goTo('2026-09-10');
  return { contract, deal: await renewalOf(contract) };
}

describe('winning a renewal', () => {
  it('renews its contract for the same term at the same price', async () => {
    const { contract, deal } = await renewing();
    const { body } = await act(deal, 'win');
    expect(body).toMatchObject({
      stage: 'won',
      amount: '12000.00',
      term: { startsOn: '2027-01-01', endsOn: '2027-12-31' },
      renewal: { cause: 'renewed' },
      contractProblem: null,
    });
    expect(body.warnings).toBeUndefined();
    expect(await now(contract)).toMatchObject({ endsOn: '2027-12-31', terms: [{}, { cause: 'renewed' }] });
    expect((await textsOf('contracts', contract)).slice(-2)).toEqual([
      'Renewed until 31 December 2027, at EUR 12,000.00 a year',
      'Renewal won: its contract was renewed, worth EUR 12,000.00',
    ]);
  });

  it('renews its contract as was signed, and says on which day it was won', async () => {
    const { contract, deal } = await renewing();
    const renew = { endsOn: '2028-12-31', lines: [suite('2027-01-01', '30000')] };
    const { body } = await act(deal, 'win', { renew, wonAt: '2026-09-01T08:00:00.000Z' });
    expect(body).toMatchObject({
      amount: '30000.00',
      wonAt: '2026-09-01T08:00:00.000Z',
      term: { endsOn: '2028-12-31' },
    });
    expect((await now(contract)).endsOn).toBe('2028-12-31');
  });

  it('warns if the deal was worth something else than its contract is renewed at', async () => {
    const { contract, deal } = await renewing();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '15000.00' });
    const { body } = await act(deal, 'win');
    expect(body).toMatchObject({ amount: '12000.00', warnings: [{ pointer: '/renew' }] });
    expect(body.warnings[0].message).toMatch(
      /^The deal was worth EUR 15,000.00, and its contract is renewed at EUR 12,000/,
    );
    expect((await now(contract)).terms).toHaveLength(2);
  });

  it('is refused with a term that cannot follow, which changes nothing', async () => {
    const { contract, deal } = await renewing();
    const renew = { endsOn: '2026-12-01', lines: [suite('2027-01-01', '1')] };
    expect((await act(deal, 'win', { renew })).body.errors).toMatchObject([
      { pointer: '/renew/endsOn', code: 'tooEarly' },
    ]);
    const other = await app.must('POST', '/v1/deals', {
      name: 'New',
      account: { id: contract.accountId },
      amount: '1',
      currency: 'EUR',
    });
    expect((await act(other, 'win', { renew })).body.errors).toMatchObject([{ pointer: '/renew' }]);
    expect([(await renewalOf(contract)).stage, (await now(contract)).terms.length]).toEqual(['open', 1]);
  });

  it('is taken back with the term of its contract, unless that has changed since', async () => {
    const { contract, deal } = await renewing();
    const before = await now(contract);
    await act(deal, 'win', { renew: { endsOn: '2028-12-31', lines: [suite('2027-01-01', '30000')] } });
    expect((await renewalOf(contract)).may).toContain('reopen');
    const { body } = await act(deal, 'reopen');
    expect(body).toMatchObject({ stage: 'open', amount: '12000.00', term: { endsOn: '2027-12-31' } });
    const { updatedAt: _, ...after } = await now(contract);
    expect(before).toMatchObject(after);
    expect((await textsOf('contracts', contract)).slice(-3, -1)).toEqual([
      'Changed to match its deal: terms, lines',
      'Renewal open again, after it was won',
    ]);
    await act(deal, 'win');
    const lines = [suite('2027-03-01', '20000')];
    await app.must('POST', `/v1/contracts/${contract.id}/amend`, { effectiveOn: '2027-03-01', lines, reason: 'More' });
    const refused = await act(deal, 'reopen');
    expect([refused.status, refused.body.type]).toEqual([409, '/problems#deal-stage']);
    expect((await now(contract)).terms).toHaveLength(2);
  });

  it('is refused with the term that was signed last, which cannot follow on itself', async () => {
    const { contract, deal } = await renewing();
    await act(deal, 'win');
    await goTo('2027-09-10');
    const next = await renewalOf(contract);
    const renew = { endsOn: '2027-12-31', lines: [suite('2027-01-01', '12000')] };
    const { body } = await act(next, 'win', { renew });
    expect(body.errors).toMatchObject([{ pointer: '/renew/endsOn', code: 'tooEarly' }]);
  });

  it('stays once another term has followed by itself, and so does a loss', async () => {
    const { contract, deal } = await renewing();
    await act(deal, 'lose', { reason: 'price' });
    await goTo('2026-10-05');
    const { status, body } = await act(deal, 'reopen');
    expect([status, body.type]).toEqual([409, '/problems#deal-stage']);
    expect(await now(contract)).toMatchObject({ endsOn: '2026-12-31', notice: { reason: 'price' } });
  });

  it('takes the present term of the contract for a renewal that was made by hand', async () => {
    const contract = await aContract();
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Again',
      account: { id: contract.accountId },
      amount: '12000.00',
      currency: 'EUR',
      type: 'renewal',
      contractId: contract.id,
    });
    expect(deal.renewal).toBeNull();
    expect((await act(deal, 'win')).body).toMatchObject({ stage: 'won', renewal: { term: 1, cause: 'renewed' } });
    expect((await now(contract)).endsOn).toBe('2027-12-31');
  });
});

describe('losing a renewal', () => {
  it('gives notice with the reason of the customer', async () => {
    const { contract, deal } = await renewing();
    const { body } = await act(deal, 'lose', { reason: 'LOW_usage', givenOn: '2026-09-01', note: 'They told Ann' });
    expect(body).toMatchObject({
      stage: 'lost',
      lostReason: null,
      lostNote: 'They told Ann',
      renewal: { cause: 'notice', churnReason: 'low_usage' },
    });
    expect(await now(contract)).toMatchObject({ notice: { givenOn: '2026-09-01', reason: 'low_usage', late: false } });
    expect((await act(deal, 'reopen')).body).toMatchObject({ stage: 'open', lostNote: null });
    expect((await now(contract)).notice).toBeNull();
  });

  it('takes a churn reason, not one for leads', async () => {
    const { contract, deal } = await renewing();
    const { body } = await act(deal, 'lose', { reason: 'no_budget_now' });
    expect(body.errors).toMatchObject([{ pointer: '/reason', code: 'unknownReason' }]);
    expect(body.errors[0].message).toMatch(/^There is no churn reason "no_budget_now". Expected one of .*low_usage/);
    expect((await now(contract)).notice).toBeNull();
  });

  it('after the last day for notice says until when the contract is bound', async () => {
    const { contract, deal } = await renewing();
    // Where the customer is, it is the third already.
    await goTo('2026-10-02');
    const late = await act(deal, 'lose', { reason: 'price', givenOn: '2026-10-03' });
    expect([late.status, late.body.type]).toEqual([409, '/problems#deal-stage']);
    expect(late.body.detail).toBe(
      'Too late: the last day for notice was 2 October 2026, and the contract is bound until 31 December 2027; this deal is open.',
    );
    expect((await now(contract)).notice).toBeNull();
  });

  it('of a contract that does not renew by itself means that it ends, whenever that is said', async () => {
    const { contract, deal } = await renewing({ autoRenewMonths: undefined });
    await goTo('2026-11-20');
    const { body } = await act(deal, 'lose', { reason: 'price' });
    expect(body).toMatchObject({ stage: 'lost', renewal: { cause: 'notice' }, warnings: [{ pointer: '/givenOn' }] });
    expect(await now(contract)).toMatchObject({ endsOn: '2026-12-31', notice: { late: true } });
  });

  it('has no day of notice where there is no contract', async () => {
    const { id } = await anAccount(app, { ownerRepId: ann.id });
    const fields = { name: 'New', account: { id }, amount: '1', currency: 'EUR' };
    const deal = await app.must('POST', '/v1/deals', fields);
    const { body } = await act(deal, 'lose', { reason: 'price', givenOn: '2026-03-01' });
    expect(body.errors).toMatchObject([{ pointer: '/givenOn' }]);
  });
});

describe('a renewal that somebody made for a contract that is not theirs', () => {
  it('gives them no right over the contract', async () => {
    const contract = await aContract();
    const sam = await aRep(app, 'Sam');
    const key = await app.keyFor(['rep'], sam.id);
    await app.must('PATCH', `/v1/accounts/${contract.accountId}`, { roles: { sales: sam.id } });
    const fields = { name: 'Mine', account: { id: contract.accountId }, amount: '1', currency: 'EUR' };
    const about = { type: 'renewal', contractId: contract.id };
    const deal = await app.must('POST', '/v1/deals', { ...fields, ...about }, { key });
    const notice = { givenOn: '2026-03-02', reason: 'price' };
    expect((await app.ask('POST', `/v1/contracts/${contract.id}/notice`, notice, { key })).status).toBe(403);
    expect((await app.ask('POST', `/v1/deals/${deal.id}/win`, {}, { key })).status).toBe(403);
    expect((await app.ask('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' }, { key })).status).toBe(403);
    expect(await now(contract)).toMatchObject({ endsOn: '2026-12-31', notice: null });
  });
});

describe('a renewal of which a CRM reports', () => {
  const connect = async () => {
    const connection = await app.must('POST', '/v1/crm-connections', {
      name: 'CRM',
      system: 'crm',
      proof: { kind: 'header', header: 'X-Secret' },
      secret: 'the-secret-of-the-crm',
      mapping: {
        ref: '{{ item.id }}',
        name: '{{ item.name }}',
        stage: '{{ item.stage }}',
        lostReason: '{{ item.why }}',
        stages: { won: ['won'], lost: ['lost'] },
      },
    });
    return async (deal: Json, stage: string, why?: string) => {
      await app.must('PATCH', `/v1/deals/${deal.id}`, { refs: { crm: deal.id } });
      const answer = await fetch(`${app.url}/v1/crm-connections/${connection.id}/deals`, {
        method: 'POST',
        body: JSON.stringify({ id: deal.id, name: 'Renewal', stage, why }),
        headers: { 'content-type': 'application/json', 'x-secret': 'the-secret-of-the-crm' },
      });
      expect(await answer.json()).toMatchObject({ taken: 1 });
    };
  };

  it('is renewed with its contract, which decides from then on', async () => {
    const says = await connect();
    const { contract, deal } = await renewing();
    await says(deal, 'won');
    expect(await renewalOf(contract)).toMatchObject({ stage: 'won', renewal: { cause: 'renewed' } });
    await says(deal, 'open');
    expect((await now(contract)).endsOn).toBe('2027-12-31');
  });

  it('says that its contract runs on if it is lost for no known reason', async () => {
    const says = await connect();
    const { contract, deal } = await renewing();
    await says(deal, 'lost');
    expect(await renewalOf(contract)).toMatchObject({ stage: 'lost', contractProblem: { code: 'noNotice' } });
  });

  it('gives notice once it says why, also after the loss', async () => {
    const says = await connect();
    const { contract, deal } = await renewing();
    await says(deal, 'lost');
    await says(deal, 'lost', 'They are gone');
    expect((await now(contract)).notice).toBeNull();
    await says(deal, 'lost', 'price');
    const lost = { stage: 'lost', contractProblem: null, renewal: { cause: 'notice', churnReason: 'price' } };
    expect(await renewalOf(contract)).toMatchObject(lost);
    expect((await now(contract)).notice).toMatchObject({ reason: 'price', givenOn: '2026-09-10' });
    await says(deal, 'lost', 'price');
    expect((await now(contract)).notice).toMatchObject({ reason: 'price' });
  });

  it('gives notice in the same way if a program reports it', async () => {
    const { contract, deal } = await renewing();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { refs: { erp: 'R-1' } });
    const report = (body: object) => app.must('PUT', '/v1/deals/by-ref/erp/R-1', body);
    await report({ stage: 'lost' });
    expect(await renewalOf(contract)).toMatchObject({ stage: 'lost', contractProblem: { code: 'noNotice' } });
    await report({ stage: 'lost', lostReason: 'price' });
    expect(await renewalOf(contract)).toMatchObject({ stage: 'lost', contractProblem: null });
    expect((await now(contract)).notice).toMatchObject({ reason: 'price' });
  });
});

describe('a renewal that is lost by a notice of a day to come', () => {
  it('stays open, unless it may be that day already where the customer is', async () => {
    const { contract, deal } = await renewing();
    const { status, body } = await act(deal, 'lose', { reason: 'price', givenOn: '2026-09-12' });
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/givenOn', code: 'future' })]]);
    expect((await now(contract)).notice).toBeNull();
    expect((await act(deal, 'lose', { reason: 'price', givenOn: '2026-09-11' })).body).toMatchObject({ stage: 'lost' });
  });
});

describe('what may be done with a renewal that has ended', () => {
  const mayReopen = async (contract: Json) => (await renewalOf(contract)).may.includes('reopen');

  it('is to reopen it, until its contract changes', async () => {
    const { contract, deal } = await renewing();
    await act(deal, 'win');
    expect(await mayReopen(contract)).toBe(true);
    const draft = await app.must('GET', `/v1/contracts/${contract.id}/amend?effectiveOn=2026-10-01`);
    const lines = [...draft.lines, { product: 'Support', segments: [{ from: '2026-10-01', amount: '300.00' }] }];
    await app.must('POST', `/v1/contracts/${contract.id}/amend`, { ...draft, lines, reason: 'Support' });
    expect(await mayReopen(contract)).toBe(false);
    expect((await act(deal, 'reopen')).status).toBe(409);
  });

  it('is nothing of the kind if somebody renewed its contract, and not it', async () => {
    const { contract } = await renewing();
    const renew = { endsOn: '2027-12-31', lines: [suite('2027-01-01', '12000')] };
    await app.must('POST', `/v1/contracts/${contract.id}/renew`, renew);
    expect(await mayReopen(contract)).toBe(false);
  });
});

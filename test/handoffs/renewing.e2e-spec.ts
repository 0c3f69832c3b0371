import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Renewals } from '../../src/handoffs/renewals/renewals.service.js';
import { daysAfter } from '../../src/platform/values/day.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { A_FORM, aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aCast } from '../support/people.js';

const NAMES = ['Ann', 'Olga', 'Sam', 'Dora', 'Eve'] as const;
type Name = Lowercase<(typeof NAMES)[number]>;
const FORM = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '100.00', period: 'a year' }] },
  margin: '40 percent',
};
const { context, billing, margin } = A_FORM.properties;
const { lines } = billing.properties;

let app: TestApplication;
let people: Record<Name, Json>;
let keys: Record<Name, string>;

beforeAll(async () => {
  app = await TestApplication.start();
  ({ people, keys } = await aCast(app, NAMES));
  const teamOf = (name: string, rep: Json) => app.must('POST', '/v1/teams', { name, repIds: [rep.id] });
  const [operations, sales] = [await teamOf('Operations', people.olga), await teamOf('Sales', people.sam)];
  const receiver = (name: string, team: Json, owner: Json) => ({
    name,
    teamId: team.id,
    ownerOfDoneRepId: owner.id,
    checklist: [],
    acknowledgeWithin: 'P5D',
    completeWithin: 'P9D',
  });
  await aHandoffKind(
    app,
    { teamId: operations.id, repId: people.dora.id },
    { receivers: [receiver('Operations', operations, people.olga)] },
  );
  await aHandoffKind(
    app,
    { teamId: sales.id, repId: people.dora.id },
    {
      name: 'Renewal',
      start: { on: 'renewal.due', daysBefore: 90 },
      ready: [],
      accountRole: 'sales',
      form: {
        type: 'object',
        required: ['mood'],
        properties: {
          mood: { type: 'string', title: 'Mood' },
          context: { ...context, prefill: 'win' },
          billing: { type: 'object', title: 'Billing', properties: { lines: { ...lines, prefill: 'win' } } },
          margin: { ...margin, prefill: 'win' },
        },
      },
      receivers: [receiver('Sales', sales, people.sam)],
    },
  );
});
afterAll(() => app.stop());

const by = (who: Name) => app.as(keys[who]);
const look = async () => {
  await app.application.app.get(WonDeals).look();
  await app.application.app.get(ContractsSweep).look();
  const renewals = app.application.app.get(Renewals);
  for (const kindId of await renewals.kindsBehind()) while (await renewals.beginDue(kindId));
};
const today = () => new Date(app.time.now()).toISOString().slice(0, 10);

const renewalOf = async ({ id }: Json): Promise<Json> =>
  (await app.must('GET', `/v1/handoffs?accountId=${id}`)).data.find(({ name }: Json) => name === 'Renewal');

let deals = 0;
/** Creates a renewal of a deal that Ann won and Olga accepted, with two amendments, one of them by an answer. */
async function aRenewal(): Promise<{ deal: Json; win: string; renewal: Json }> {
  deals += 1;
  const deal = await by('ann').must('POST', '/v1/deals', {
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}` },
    amount: '100.00',
    currency: 'EUR',
    term: { startsOn: today(), endsOn: daysAfter(today(), 100) },
  });
  const win = `/v1/handoffs/${deal.handoff.id}`;
  await by('ann').must('PATCH', `${win}/form`, FORM);
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
  await by('olga').must('POST', `${win}/receivers/Operations/accept`);
  await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '120.00' });
  const [{ id }] = (await by('ann').must('GET', win)).questions;
  await by('ann').must('POST', `${win}/questions/${id}/answer`, {
    text: 'They want more',
    amend: { billing: { lines: [{ kind: 'fixed', amount: '120.00', period: 'a year' }] } },
  });
  await by('ann').must('PATCH', `${win}/form`, { context: 'Their shop in Vienna is slow' });
  await by('olga').must('POST', `${win}/receivers/Operations/done`);
  // The renewal of its contract is made when half of the term is left.
  await app.moveTo(app.time.now() + 51 * 24 * 3_600_000);
  await look();
  return { deal, win, renewal: await renewalOf(deal.account) };
}

describe('a renewal', () => {
  it('is filled in from the win with all its amendments, without sensitive values', async () => {
    const { win, renewal } = await aRenewal();
    expect(renewal).toMatchObject({ state: 'draft', giverRepId: people.olga.id, deal: { amount: '120.00' } });
    expect(win).toContain(renewal.renewedId);
    const form = await by('olga').must('GET', `/v1/handoffs/${renewal.id}/form`);
    expect(form.values).toEqual({
      context: 'Their shop in Vienna is slow',
      billing: { lines: [{ kind: 'fixed', amount: '120.00', period: 'a year' }] },
    });
    expect(form.prefilled[0].text).toBe(
      'Filled in from the handoff of the win, with all its amendments: no person has checked it yet.',
    );
    expect(form.prefilled.map(({ from, handoffId }: Json) => [from, win.endsWith(handoffId)])).toEqual([
      ['win', true],
      ['win', true],
    ]);
    expect((await app.must('GET', win)).renewedId).toBeNull();
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('lets its parties read the earlier handoff, without sensitive values, but not act on it', async () => {
    const { deal, win, renewal } = await aRenewal();
    // Sales receives the renewal only once it is handed over.
    expect((await by('sam').ask('GET', win)).status).toBe(404);
    await by('olga').must('PATCH', `/v1/handoffs/${renewal.id}/form`, { mood: 'They recommend us' });
    const read = await by('sam').must('GET', win);
    expect([read.state, read.name]).toEqual(['done', 'Sales to operations']);
    const form = await by('sam').must('GET', `${win}/form`);
    expect(form.values).toMatchObject({ context: 'Their shop in Vienna is slow' });
    expect(form.values.margin).toBeUndefined();
    const versions = await by('sam').must('GET', `${win}/form/versions`);
    expect(versions.data).toHaveLength(3);
    expect(JSON.stringify(versions)).not.toContain('40 percent');
    expect((await by('sam').must('GET', `${win}/timeline`)).data.length).toBeGreaterThan(5);
    for (const [method, path, body] of [
      ['POST', '/told', undefined],
      ['POST', '/decide', { note: 'Mine' }],
      ['PATCH', '/form', { context: 'Mine' }],
      ['POST', '/questions', { text: 'Whose is it?' }],
      ['POST', '/receivers/Operations/accept', undefined],
    ] as const) {
      const refused = await by('sam').ask(method, `${win}${path}`, body);
      expect([refused.status, refused.body.type, refused.body.detail]).toEqual([
        ...[403, expect.stringMatching(/#handoff-role$/)],
        'You read it as a party to the renewal of its deal: only its own giver, receivers and decider act on it.',
      ]);
      expect((await by('eve').ask(method, `${win}${path}`, body)).status).toBe(404);
    }
    expect((await by('eve').ask('GET', win)).status).toBe(404);
    // A renewal that was called off gives no access.
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    await look();
    expect((await by('sam').ask('GET', win)).status).toBe(404);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('of a deal that was not handed over refers to no handoff', async () => {
    const won = { stage: 'won', wonAt: '2025-06-01T00:00:00Z', amount: '5.00', currency: 'EUR' };
    const deal = await app.must('PUT', '/v1/deals/by-ref/crm/old', {
      name: 'Old',
      account: { name: 'Old' },
      ownerRepId: people.ann.id,
      ...won,
      term: { startsOn: '2025-06-01', endsOn: daysAfter(today(), 20) },
    });
    await look();
    const renewal = await renewalOf(deal.account);
    expect(renewal).toMatchObject({ name: 'Renewal', renewedId: null });
    expect((await by('ann').must('GET', `/v1/handoffs/${renewal.id}/form`)).values).toEqual({});
  });
});

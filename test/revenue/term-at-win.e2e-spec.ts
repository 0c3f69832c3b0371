import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Answer } from '../support/client.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, changeSettings, faults } from '../support/people.js';
import { anAccount } from './contracts.js';

const TERM = { startsOn: '2026-02-01', endsOn: '2027-01-31', noticeDays: 30, autoRenewMonths: 12 };
const PILOT = { endsOn: '2026-03-31' };
const UNSAID = { term: null, oneOff: false, pilot: null };

let app: TestApplication;
let acme: Json;
let ann: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  ({
    reps: [ann],
  } = await aDesk(app, ['Ann']));
  acme = await anAccount(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const aDeal = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id: acme.id },
    amount: '12000.00',
    currency: 'EUR',
    ...fields,
  });
const win = ({ id }: Json, body: object = {}) => app.must('POST', `/v1/deals/${id}/win`, body);
const look = () => app.application.app.get(WonDeals).look();
const dealOf = ({ id }: Json) => app.must('GET', `/v1/deals/${id}`);
const contractsOf = async ({ id }: Json): Promise<Json[]> =>
  (await app.must('GET', `/v1/contracts?accountId=${acme.id}`)).data.filter(({ dealId }: Json) => dealId === id);
const isMissing = async ({ id }: Json) =>
  (await app.must('GET', '/v1/deals?contract=missing')).data.some((each: Json) => each.id === id);
const told = async (path: string) => (await app.must('GET', `${path}/timeline`)).data.map(({ text }: Json) => text);
/** The fields that a refusal names. */
const at = (answer: Answer) => faults(answer).map((each) => each.split(' ')[0]);
const warned = ({ warnings = [] }: Json) => warnings.map(({ pointer }: Json) => pointer);

describe('a win', () => {
  it('says its term, which becomes the contract', async () => {
    const deal = await aDeal();
    const won = await win(deal, { term: TERM });
    expect([won.term, warned(won)]).toEqual([TERM, []]);
    await look();
    expect(await contractsOf(deal)).toMatchObject([
      { ...TERM, lines: [{ kind: 'recurring', segments: [{ arr: '12000.00' }] }] },
    ]);
    expect(await told(`/v1/deals/${deal.id}`)).toContain(
      'Won, worth EUR 12,000.00, from 1 February 2026 to 31 January 2027',
    );
  });

  it('needs no answer if the deal has one, and what is said counts instead of that', async () => {
    const one = await aDeal({ term: TERM });
    expect(await win(one)).toMatchObject({ term: TERM, stage: 'won' });
    const other = await aDeal({ term: TERM });
    const won = await win(other, { term: { ...TERM, endsOn: '2026-07-31' } });
    expect(won.term).toEqual({ ...TERM, endsOn: '2026-07-31' });
  });

  it('of something that is sold once has no contract, and lacks none', async () => {
    const deal = await aDeal({ term: TERM });
    const won = await win(deal, { oneOff: true });
    expect([won, warned(won)]).toEqual([expect.objectContaining({ ...UNSAID, oneOff: true }), []]);
    await look();
    expect([await contractsOf(deal), await isMissing(deal)]).toEqual([[], false]);
    expect(await dealOf(deal)).toMatchObject({ contractId: null, contractProblem: null });
    expect(await told(`/v1/deals/${deal.id}`)).toContain('Won, worth EUR 12,000.00, once');
  });

  it('of a pilot has no contract until it is converted by a term', async () => {
    const deal = await aDeal();
    const won = await win(deal, { pilot: PILOT });
    expect([won, warned(won)]).toEqual([expect.objectContaining({ ...UNSAID, pilot: PILOT }), []]);
    await look();
    expect([await contractsOf(deal), await isMissing(deal)]).toEqual([[], false]);
    const pilots = async (which: string) =>
      (await app.must('GET', `/v1/deals?pilot=${which}`)).data.map(({ id }: Json) => id);
    expect([await pilots('running'), await pilots('ended')]).toEqual([[deal.id], []]);
    await app.moveTo('2026-04-01T00:00:00Z');
    expect([await pilots('running'), await pilots('ended')]).toEqual([[], [deal.id]]);
    const revenue = async () => (await app.must('GET', `/v1/accounts/${acme.id}/revenue?at=2026-04-01`)).arr;
    expect(await revenue()).toBe('0.00');
    const term = { startsOn: '2026-04-01', endsOn: '2027-03-31' };
    const converted = await app.must('PATCH', `/v1/deals/${deal.id}`, { term });
    expect(converted).toMatchObject({ pilot: PILOT, term, stage: 'won', wonAt: won.wonAt });
    await look();
    expect([(await contractsOf(deal)).length, await revenue()]).toEqual([1, '12000.00']);
    expect([await pilots('running'), await pilots('ended')]).toEqual([[], []]);
  });

  it('of a pilot is converted at an amount only with the lines that add up to it', async () => {
    const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'All', repIds: [ann.id] });
    await aHandoffKind(app, { teamId, repId: ann.id }, { ready: [], start: { on: 'deal.won' } });
    const deal = await aDeal({ amount: '1200.00' });
    const billed = (amount: string) =>
      app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, {
        context: 'Growth',
        contacts: { dayToDay: { name: 'Kim Berg', email: 'kim@acme.example' } },
        billing: {
          lines: [{ kind: 'fixed', amount, period: 'a month' }],
          schedule: [{ on: '2026-02-01', amount }],
        },
      });
    await billed('1200.00');
    await win(deal, { pilot: PILOT });
    const term = { startsOn: '2026-04-01', endsOn: '2027-03-31' };
    await app.must('PATCH', `/v1/deals/${deal.id}`, { term, amount: '14400.00' });
    await look();
    expect(await contractsOf(deal)).toEqual([]);
    expect((await dealOf(deal)).contractProblem).toMatchObject({ code: 'otherAmount', pointer: '/billing/lines' });
    expect(await isMissing(deal)).toBe(true);
    await billed('14400.00');
    await look();
    expect((await contractsOf(deal)).map(({ lines }) => lines[0].segments[0].arr)).toEqual(['14400.00']);
    expect((await dealOf(deal)).contractProblem).toBeNull();
  });

  it('of a pilot makes a customer until the pilot ends', async () => {
    const typeOf = async () => (await app.must('GET', `/v1/accounts/${acme.id}`)).type;
    const deal = await aDeal();
    await win(deal, { pilot: PILOT });
    expect(await typeOf()).toBe('customer');
    await app.moveTo('2026-04-02T10:00:00Z');
    await app.must('PATCH', `/v1/deals/${deal.id}`, { pilot: { endsOn: '2026-03-30' } });
    expect(await typeOf()).toBe('former');
  });

  it('without an answer warns that no contract follows, and is listed', async () => {
    const deal = await aDeal();
    expect(warned(await win(deal))).toEqual(['/term']);
    await look();
    expect(await isMissing(deal)).toBe(true);
    const once = await app.must('PATCH', `/v1/deals/${deal.id}`, { oneOff: true });
    expect(once.oneOff).toBe(true);
    await look();
    expect(await isMissing(deal)).toBe(false);
  });

  it('of a deal whose contract was reported before says nothing', async () => {
    const deal = await aDeal();
    const lines = [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '1.00' }] }];
    const dates = { startsOn: '2026-01-01', endsOn: '2026-12-31' };
    await app.must('POST', '/v1/contracts', { accountId: acme.id, dealId: deal.id, currency: 'EUR', ...dates, lines });
    expect(warned(await win(deal))).toEqual([]);
  });

  it('is refused with the field that is wrong', async () => {
    const deal = await aDeal();
    const refused = async (body: object) => at(await app.ask('POST', `/v1/deals/${deal.id}/win`, body));
    expect(await refused({ term: { startsOn: '2026-02-01' } })).toEqual(['/term/endsOn']);
    expect(await refused({ term: { ...TERM, endsOn: '2026-01-31' } })).toEqual(['/term/endsOn']);
    expect(await refused({ term: { ...TERM, autoRenewMonths: 0 } })).toEqual(['/term/autoRenewMonths']);
    expect(await refused({ pilot: { endsOn: '2026-01-04' } })).toEqual(['/pilot/endsOn']);
    expect(await refused({ oneOff: true, pilot: PILOT })).toEqual(['/oneOff']);
    expect(await refused({ term: TERM, pilot: PILOT })).toEqual(['/pilot']);
    const renewal = await aDeal({ type: 'renewal' });
    expect(at(await app.ask('POST', `/v1/deals/${renewal.id}/win`, { term: TERM }))).toEqual(['/term']);
    expect((await dealOf(deal)).stage).toBe('open');
  });

  it('that is taken back never said a term', async () => {
    const deal = await aDeal({ term: TERM });
    await win(deal, { pilot: PILOT });
    const reopened = await app.must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(reopened).toMatchObject({ ...UNSAID, term: TERM });
    await win(deal, { term: { ...TERM, endsOn: '2026-07-31' } });
    // What was said since stays.
    await app.must('PATCH', `/v1/deals/${deal.id}`, { term: { endsOn: '2026-08-31' } });
    expect((await app.must('POST', `/v1/deals/${deal.id}/reopen`)).term.endsOn).toBe('2026-08-31');
  });

  it('takes the term of the form before what is said with it, with a warning where they differ', async () => {
    const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'All', repIds: [ann.id] });
    const day = { type: 'string', format: 'date' };
    const agreed = { type: 'object', role: 'term', properties: { startsOn: day, endsOn: day } };
    const form = { type: 'object', properties: { agreed } };
    const kind = await aHandoffKind(app, { teamId, repId: ann.id }, { form, ready: [], start: { on: 'deal.won' } });
    const inForm = { startsOn: '2026-03-01', endsOn: '2027-02-28' };
    const filled = async (values: object) => {
      const deal = await aDeal({ term: TERM });
      await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { agreed: values });
      return deal;
    };
    const same = await filled(inForm);
    expect((await dealOf(same)).handoff.term).toEqual(inForm);
    const won = await win(same);
    expect([won.term, warned(won)]).toEqual([{ ...inForm, noticeDays: null, autoRenewMonths: null }, []]);
    const other = await win(await filled(inForm), { oneOff: true });
    expect([other.term, other.oneOff, warned(other)]).toEqual([won.term, false, ['/term']]);
    expect((await win(await filled({ startsOn: '2026-03-01' }))).term).toEqual(TERM);
    const elsewhere = await aDeal();
    await app.must('PATCH', `/v1/handoffs/${elsewhere.handoff.id}/form`, { agreed: inForm });
    await app.must('PATCH', `/v1/deals/${elsewhere.id}`, { refs: { hubspot: '3' } });
    expect(warned(await app.must('PUT', '/v1/deals/by-ref/hubspot/3', { stage: 'won' }))).toEqual([]);
    await look();
    expect(await contractsOf(elsewhere)).toMatchObject([inForm]);
    expect(await dealOf(elsewhere)).toMatchObject({ term: inForm, contractProblem: null });
    expect(await told(`/v1/deals/${elsewhere.id}`)).toContain('Updated with its form: term');
    const faulty = { ...agreed, properties: { startsOn: day, endsOn: { type: 'string' } } };
    const { version: _, id, ...body } = kind;
    const again = { type: 'object', properties: { one: agreed, two: agreed } };
    const refused = async (changed: object) =>
      at(await app.ask('PUT', `/v1/handoff-kinds/${id}`, { ...body, form: changed }));
    expect(await refused({ type: 'object', properties: { agreed: faulty } })).toEqual([
      '/form/properties/agreed/properties/endsOn',
    ]);
    expect(await refused(again)).toEqual(['/form/properties/two/role']);
  });

  it('of a form with billing lines sells what its contract will say', async () => {
    const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'All', repIds: [ann.id] });
    await aHandoffKind(app, { teamId, repId: ann.id }, { ready: [], start: { on: 'deal.won' } });
    const sold = async (line: object, amount = '12000.00') => {
      const deal = await aDeal();
      expect(deal.handoff.sells).toBeNull();
      const billing = { lines: [line], schedule: [{ on: '2026-02-01', amount }] };
      const contacts = { dayToDay: { name: 'Kim Berg', email: 'kim@acme.example' } };
      await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { context: 'Growth', contacts, billing });
      const { sells } = (await dealOf(deal)).handoff;
      await win(deal, { term: TERM });
      await look();
      const [contract] = await contractsOf(deal);
      return [sells, contract!.lines[0].segments[0].arr];
    };
    const NOTHING = { once: '0.00', overTerm: '0.00', aYear: '0.00', unpriced: 0, counted: null, isOpen: false };
    expect(await sold({ kind: 'fixed', amount: '12000.00' })).toEqual([
      { ...NOTHING, once: '12000.00', counted: '12000.00' },
      null,
    ]);
    expect(await sold({ kind: 'fixed', amount: '12000.00', period: 'a year' })).toEqual([
      { ...NOTHING, overTerm: '12000.00', counted: '12000.00' },
      '12000.00',
    ]);
    const retainer = { kind: 'retainer', rate: '1000.00', cap: 'none', period: 'a month' };
    expect(await sold(retainer)).toEqual([{ ...NOTHING, aYear: '12000.00' }, '12000.00']);
  });

  it('has the form of its handoff checked with the term that it says', async () => {
    const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'All', repIds: [ann.id] });
    const ready = [{ when: { field: 'deal.term.endsOn', op: 'exists' }, text: 'The deal says when its term ends.' }];
    await aHandoffKind(app, { teamId, repId: ann.id }, { ready, start: { on: 'deal.won' } });
    const deal = await aDeal();
    const contacts = { dayToDay: { name: 'Kim Berg', email: 'kim@acme.example' } };
    await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, {
      context: 'Growth',
      contacts,
      billing: {
        lines: [{ kind: 'fixed', amount: '12000.00' }],
        schedule: [{ on: '2026-02-01', amount: '12000.00' }],
      },
    });
    expect((await app.ask('POST', `/v1/deals/${deal.id}/win`, {})).body.type).toMatch(/#handoff-incomplete$/);
    expect(await win(deal, { term: TERM })).toMatchObject({ stage: 'won', handoff: { state: 'running' } });
  });
});

describe('a contract of a win', () => {
  it('follows its deal after it has renewed by itself', async () => {
    const deal = await aDeal();
    await win(deal, { term: { startsOn: '2025-12-01', endsOn: '2025-12-31', autoRenewMonths: 1 } });
    await look();
    await app.moveTo('2026-02-01T10:00:00Z');
    await app.application.app.get(ContractsSweep).look();
    const [renewed] = await contractsOf(deal);
    expect(renewed!.terms.map(({ cause }: Json) => cause)).toEqual(['signed', 'auto', 'auto']);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '24000.00' });
    await look();
    const [followed] = await contractsOf(deal);
    expect(followed!.terms).toEqual(renewed!.terms);
    expect(followed!.lines[0].segments.at(-1).arr).toBe('288000.00');
    expect((await told(`/v1/deals/${deal.id}`)).at(-1)).toBe('Its contract now matches its form');
  });

  it('is withdrawn if the deal turns out to be sold once, or as a pilot', async () => {
    for (const said of [{ oneOff: true }, { pilot: PILOT }]) {
      const deal = await aDeal({ term: TERM });
      await win(deal);
      await look();
      expect(await contractsOf(deal)).toHaveLength(1);
      expect((await app.must('PATCH', `/v1/deals/${deal.id}`, said)).term).toBeNull();
      await look();
      expect(await contractsOf(deal)).toEqual([]);
    }
  });
});

describe('a contract that exists without its deal', () => {
  const DATES = { startsOn: '2026-01-01', endsOn: '2026-12-31' };
  const lines = [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '9000.00' }] }];
  const aContract = (fields: object = {}) =>
    app.must('POST', '/v1/contracts', { accountId: acme.id, currency: 'EUR', ...DATES, lines, ...fields });
  const tie = ({ id }: Json, dealId: string | null) => app.ask('PATCH', `/v1/contracts/${id}`, { dealId });

  it('is tied to it, and is its contract from then on', async () => {
    const [silent, said] = [await aDeal(), await aDeal()];
    await win(silent);
    await win(said, { term: TERM });
    await look();
    for (const deal of [silent, said]) {
      const contract = await aContract();
      expect((await tie(contract, deal.id)).body.dealId).toBe(deal.id);
      await look();
      expect((await contractsOf(deal)).map(({ id }) => id)).toEqual([contract.id]);
      expect(await dealOf(deal)).toMatchObject({ contractId: contract.id, contractProblem: null });
      expect((await tie(contract, null)).body.dealId).toBeNull();
      await look();
      expect(await isMissing(deal)).toBe(deal === silent);
      expect((await contractsOf(deal)).length).toBe(deal === silent ? 0 : 1);
    }
  });

  it('says from then on whether its account is a customer', async () => {
    const deal = await aDeal({ oneOff: true });
    await win(deal);
    const account = () => app.must('GET', `/v1/accounts/${acme.id}`);
    expect((await account()).type).toBe('customer');
    const ended = { startsOn: '2025-01-01', endsOn: '2025-12-31' };
    const contract = await aContract({
      ...ended,
      lines: [{ product: 'Suite', segments: [{ from: '2025-01-01', amount: '9000.00' }] }],
    });
    expect((await tie(contract, deal.id)).status).toBe(200);
    await look();
    expect((await account()).type).toBe('former');
    expect((await verified(app.database.url)).found).toEqual([]);
    expect((await tie(contract, null)).status).toBe(200);
    await look();
    expect((await account()).type).toBe('customer');
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('can be made for a deal that was won before', async () => {
    const deal = await aDeal();
    await win(deal);
    await look();
    const contract = await aContract({ dealId: deal.id });
    await look();
    expect(await dealOf(deal)).toMatchObject({ contractId: contract.id, contractProblem: null });
  });

  it('is tied by those who may change it, to a deal of its account that exists', async () => {
    const contract = await aContract();
    const other = await aDeal({ account: { name: 'Other' } });
    expect(at(await tie(contract, other.id))).toEqual(['/dealId']);
    expect(at(await tie(contract, '00000000-0000-7000-8000-00000000dead'))).toEqual(['/dealId']);
    const deal = await aDeal();
    await win(deal, { term: TERM });
    await look();
    const [made] = await contractsOf(deal);
    expect(at(await tie(made!, null))).toEqual(['/dealId']);
    const key = await app.keyFor(['rep'], ann.id);
    const refused = await app.ask('PATCH', `/v1/contracts/${contract.id}`, { dealId: deal.id }, { key });
    expect(refused.status).toBe(404);
  });
});

describe('the setting `termAtWin`', () => {
  const require = () => changeSettings(app, { termAtWin: 'required' });
  const aDealOf = async (fields: object = {}) => {
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    return { lead, deal: await aDeal({ leadId: lead.id, ownerRepId: ann.id, ...fields }) };
  };

  it('refuses wins that do not say for how long, and no others', async () => {
    await require();
    const deal = await aDeal();
    expect(at(await app.ask('POST', `/v1/deals/${deal.id}/win`, {}))).toEqual(['/term']);
    await win(deal, { oneOff: true });
    await win(await aDeal({ term: TERM }));
    await win(await aDeal({ type: 'renewal' }));
  });

  it('refuses milestones of reps, and takes what programs report', async () => {
    await require();
    const key = await app.keyFor(['rep'], ann.id);
    const { lead, deal } = await aDealOf();
    const milestones = `/v1/leads/${lead.id}/milestones`;
    const refused = await app.ask('POST', milestones, { name: 'won' }, { key });
    expect([refused.status, refused.body.type, refused.body.dealId]).toEqual([
      409,
      expect.stringMatching(/#term-missing$/),
      deal.id,
    ]);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { term: TERM });
    await app.must('POST', milestones, { name: 'won' }, { key });
    const other = await aDealOf();
    const program = await app.keyFor(['integration']);
    await app.must('POST', `/v1/leads/${other.lead.id}/milestones`, { name: 'won' }, { key: program });
    expect((await dealOf(other.deal)).stage).toBe('won');
  });

  it('refuses milestones of reps without a deal, which says for how long', async () => {
    const [key, lead] = [await app.keyFor(['rep'], ann.id), await aLead(app, { contact: { name: 'Lee' } })];
    const won = (as: string) => app.ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' }, { key: as });
    await require();
    const { status, body } = await won(key);
    expect([status, body.type, body.dealId]).toEqual([409, expect.stringMatching(/#term-missing$/), null]);
    expect(body.detail).toContain('Record the opportunity first');
    expect((await won(await app.keyFor(['integration']))).status).toBe(200);
    await changeSettings(app, { termAtWin: 'optional' });
    const other = await aLead(app, { contact: { name: 'Max' } });
    expect((await app.ask('POST', `/v1/leads/${other.id}/milestones`, { name: 'won' }, { key })).status).toBe(200);
  });

  it('takes deals that a CRM has won, with a warning', async () => {
    await require();
    const body = { name: 'Suite', account: { id: acme.id }, amount: '1.00', currency: 'EUR', stage: 'won' };
    const put = (fields: object = {}) => app.must('PUT', '/v1/deals/by-ref/hubspot/1', { ...body, ...fields });
    expect(warned(await put())).toEqual(['/term']);
    expect(warned(await put({ term: TERM }))).toEqual([]);
  });
});

describe('what a deal is sold for', () => {
  it('can be said before the win, and is one of three', async () => {
    const deal = await aDeal({ pilot: PILOT });
    const patched = (body: object) => app.must('PATCH', `/v1/deals/${deal.id}`, body);
    expect(await patched({ oneOff: true })).toMatchObject({ ...UNSAID, oneOff: true });
    expect(await patched({ term: TERM })).toMatchObject({ ...UNSAID, term: TERM });
    expect(await patched({ pilot: PILOT })).toMatchObject({ ...UNSAID, pilot: PILOT });
    expect(await patched({ pilot: null, oneOff: false })).toMatchObject(UNSAID);
    const refused = await app.ask('PATCH', `/v1/deals/${deal.id}`, { oneOff: true, term: TERM });
    expect(at(refused)).toEqual(['/oneOff']);
    const renewal = await app.ask('PATCH', `/v1/deals/${deal.id}`, { type: 'renewal', pilot: PILOT });
    expect(at(renewal)).toEqual(['/pilot']);
  });

  it('stays as the win says if a program repeats the term of before', async () => {
    const body = { name: 'Suite', account: { id: acme.id }, amount: '1.00', currency: 'EUR', term: TERM };
    const put = (fields: object = {}) => app.must('PUT', '/v1/deals/by-ref/hubspot/2', { ...body, ...fields });
    const deal = await put();
    await win(deal, { pilot: PILOT });
    expect(await put({ stage: 'won' })).toMatchObject({ ...UNSAID, pilot: PILOT });
    const term = { ...TERM, endsOn: '2027-02-28' };
    expect(await put({ term })).toMatchObject({ pilot: PILOT, term });
  });

  it('stays as the win says if a program repeats that it said nothing before', async () => {
    const said = { term: null, oneOff: false, pilot: null };
    const body = { name: 'Suite', account: { id: acme.id }, amount: '1.00', currency: 'EUR', ...said };
    for (const [place, answer] of [{ term: TERM }, { oneOff: true }, { pilot: PILOT }].entries()) {
      const put = (fields: object = {}) =>
        app.must('PUT', `/v1/deals/by-ref/hubspot/9${place}`, { ...body, ...fields });
      await win(await put(), answer);
      expect(await put({ stage: 'won' })).toMatchObject({ ...UNSAID, ...answer });
    }
  });

  it('is changed by whoever says what it was before the win', async () => {
    for (const said of [{ term: TERM }, { oneOff: true }]) {
      const deal = await aDeal(said);
      await win(deal, { pilot: PILOT });
      expect(await app.must('PATCH', `/v1/deals/${deal.id}`, said)).toMatchObject(said);
    }
  });

  it('stays as a person has changed it since the win if a program repeats the term of before', async () => {
    const body = { name: 'Suite', account: { id: acme.id }, amount: '1.00', currency: 'EUR', term: TERM };
    const put = (fields: object = {}) => app.must('PUT', '/v1/deals/by-ref/hubspot/3', { ...body, ...fields });
    const until = (endsOn: string) => ({ ...TERM, endsOn });
    const deal = await put({ ownerRepId: ann.id });
    await win(deal, { term: until('2027-02-28') });
    const key = await app.keyFor(['rep'], ann.id);
    const patch = (term: object) => app.must('PATCH', `/v1/deals/${deal.id}`, { term }, { key });
    await patch(until('2027-03-31'));
    expect(await put({ stage: 'won' })).toMatchObject({ term: until('2027-03-31') });
    expect(await put({ term: until('2027-04-30') })).toMatchObject({ term: until('2027-04-30') });
    // What the program said before is now news.
    expect(await put()).toMatchObject({ term: TERM });
  });

  it('is that of before the win again if a person says so', async () => {
    const deal = await aDeal({ term: TERM, ownerRepId: ann.id });
    await win(deal, { term: { ...TERM, endsOn: '2027-02-28' } });
    const key = await app.keyFor(['rep'], ann.id);
    const { term } = await app.must('PATCH', `/v1/deals/${deal.id}`, { term: TERM }, { key });
    expect(term).toMatchObject(TERM);
  });

  it('is what a person said since the win if the deal is reopened', async () => {
    const deal = await aDeal({ term: TERM, ownerRepId: ann.id });
    await win(deal, { pilot: PILOT });
    const key = await app.keyFor(['rep'], ann.id);
    const term = { ...TERM, endsOn: '2027-02-28' };
    await app.must('PATCH', `/v1/deals/${deal.id}`, { term }, { key });
    expect(await app.must('POST', `/v1/deals/${deal.id}/reopen`)).toMatchObject({ ...UNSAID, term });
  });

  it('is changed by whoever changes a part of it to what it was before the win', async () => {
    const deal = await aDeal({ term: TERM });
    await win(deal, { term: { ...TERM, noticeDays: 60 } });
    const { term } = await app.must('PATCH', `/v1/deals/${deal.id}`, { term: { noticeDays: 30 } });
    expect(term).toMatchObject({ noticeDays: 30 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, NOBODY, timelineOf } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let ofAnn: string;
let ofMax: string;
let ofProgram: string;

beforeAll(async () => {
  app = await TestApplication.start();
  const max = await aRep(app, 'Max');
  ann = await aRep(app, 'Ann', { managerId: max.id });
  bo = await aRep(app, 'Bo');
  await aDesk(app, [ann]);
  ofAnn = await app.keyFor(['rep'], ann.id);
  ofMax = await app.keyFor(['manager'], max.id);
  ofProgram = await app.keyFor(['integration']);
});
afterAll(() => app.stop());

const as = (key: string) => app.as(key);
const faultsOf = (answer: { body: Json }) => answer.body.errors.map(({ pointer }: Json) => pointer);
const ACME = { name: 'Acme', domain: 'acme.example' };
const aDeal = (fields: object = {}, key = ofProgram): Promise<Json> =>
  as(key).must('POST', '/v1/deals', { name: 'Website', account: ACME, amount: '18400.00', currency: 'EUR', ...fields });
const milestone = (lead: Json, name: string, fields: object = {}) =>
  app.must('POST', `/v1/leads/${lead.id}/milestones`, { name, ...fields });
const ofLead = async (lead: Json): Promise<Json[]> => (await app.must('GET', `/v1/deals?leadId=${lead.id}`)).data;

/** Reports whether the answer has come, without waiting for a span of time. */
const isAnswered = async (answer: Promise<unknown>) => {
  const pending = Symbol('pending');
  return (await Promise.race([answer, Promise.resolve(pending)])) !== pending;
};

describe('a lead or account whose row is locked', () => {
  it('delays changes to its own deal, and to no other', async () => {
    const lead = await aLead(app, { contact: { name: 'Held' } });
    const held = await aDeal({ name: 'Held', leadId: lead.id });
    const free = await aDeal({ name: 'Free', account: { name: 'Free' } });
    let waits!: Promise<Json>;
    await app.whileWorkedOn([lead], async () => {
      waits = as(ofProgram).ask('PATCH', `/v1/deals/${held.id}`, { name: 'Held on' });
      const program = as(ofProgram);
      for (let round = 0; round < 5; round += 1) {
        await program.must('PATCH', `/v1/deals/${free.id}`, { name: `Free ${round}` });
        await program.must('PATCH', `/v1/accounts/${free.account.id}`, { name: `Free ${round}` });
      }
      expect(await isAnswered(waits)).toBe(false);
    });
    expect(await waits).toMatchObject({ status: 200, body: { name: 'Held on' } });
    const account = { id: held.account.id };
    await app.whileWorkedOn(
      [account],
      async () => {
        waits = as(ofProgram).ask('PATCH', `/v1/accounts/${account.id}`, { type: 'partner' });
        await as(ofProgram).must('PATCH', `/v1/deals/${free.id}`, { name: 'Free again' });
        expect(await isAnswered(waits)).toBe(false);
      },
      'account',
    );
    expect(await waits).toMatchObject({ status: 200 });
  });
});

describe('a deal', () => {
  it('has an account, found by domain or else by name, and created if there is none', async () => {
    const first = await aDeal({ account: { name: 'Rivet', domain: 'www.Rivet.example' } });
    const [byDomain, byName, withoutCase, other] = [
      await aDeal({ account: { name: 'Rivet Inc', domain: 'rivet.example' } }),
      await aDeal({ account: { name: 'Bolt' } }),
      await aDeal({ account: { name: 'BOLT', domain: 'bolt.example' } }),
      await aDeal({ account: { name: 'Bolt', domain: 'bolt-and-nut.example' } }),
    ];
    expect(first.account).toMatchObject({ name: 'Rivet', domains: ['rivet.example'] });
    expect(byDomain.account.id).toBe(first.account.id);
    expect(withoutCase.account).toEqual({ ...byName.account, domains: ['bolt.example'] });
    expect(other.account.id).not.toBe(byName.account.id);
    const byId = await aDeal({ account: { id: first.account.id.toUpperCase() } });
    expect(byId.account).toEqual(first.account);
  });

  it('can be read, listed by its fields, and followed in a timeline of sentences', async () => {
    const term = { startsOn: '2026-04-01', endsOn: '2027-03-31', noticeDays: 90 };
    const made = await aDeal({
      externalId: 'D-1',
      refs: { hubspot: '77' },
      account: { name: 'Lists', domain: 'lists.example' },
      ownerRepId: bo.id,
      expectedCloseAt: '2026-03-20T12:00:00Z',
      product: 'Website',
      term,
    });
    expect(made).toMatchObject({
      stage: 'open',
      lead: null,
      ownerRepId: bo.id,
      amount: '18400.00',
      product: 'Website',
      term,
    });
    expect(await app.must('GET', `/v1/deals/${made.id}`)).toEqual(made);
    for (const query of [
      'externalId=D-1',
      'ref=hubspot:77',
      `accountId=${made.account.id}`,
      `ownerRepId=${bo.id}`,
      'product=Website',
    ])
      expect((await app.must('GET', `/v1/deals?${query}`)).data).toEqual([made]);
    const longer = await as(ofProgram).must('PATCH', `/v1/deals/${made.id}`, { term: { endsOn: '2027-06-30' } });
    expect(longer.term).toEqual({ ...term, endsOn: '2027-06-30', autoRenewMonths: null });
    const half = await as(ofProgram).ask('PATCH', `/v1/deals/${made.id}`, { term: { endsOn: null } });
    expect(faultsOf(half)).toEqual(['/term/endsOn']);
    await as(ofProgram).must('PATCH', `/v1/deals/${made.id}`, { amount: '020000', ownerRepId: ann.id, term: null });
    await as(ofAnn).must('POST', `/v1/deals/${made.id}/win`);
    expect(await timelineOf(app, made, 'deals')).toEqual([
      'Made, a deal of Bo, worth EUR 18,400.00',
      'Updated: the last day of its term',
      'Updated: owner Ann, term, amount from EUR 18,400.00 to EUR 20,000',
      'Won, worth EUR 20,000, recorded by Ann',
    ]);
    expect((await app.must('GET', '/v1/deals?stage=won&ref=hubspot:77')).data).toMatchObject([{ term: null }]);
  });

  it('given to a rep who has left is taken with a warning, as long as it is open', async () => {
    const gone = await aRep(app, 'Gone', { active: false });
    const warnings = [
      { pointer: '/ownerRepId', message: 'Gone is not active, so nobody works on the deal: name an active rep.' },
    ];
    const fields = { amount: '100.00', currency: 'EUR', account: { name: 'Acme' } };
    const made = await app.must('POST', '/v1/deals', { ...fields, name: 'Site', ownerRepId: gone.id });
    expect(made).toMatchObject({ ownerRepId: gone.id, warnings });
    expect(await app.must('GET', `/v1/deals/${made.id}`)).not.toHaveProperty('warnings');
    const amend = (patch: object) => app.must('PATCH', `/v1/deals/${made.id}`, patch);
    expect(await amend({ name: 'Other site' })).not.toHaveProperty('warnings');
    expect(await amend({ ownerRepId: bo.id })).not.toHaveProperty('warnings');
    expect(await amend({ ownerRepId: gone.id })).toMatchObject({ warnings });
    const put = (ref: string, body: object) => app.must('PUT', `/v1/deals/by-ref/crm/${ref}`, { ...fields, ...body });
    expect(await put('1', { name: 'Open', ownerRepId: gone.id })).toMatchObject({ warnings });
    const lost = await put('2', { name: 'Lost', ownerRepId: gone.id, stage: 'lost' });
    expect(lost).not.toHaveProperty('warnings');
  });

  it('is created once per external id, however often it is sent', async () => {
    const first = await aDeal({ externalId: 'twice', ownerRepId: bo.id, account: { name: 'Of Bo' } });
    const again = await as(ofProgram).ask('POST', '/v1/deals', {
      name: 'Another',
      account: ACME,
      amount: '1',
      currency: 'EUR',
      externalId: 'twice',
    });
    expect([again.status, again.body]).toEqual([200, first]);
    const unseen = await as(ofAnn).ask('POST', '/v1/deals', {
      name: 'Mine',
      account: ACME,
      amount: '1',
      currency: 'EUR',
      externalId: 'twice',
    });
    expect([unseen.status, unseen.body.type]).toEqual([409, '/problems#deal-exists']);
  });

  it('is created once by a request that is repeated', async () => {
    const headers = { 'idempotency-key': 'deal-once' };
    const body = { name: 'Once', account: { name: 'Once' }, amount: '1', currency: 'EUR' };
    const ask = () => app.ask('POST', '/v1/deals', body, { headers });
    const [one, other] = [await ask(), await ask()];
    expect(other.body).toEqual(one.body);
    expect((await app.must('GET', `/v1/deals?accountId=${one.body.account.id}`)).data).toHaveLength(1);
  });

  it('is refused with the field at fault and what was expected, and changes nothing', async () => {
    const lead = await aLead(app, { test: true });
    const before = (await app.must('GET', '/v1/deals?limit=1000')).data.length;
    const refused = async (fields: object) =>
      as(ofProgram).ask('POST', '/v1/deals', { name: 'X', account: ACME, amount: '1.00', currency: 'EUR', ...fields });
    const wrong: [object, string[]][] = [
      [{ amount: '1,000' }, ['/amount']],
      [{ amount: 5 }, ['/amount']],
      [{ amount: '1000.005' }, ['/amount']],
      [{ amount: '1000.5', currency: 'JPY' }, ['/amount']],
      [{ currency: 'EURO' }, ['/currency']],
      [{ account: {} }, ['/account']],
      [{ account: { id: NOBODY } }, ['/account/id']],
      [{ account: { id: NOBODY, name: 'Both' } }, ['/account', '/account/id']],
      [{ account: { name: 'Free', domain: 'gmail.com' } }, ['/account/domain']],
      [{ account: undefined }, ['/account']],
      [{ leadId: NOBODY }, ['/leadId']],
      [{ leadId: lead.id }, ['/leadId']],
      [{ ownerRepId: NOBODY }, ['/ownerRepId']],
      [{ term: { startsOn: '2026-05-01', endsOn: '2026-04-01' } }, ['/term/endsOn']],
      [{ term: { startsOn: '2026-05-01', endsOn: '9999-12-31' } }, ['/term/endsOn']],
      [
        { term: { startsOn: '2026-05-01', endsOn: '2026-04-01' }, leadId: NOBODY, ownerRepId: NOBODY },
        ['/term/endsOn', '/leadId', '/ownerRepId'],
      ],
      [{ term: { startsOn: '2026-02-30', endsOn: '2026-04-01' } }, ['/term/startsOn']],
      [{ product: '' }, ['/product']],
      [{ product: 'p'.repeat(101) }, ['/product']],
      [{ stage: 'won' }, ['/stage']],
    ];
    for (const [fields, pointers] of wrong) {
      const answer = await refused(fields);
      expect([fields, answer.status, answer.body.errors && faultsOf(answer)]).toEqual([fields, 422, pointers]);
    }
    expect((await app.must('GET', '/v1/deals?limit=1000')).data).toHaveLength(before);
    const made = await aDeal();
    const change = async (patch: object) => as(ofProgram).ask('PATCH', `/v1/deals/${made.id}`, patch);
    expect(faultsOf(await change({ name: null }))).toEqual(['/name']);
    expect(faultsOf(await change({ account: null }))).toEqual(['/account']);
    expect(faultsOf(await change({ currency: null }))).toEqual(['/currency']);
    expect(faultsOf(await change({ currency: 'JPY', amount: '0.5' }))).toEqual(['/amount']);
    expect(await app.must('GET', `/v1/deals/${made.id}`)).toEqual(made);
  });
});

describe('the stages of a deal', () => {
  it('go from open to won or lost, and back', async () => {
    const { id } = await aDeal();
    const { must, ask } = as(ofProgram);
    expect(await must('POST', `/v1/deals/${id}/lose`, { reason: 'Price', note: 'Too dear' })).toMatchObject({
      stage: 'lost',
      lostReason: 'price',
      lostNote: 'Too dear',
      lostFields: {},
      wonAt: null,
    });
    const refused = await ask('POST', `/v1/deals/${id}/win`);
    expect([refused.status, refused.body.type, refused.body.stage]).toEqual([409, '/problems#deal-stage', 'lost']);
    const again = await ask('POST', `/v1/deals/${id}/lose`, { reason: 'price' });
    expect([refused.body.detail, again.body.detail]).toEqual([
      'Only an open deal can be won; this deal is already lost.',
      'Only an open deal can be lost; this deal is already lost.',
    ]);
    expect(await must('POST', `/v1/deals/${id}/reopen`)).toMatchObject({
      stage: 'open',
      lostAt: null,
      lostReason: null,
      lostNote: null,
      lostFields: null,
    });
    expect((await ask('POST', `/v1/deals/${id}/reopen`)).status).toBe(409);
    const wonAt = '2026-02-27T10:00:00.000Z';
    expect(await must('POST', `/v1/deals/${id}/win`, { wonAt })).toMatchObject({ stage: 'won', wonAt });
    expect(
      faultsOf(await ask('POST', `/v1/deals/${(await aDeal()).id}/win`, { wonAt: '2026-12-01T00:00:00Z' })),
    ).toEqual(['/wonAt']);
  });

  it('is won now by a program whose clock runs up to five minutes ahead, as touches are accepted from it', async () => {
    const at = (ms: number) => new Date(app.time.now() + ms).toISOString();
    const win = async (ms: number, deal: Promise<Json>) =>
      as(ofProgram).ask('POST', `/v1/deals/${(await deal).id}/win`, { wonAt: at(ms) });
    const ahead = await win(5 * 60_000, aDeal());
    expect([ahead.status, ahead.body.wonAt]).toEqual([200, at(0)]);
    const lead = await aLead(app);
    await milestone(lead, 'opportunity');
    const ofLeads = await win(
      1_000,
      ofLead(lead).then(([deal]) => deal!),
    );
    expect([ofLeads.status, ofLeads.body.wonAt]).toEqual([200, at(0)]);
    const late = await win(5 * 60_000 + 1, aDeal());
    expect([late.status, late.body.errors]).toEqual([
      422,
      [{ pointer: '/wonAt', code: 'future', message: 'Expected an instant at most 5 minutes ahead.' }],
    ]);
  });

  it('are won by reps no further back than touches, and by programs at any time in the past', async () => {
    const win = async (key: string, agoMs: number) =>
      as(key).ask('POST', `/v1/deals/${(await aDeal({ ownerRepId: ann.id })).id}/win`, {
        wonAt: new Date(app.time.now() - agoMs).toISOString(),
      });
    const quarter = 15 * 60_000;
    for (const key of [ofAnn, ofMax]) {
      expect([(await win(key, quarter - 1)).status, (await win(key, quarter)).status]).toEqual([200, 200]);
      const { status, body } = await win(key, quarter + 1);
      expect([status, body.errors]).toMatchObject([422, [{ pointer: '/wonAt', code: 'backdated' }]]);
    }
    expect((await win(ofProgram, 300 * 24 * 4 * quarter)).status).toBe(200);
  });

  it('of a lead are not won by a rep at a time when another rep had the lead', async () => {
    const lead = await aLead(app, { owner: { repId: bo.id } });
    await milestone(lead, 'opportunity');
    const [deal] = await ofLead(lead);
    const before = new Date(app.time.now()).toISOString();
    await app.moveBy(60_000);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Takes over' });
    await app.must('PATCH', `/v1/deals/${deal!.id}`, { ownerRepId: ann.id });
    const refused = await as(ofAnn).ask('POST', `/v1/deals/${deal!.id}/win`, { wonAt: before });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ pointer: '/wonAt', code: 'formerOwner' }]]);
    expect((await as(ofAnn).must('POST', `/v1/deals/${deal!.id}/win`)).stage).toBe('won');
  });

  it('let only one of several programs win a deal', async () => {
    const { id } = await aDeal();
    const answers = await Promise.all([1, 2, 3].map(() => as(ofProgram).ask('POST', `/v1/deals/${id}/win`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { data } = await app.must('GET', `/v1/deals/${id}/timeline`);
    expect(data.map(({ type }: Json) => type)).toEqual(['deal.created', 'deal.won']);
  });
});

describe('the deal of a lead', () => {
  const COMPANY = { company: { name: 'Northwind', domain: 'northwind.example' }, campaign: 'spring', channel: 'paid' };

  it('is created when the lead becomes an opportunity, and won with it', async () => {
    const lead = await aLead(app, COMPANY);
    await milestone(lead, 'qualified');
    expect(await ofLead(lead)).toEqual([]);
    await milestone(lead, 'opportunity', { value: { amount: '5000.00', currency: 'EUR' } });
    await milestone(lead, 'opportunity');
    const [deal, ...more] = await ofLead(lead);
    expect(more).toEqual([]);
    expect(deal).toMatchObject({
      name: 'Northwind',
      stage: 'open',
      ownerRepId: ann.id,
      amount: '5000.00',
      currency: 'EUR',
      account: { name: 'Northwind', domains: ['northwind.example'] },
      lead: { id: lead.id, source: 'web', channel: 'paid', campaign: 'spring', ownerRepIds: [ann.id] },
    });
    await milestone(lead, 'won', { value: { amount: '6200.00', currency: 'EUR' } });
    expect(await ofLead(lead)).toMatchObject([{ id: deal!.id, stage: 'won', amount: '6200.00' }]);
  });

  it('is created for many leads at once, with one account per company', async () => {
    const leads: Json[] = [];
    for (const domain of ['a', 'b', 'a'])
      leads.push(await aLead(app, { company: { domain: `many-${domain}.example` } }));
    leads.push(await aLead(app, { contact: { phone: '+491701234567' } }));
    const { results } = await app.must('POST', '/v1/milestones/batch', {
      milestones: leads.flatMap(({ id }) => [
        { leadId: id, name: 'opportunity', occurredAt: new Date(app.time.now()).toISOString() },
        { leadId: id, name: 'won', occurredAt: new Date(app.time.now()).toISOString() },
      ]),
    });
    expect(results.filter(({ errors }: Json) => errors)).toEqual([]);
    expect(results.map(({ status }: Json) => status)).toEqual(Array(8).fill('recorded'));
    const deals = [];
    for (const lead of leads) deals.push(...(await ofLead(lead)));
    expect(deals.map(({ stage, ownerRepId }) => [stage, ownerRepId])).toEqual(Array(4).fill(['won', ann.id]));
    const ids = deals.map(({ account }) => account?.id);
    expect([ids[0] === ids[2], ids[0] === ids[1], ids[3]]).toEqual([true, false, undefined]);
    expect(deals[3]!.name).toBe('Opportunity from web');
  });

  it('wins its lead when it is won, and gives the win its value', async () => {
    const lead = await aLead(app, COMPANY);
    const deal = await aDeal({ leadId: lead.id }, ofAnn);
    expect(deal).toMatchObject({ ownerRepId: ann.id, lead: { id: lead.id, source: 'web' } });
    await as(ofAnn).must('POST', `/v1/deals/${deal.id}/win`);
    const won = await app.must('GET', `/v1/leads/${lead.id}`);
    expect(won).toMatchObject({
      status: 'won',
      milestones: [{ name: 'won', value: { amount: '18400.00', currency: 'EUR' } }],
    });
    const [{ id }] = won.milestones;
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${id}/reverse`, { reason: 'The order was cancelled' });
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toMatchObject({ stage: 'open', wonAt: null });
  });

  it('stays open if the opportunity that made it is reversed, and is the deal of a later one', async () => {
    const lead = await aLead(app, COMPANY);
    const { milestones } = await milestone(lead, 'opportunity');
    const path = `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`;
    await app.must('POST', path, { reason: 'The wrong lead' });
    const deals = await ofLead(lead);
    expect(deals).toMatchObject([{ stage: 'open' }]);
    await milestone(lead, 'opportunity');
    expect((await ofLead(lead)).map(({ id }) => id)).toEqual([deals[0]!.id]);
    await as(ofAnn).must('POST', `/v1/deals/${deals[0]!.id}/lose`, { reason: 'price', lead: 'close' });
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).status).toBe('lost');
  });

  it('can be won again after a win was reversed by mistake, with its original date', async () => {
    const lead = await aLead(app, COMPANY);
    const deal = await aDeal({ leadId: lead.id }, ofAnn);
    await app.moveBy(3_600_000);
    const occurredAt = new Date(app.time.now()).toISOString();
    const win = () => app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won', occurredAt });
    const reverse = ({ milestones }: Json) => {
      const { id } = milestones.find(({ reversedAt }: Json) => reversedAt === null);
      return app.must('POST', `/v1/leads/${lead.id}/milestones/${id}/reverse`, { reason: 'The wrong lead' });
    };
    const won = await win();
    await app.moveBy(3_600_000);
    expect(await reverse(won)).toMatchObject({ status: 'open', cycle: 2 });
    await app.moveBy(3_600_000);
    const again = await win();
    expect(again).toMatchObject({ status: 'won', cycle: 2 });
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toMatchObject({ stage: 'won', wonAt: occurredAt });
    expect(await reverse(again)).toMatchObject({ status: 'open', cycle: 3 });
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toMatchObject({ stage: 'open', wonAt: null });
  });

  it('is the only open one', async () => {
    const lead = await aLead(app, COMPANY);
    const first = await aDeal({ leadId: lead.id });
    const second = await as(ofProgram).ask('POST', '/v1/deals', {
      name: 'B',
      account: ACME,
      amount: '1',
      currency: 'EUR',
      leadId: lead.id,
    });
    expect([second.status, second.body.dealId]).toEqual([409, first.id]);
    await as(ofProgram).must('POST', `/v1/deals/${first.id}/lose`, { reason: 'no_decision', lead: 'keep' });
    const another = await aDeal({ leadId: lead.id });
    expect((await as(ofProgram).ask('POST', `/v1/deals/${first.id}/reopen`)).body.dealId).toBe(another.id);
    expect(faultsOf(await as(ofProgram).ask('PATCH', `/v1/deals/${first.id}`, { leadId: null }))).toEqual(['/leadId']);
  });

  it('does not keep the name of a person who was erased', async () => {
    const lead = await aLead(app, { contact: { email: 'eva@erased.example', name: 'Eva Stein' } });
    const kept = (path: string, body: object) =>
      app.ask('POST', path, body, { headers: { 'idempotency-key': 'erased' } });
    const told = { name: 'Eva Stein, website', account: ACME, amount: '18400.00', currency: 'EUR', leadId: lead.id };
    const { body: deal } = await kept('/v1/deals', told);
    const lost = { reason: 'no_need', note: 'Eva moved away' };
    await kept(`/v1/deals/${deal.id}/lose`, lost);
    const access = await app.must('GET', '/v1/subject-access?email=eva@erased.example');
    expect(JSON.stringify(access)).toContain('Eva moved away');
    await app.must('POST', '/v1/erasures', { email: 'eva@erased.example', reason: 'Asked for it' });
    const erased = await app.must('GET', `/v1/deals/${deal.id}`);
    expect(erased).toMatchObject({ name: 'Erased', lostNote: null, lostFields: null, amount: '18400.00' });
    for (const again of [await kept('/v1/deals', told), await kept(`/v1/deals/${deal.id}/lose`, lost)])
      expect([again.status, again.body.type]).toEqual([409, '/problems#lead-erased']);
  });
});

describe('a program that knows deals by ids of its own', () => {
  const put = (ref: string, body: object) => as(ofProgram).ask('PUT', `/v1/deals/by-ref/crm/${ref}`, body);
  const FIELDS = { name: 'From the CRM', account: { name: 'Crm Co' }, amount: '900', currency: 'USD' };

  it('creates and changes them, and sets their stages', async () => {
    const made = await put('1%2Fa', FIELDS);
    expect([made.status, made.body.refs]).toEqual([201, { crm: '1/a' }]);
    const changed = await put('1%2Fa', { amount: '950', refs: { erp: 'x' } });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      id: made.body.id,
      name: FIELDS.name,
      amount: '950',
      refs: { crm: '1/a', erp: 'x' },
    });
    expect((await put('1%2Fa', { stage: 'won', wonAt: '2026-03-01T00:00:00Z' })).body).toMatchObject({
      stage: 'won',
      wonAt: '2026-03-01T00:00:00.000Z',
    });
    expect((await put('1%2Fa', { stage: 'lost', lostReason: 'Withdrawn' })).body).toMatchObject({
      stage: 'lost',
      lostReason: null,
      lostNote: 'Withdrawn',
      wonAt: null,
    });
    expect((await put('1%2Fa', { stage: 'lost' })).body.lostNote).toBe('Withdrawn');
    expect(faultsOf(await put('%00', FIELDS))).toEqual(['/refs/crm']);
    expect(faultsOf(await put('3', { ...FIELDS, refs: { crm: '4' } }))).toEqual(['/refs/crm']);
    expect(faultsOf(await put('a'.repeat(301), FIELDS))).toEqual(['/refs/crm']);
    // A system may learn the amount later.
    expect(faultsOf(await put('none', { stage: 'open' }))).toEqual(['/name', '/account']);
    expect(faultsOf(await put('2', { ...FIELDS, refs: { erp: 'x' } }))).toEqual(['/refs/erp']);
  });

  it('creates one, even with simultaneous requests', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => put('race', FIELDS)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('finds the deal that its lead created before', async () => {
    const lead = await aLead(app, { company: { domain: 'adopted.example' } });
    await milestone(lead, 'opportunity');
    const [deal] = await ofLead(lead);
    const told = await put('77', {
      ...FIELDS,
      account: { name: 'Adopted', domain: 'adopted.example' },
      leadId: lead.id,
    });
    expect(told.status).toBe(200);
    expect(told.body).toMatchObject({ id: deal!.id, name: FIELDS.name, refs: { crm: '77' }, account: deal!.account });
  });
});

describe('access to deals', () => {
  it('is for their owners, the managers of these, and programs', async () => {
    const [mine, others] = [
      await aDeal({}, ofAnn),
      await aDeal({ ownerRepId: bo.id, account: { name: 'Of Bo alone' } }),
    ];
    expect(mine.ownerRepId).toBe(ann.id);
    const seen = async (key: string) =>
      (await app.must('GET', '/v1/deals?limit=1000', undefined, { key })).data.map(({ id }: Json) => id);
    expect(await seen(ofAnn)).toContain(mine.id);
    expect(await seen(ofAnn)).not.toContain(others.id);
    expect(await seen(ofMax)).toContain(mine.id);
    expect(await seen(ofMax)).not.toContain(others.id);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/timeline'],
      ['PATCH', ''],
      ['POST', '/win'],
      ['POST', '/reopen'],
    ] as const)
      expect(
        (await as(ofAnn).ask(method, `/v1/deals/${others.id}${path}`, method === 'PATCH' ? { name: 'X' } : undefined))
          .status,
      ).toBe(404);
    const given = await as(ofAnn).ask('PATCH', `/v1/deals/${mine.id}`, { ownerRepId: bo.id });
    expect(faultsOf(given)).toEqual(['/ownerRepId']);
    expect(await as(ofMax).must('PATCH', `/v1/deals/${mine.id}`, { name: 'Seen by Max' })).toMatchObject({
      name: 'Seen by Max',
    });
  });
});

it('a list of deals refuses a day of a year before 1900', async () => {
  const { status, body } = await app.get('/v1/deals?from=0001-01-01&to=2026-03-02');
  expect([status, body.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`)]).toEqual([422, ['/from format']]);
});

it('a deal says what the caller may do with it: nothing for those who may only read it', async () => {
  const { id: accountId } = await app.must('POST', '/v1/accounts', { name: 'Kept by Bo', ownerRepId: bo.id });
  const deal = await aDeal({ ownerRepId: ann.id, account: { id: accountId } });
  const ofBo = await app.keyFor(['rep'], bo.id);
  const mayOf = async (key: string) => (await as(key).must('GET', `/v1/deals/${deal.id}`)).may;
  const OPEN = ['update', 'touches', 'win', 'lose'];
  for (const key of [ofAnn, ofMax, ADMIN_KEY]) expect(await mayOf(key)).toEqual(OPEN);
  expect(await mayOf(ofBo)).toEqual([]);
  expect(await mayOf(await app.keyFor(['read']))).toEqual([]);
  expect((await as(ofBo).ask('POST', `/v1/deals/${deal.id}/win`)).status).toBe(403);
  const listed = await as(ofBo).must('GET', `/v1/deals?accountId=${accountId}`);
  expect(listed.data.map(({ may }: Json) => may)).toEqual([[]]);
  const won = await as(ofAnn).must('POST', `/v1/deals/${deal.id}/win`);
  expect(won.may).toEqual(['update', 'touches', 'reopen', 'deliver']);
  // Bo looks after the account.
  expect(await mayOf(ofBo)).toEqual(['deliver']);
  await as(ofBo).must('POST', `/v1/deals/${deal.id}/events`, { name: 'delivery.completed' });
  expect(await mayOf(ofBo)).toEqual([]);
  expect(await mayOf(ofAnn)).toEqual(['update', 'touches', 'reopen']);
});

describe('the owner of deals', () => {
  it('who is set inactive is said to have them still, before it is saved and in the setup, until they are offboarded', async () => {
    const di = await aRep(app, 'Di');
    await app.must('POST', '/v1/accounts', { name: 'Of Di', ownerRepId: di.id });
    await aDeal({ ownerRepId: di.id, account: { name: 'Sold by Di' } });
    const body = { name: 'Di', email: di.email, active: false };
    const said = /^Di still has 1 deal and 2 accounts, which nobody works on\. An offboarding/;
    const rehearsed = await app.put(`/v1/reps/${di.id}?dryRun=true`, body);
    expect(rehearsed.body.warnings).toEqual([{ pointer: '/active', message: expect.stringMatching(said) }]);
    const warned = async () =>
      (await app.must('GET', '/v1/setup')).warnings.filter(
        ({ code, text }: Json) => code === 'dealsOfInactive' && text.startsWith('Di '),
      );
    expect(await warned()).toEqual([]);
    const saved = await app.put(`/v1/reps/${di.id}`, body);
    expect(saved.body.warnings).toEqual(rehearsed.body.warnings);
    expect(await warned()).toMatchObject([
      { text: expect.stringMatching(/^Di is inactive and still owns 1 open deal, which nobody works on\./) },
    ]);
    const to = { repId: bo.id };
    await app.must('POST', `/v1/reps/${di.id}/offboard`, { leads: to, deals: to, accounts: to, handoffs: to });
    expect(await warned()).toEqual([]);
    expect((await app.put(`/v1/reps/${di.id}`, body)).body.warnings).toBeUndefined();
  });

  it('cannot be deleted', async () => {
    const cy = await aRep(app, 'Cy');
    await aDeal({ ownerRepId: cy.id, account: { name: 'Of Cy' } });
    const refused = await app.ask('DELETE', `/v1/reps/${cy.id}`);
    expect(refused.status).toBe(409);
    expect(refused.body.usedBy.map(({ kind, name }: Json) => [kind, name])).toEqual([
      ['account', '1 account of theirs'],
      ['deal', '1 deal of theirs'],
    ]);
  });
});

it('a rep cannot be deleted once a touch on the deal of somebody else is theirs', async () => {
  const [owner, helper] = [await aRep(app, 'Otto'), await aRep(app, 'Hal')];
  const deal = await aDeal({ ownerRepId: owner.id, account: { name: 'Of Otto' } });
  await app.must('POST', `/v1/deals/${deal.id}/touches`, { kind: 'call', outcome: 'connected', repId: helper.id });
  expect(await app.ask('DELETE', `/v1/reps/${helper.id}`)).toMatchObject({
    status: 409,
    body: { usedBy: [{ kind: 'deal', name: '1 deal of others with a touch of theirs' }] },
  });
});

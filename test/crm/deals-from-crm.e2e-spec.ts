import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings, NOBODY } from '../support/people.js';
import { statements } from '../support/statements.js';

const CONNECTIONS = '/v1/crm-connections';
const SECRET = 'a-client-secret-of-the-crm';
const PROOF = {
  kind: 'hmac',
  header: 'X-Crm-Signature',
  encoding: 'base64',
  signs: '{method}{url}{body}{timestamp}',
  timestampHeader: 'X-Crm-Timestamp',
};
const MAPPING = {
  ref: '{{ item.id }}',
  changedAt: '{{ item.changed }}',
  name: '{{ item.title }}',
  accountName: '{{ item.company.name }}',
  accountDomain: '{{ item.company.domain }}',
  ownerEmail: '{{ item.owner }}',
  amount: '{{ item.amount }}',
  currency: '{{ item.currency | default: "EUR" }}',
  product: '{{ item.line }}',
  stage: '{{ item.stage }}',
  expectedCloseAt: '{{ item.close }}',
  startsOn: '{{ item.starts }}',
  endsOn: '{{ item.ends }}',
  lostReason: '{{ item.why }}',
  stages: { won: ['Closed Won'], lost: ['Closed Lost'], open: ['Qualified', 'Proposal'] },
};

let app: TestApplication;
let ann: { id: string };
let bob: { id: string };
let connection: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  bob = await aRep(app, 'Bob', { refs: { crm: '7001' } });
});
afterAll(() => app.stop());
beforeEach(async () => {
  connection = await aConnection();
});
afterEach(async () => {
  for (const { id } of (await app.must('GET', CONNECTIONS)).data) await app.delete(`${CONNECTIONS}/${id}`);
  for (const { id } of (await app.must('GET', '/v1/handoff-kinds')).data) await app.delete(`/v1/handoff-kinds/${id}`);
});

let made = 0;
function aConnection(fields: object = {}): Promise<Json> {
  made += 1;
  return app.must('POST', CONNECTIONS, {
    name: `CRM ${made}`,
    system: 'crm',
    proof: PROOF,
    secret: SECRET,
    mapping: MAPPING,
    ...fields,
  });
}

function signed(body: string, { at = app.time.now(), secret = SECRET, to = connection.id } = {}) {
  // The address under which the CRM knows the program.
  const url = `http://127.0.0.1:0${CONNECTIONS}/${to}/deals`;
  const signature = createHmac('sha256', secret).update(`POST${url}${body}${at}`).digest('base64');
  return { 'x-crm-signature': signature, 'x-crm-timestamp': String(at) };
}
const post = (body: string, headers: object, to = connection.id) =>
  fetch(`${app.url}${CONNECTIONS}/${to}/deals`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
async function report(payload: unknown, options: Parameters<typeof signed>[1] = {}): Promise<Json> {
  const body = JSON.stringify(payload);
  const answer = await post(body, signed(body, options));
  expect(answer.status).toBe(200);
  return answer.json();
}
let deals = 0;
function aDeal(fields: object = {}): Json {
  deals += 1;
  return {
    id: 9000 + deals,
    changed: app.time.now(),
    title: `Website ${deals}`,
    amount: 18400.5,
    currency: 'eur',
    company: { name: `Acme ${deals}`, domain: `acme${deals}.example` },
    owner: 'ann@example.com',
    stage: 'Proposal',
    ...fields,
  };
}
const dealOf = async ({ id }: Json): Promise<Json> => (await app.must('GET', `/v1/deals?ref=crm:${id}`)).data[0];
const refusals = async (): Promise<Json[]> => (await app.must('GET', `${CONNECTIONS}/${connection.id}/refusals`)).data;

describe('a CRM that reports deals', () => {
  it('causes a warning if the reasons for lost deals are not mapped', async () => {
    const warned = (each: Json) => (each.warnings ?? []).map(({ pointer }: Json) => pointer);
    expect(warned(connection)).toEqual(['/mapping/lostReasons']);
    expect(warned(await aConnection({ mapping: { ...MAPPING, lostReasons: { Price: 'price' } } }))).toEqual([]);
    const { stage: _stage, stages: _stages, lostReason: _reason, ...open } = MAPPING;
    expect(warned(await aConnection({ mapping: open }))).toEqual([]);
  });

  it('creates and changes them by its own ids', async () => {
    const told = aDeal({ line: 'Website', close: '2026-04-30', starts: '2026-05-01', ends: '2027-04-30' });
    expect(await report(told)).toEqual({ taken: 1, outdated: 0, passedOver: 0, refused: 0, isRepeated: false });
    expect(await dealOf(told)).toMatchObject({
      name: told.title,
      amount: '18400.5',
      currency: 'EUR',
      ownerRepId: ann.id,
      stage: 'open',
      product: 'Website',
      refs: { crm: String(told.id) },
      expectedCloseAt: '2026-04-30T23:59:59.000Z',
      term: { startsOn: '2026-05-01', endsOn: '2027-04-30' },
    });
    await app.moveTo(app.time.now() + MINUTE);
    await report({ id: told.id, changed: app.time.now(), amount: '20000' });
    expect(await dealOf(told)).toMatchObject({
      name: told.title,
      amount: '20000',
      currency: 'EUR',
      ownerRepId: ann.id,
    });
  });

  it('may expect a deal on the last day that there is', async () => {
    await changeSettings(app, { timeZone: 'America/Los_Angeles' });
    const told = aDeal({ close: '2100-12-31' });
    await report(told);
    expect(await dealOf(told)).toMatchObject({ expectedCloseAt: '2100-12-31T23:59:59.999Z' });
    await changeSettings(app, { timeZone: 'UTC' });
  });

  it('may send an amount without its currency, which is then that of the deal; a new deal needs both', async () => {
    connection = await aConnection({ mapping: { ...MAPPING, currency: '{{ item.currency }}' } });
    const told = aDeal({ currency: 'usd' });
    await report(told);
    await report({ ...told, amount: 500, currency: null, changed: told.changed + 1 });
    expect(await dealOf(told)).toMatchObject({ amount: '500', currency: 'USD' });
    expect(await refusals()).toEqual([]);
    expect(await report(aDeal({ currency: null }))).toMatchObject({ taken: 0, refused: 1 });
    const [{ faults }] = (await refusals()) as [Json];
    expect(faults).toEqual([
      { pointer: '/currency', code: 'required', message: 'An amount needs a currency: give both, or neither.' },
    ]);
  });

  it.each([
    ['null', null],
    ['absent', undefined],
    ['empty', ''],
  ])(
    'may report a deal whose amount is %s, open or won: the handoff asks for it, and the list warns of it',
    async (_how, amount) => {
      const team = await app.must('POST', '/v1/teams', { name: `Operations ${deals}`, repIds: [bob.id] });
      const form = { type: 'object', properties: { note: { type: 'string', title: 'Note' } } };
      await aHandoffKind(app, { teamId: team.id, repId: bob.id }, { form, ready: [] });
      const [open, won] = [aDeal({ amount }), aDeal({ amount, stage: 'Closed Won' })];
      expect(await report([open, won])).toMatchObject({ taken: 2, refused: 0 });
      const asked = [{ pointer: '', text: 'What is the deal worth? Enter its amount at the deal.' }];
      for (const told of [open, won]) {
        const deal = await dealOf(told);
        expect(deal).toMatchObject({ amount: null, currency: null, stage: told === won ? 'won' : 'open' });
        expect((await app.must('GET', `/v1/handoffs/${deal.handoff.id}/form`)).missing).toEqual(asked);
      }
      const warning = { refused: false, faults: [expect.objectContaining({ pointer: '/amount', code: 'required' })] };
      expect(await refusals()).toMatchObject([warning, warning]);
      const { id } = await dealOf(won);
      expect((await app.must('GET', '/v1/deals?handoff=missing')).data.map((each: Json) => each.id)).toContain(id);
      await report([open, won].map((told) => ({ ...told, amount: 900, changed: told.changed + 1 })));
      expect(await refusals()).toEqual([]);
      expect((await dealOf(won)).handoff.state).toBe('running');
      expect((await dealOf(open)).handoff).toMatchObject({ state: 'draft', missing: 0 });
    },
  );

  it('may send numbers that it has calculated: noise is left out, and they are rounded to their currency', async () => {
    const amounts: [unknown, string, string][] = [
      [18400.300000000003, 'EUR', '18400.3'],
      [1000.005, 'EUR', '1000.01'],
      [1000.5, 'JPY', '1001'],
    ];
    for (const [amount, currency, expected] of amounts) {
      const told = aDeal({ amount, currency, stage: 'Closed Won' });
      expect(await report(told)).toMatchObject({ taken: 1 });
      expect(await dealOf(told)).toMatchObject({ amount: expected, stage: 'won' });
    }
  });

  it('cannot name a deal by a number that JSON rounds to the id of another', async () => {
    const body = JSON.stringify([aDeal({ id: 'first' }), aDeal({ id: 'second' }), aDeal({ id: 'third' })])
      .replace('"first"', '4876876000000623001')
      .replace('"second"', '4876876000000623002')
      .replace('"third"', '"4876876000000623003"');
    const answer = await post(body, signed(body));
    expect(await answer.json()).toMatchObject({ taken: 1, refused: 2 });
    expect(await dealOf({ id: '4876876000000623003' })).toBeDefined();
    const [listed] = (await refusals()).filter(({ ref }) => ref === null);
    expect(listed!.faults).toEqual([
      {
        pointer: '/ref',
        code: 'value',
        message: 'Expected an id with so many digits as text: as a number in JSON it is rounded to that of another.',
      },
    ]);
  });

  it('cannot do so within a longer text either, nor name an owner', async () => {
    const refused = async (mapping: object, pointer: string) => {
      connection = await aConnection({ mapping: { ...MAPPING, ...mapping } });
      const body = JSON.stringify(aDeal({ user: 0 })).replace('"user":0', '"user":4876876000000623001');
      const answer = await post(body, signed(body));
      expect(await answer.json()).toMatchObject({ taken: 0, refused: 1 });
      expect((await refusals())[0]!.faults).toEqual([expect.objectContaining({ pointer })]);
    };
    await refused({ ref: 'deal-{{ item.user }}' }, '/ref');
    await refused({ ownerEmail: undefined, ownerRef: '{{ item.user }}' }, '/ownerRef');
  });

  it('may have longer names than Touchline: they are cut, and no win is lost for that', async () => {
    const company = { name: `${'a'.repeat(299)}😀 and Sons` };
    const told = aDeal({
      title: `${'w'.repeat(299)}😀 for`,
      company,
      line: `${'p'.repeat(99)}😀`,
      stage: 'Closed Won',
    });
    expect(await report(told)).toMatchObject({ taken: 1, refused: 0 });
    expect(await dealOf(told)).toMatchObject({
      name: 'w'.repeat(299),
      product: 'p'.repeat(99),
      stage: 'won',
      account: { name: 'a'.repeat(299) },
    });
  });

  it('keeps the calendar days that it writes, in any time zone', async () => {
    const told = aDeal({ starts: '2026-05-01T00:00:00+02:00', ends: '2027-04-30T00:00:00.000+0200' });
    await report(told);
    expect((await dealOf(told)).term).toMatchObject({ startsOn: '2026-05-01', endsOn: '2027-04-30' });
  });

  describe('that says what deals are sold for', () => {
    const soldFor = {
      autoRenewMonths: '{{ item.renews }}',
      noticeDays: '{{ item.notice }}',
      oneOff: '{{ item.once }}',
      pilotEndsOn: '{{ item.pilot }}',
    };
    const term = { starts: '2026-05-01', ends: '2027-04-30', notice: 30, renews: 12 };
    const won = (fields: object) => aDeal({ stage: 'Closed Won', ...fields });
    beforeEach(async () => {
      connection = await aConnection({ mapping: { ...MAPPING, ...soldFor } });
    });
    const taken = async (deal: Json) => {
      expect(await report(deal)).toMatchObject({ taken: 1, refused: 0 });
      return dealOf(deal);
    };

    it('has its terms, those that renew by themselves too', async () => {
      const { term: said } = await taken(won(term));
      expect(said).toEqual({ startsOn: '2026-05-01', endsOn: '2027-04-30', noticeDays: 30, autoRenewMonths: 12 });
      expect((await taken(won({ ...term, renews: 0 }))).term.autoRenewMonths).toBeNull();
    });

    it('says that they are sold once or as a pilot, and that a pilot is converted', async () => {
      expect(await taken(won({ once: 'Yes' }))).toMatchObject({ oneOff: true, term: null, pilot: null });
      const pilot = won({ once: false, pilot: '2026-08-31' });
      expect(await taken(pilot)).toMatchObject({ oneOff: false, pilot: { endsOn: '2026-08-31' }, term: null });
      await app.moveTo(app.time.now() + MINUTE);
      const converted = await taken({ ...pilot, ...term, changed: app.time.now() });
      expect(converted).toMatchObject({ pilot: { endsOn: '2026-08-31' }, term: { endsOn: '2027-04-30' } });
    });

    it('is refused what contradicts itself, or is no such value', async () => {
      const refusedAt = async (fields: object) => {
        expect(await report(won(fields))).toMatchObject({ taken: 0, refused: 1 });
        return (await refusals())[0].faults.map(({ pointer, code }: Json) => `${pointer} ${code}`);
      };
      expect(await refusedAt({ ...term, once: true })).toEqual(['/oneOff contradiction']);
      expect(await refusedAt({ once: 'perhaps' })).toEqual(['/oneOff format']);
      expect(await refusedAt({ ...term, renews: 121 })).toEqual(['/autoRenewMonths format']);
      expect(await refusedAt({ pilot: 'soon' })).toEqual(['/pilotEndsOn format']);
    });
  });

  it('may write the day on which a deal closes: it lasts until its end where the company is', async () => {
    const settings = await app.must('GET', '/v1/settings');
    await changeSettings(app, { timeZone: 'America/New_York' });
    const days: [unknown, string][] = [
      ['2026-04-01', '2026-04-02T03:59:59.000Z'],
      ['2026-04-01T00:00:00+02:00', '2026-04-02T03:59:59.000Z'],
      [Date.UTC(2026, 3, 1), '2026-04-02T03:59:59.000Z'],
      // The day on which the clocks go forward has 23 hours.
      ['2026-03-08', '2026-03-09T03:59:59.000Z'],
      ['2026-04-01T15:30:00Z', '2026-04-01T15:30:00.000Z'],
    ];
    const told = days.map(([close]) => aDeal({ close }));
    expect(await report(told)).toMatchObject({ taken: days.length });
    const closing = await Promise.all(told.map(async (each) => (await dealOf(each)).expectedCloseAt));
    await app.must('PUT', '/v1/settings', { ...settings, version: undefined });
    expect(closing).toEqual(days.map(([, expected]) => expected));
  });

  it('finds the account that it named before, even under another name', async () => {
    connection = await aConnection({ mapping: { ...MAPPING, accountRef: '{{ item.company.id }}' } });
    const company = { name: 'Organisation 42', id: 42 };
    const [told, another] = [aDeal({ company }), aDeal({ company: { ...company, name: 'Another name' } })];
    expect(await report([told, another])).toMatchObject({ taken: 2, refused: 0 });
    const { account } = await dealOf(told);
    expect((await app.must('GET', `/v1/accounts/${account.id}`)).refs).toEqual({ crm: '42' });
    await app.must('PATCH', `/v1/accounts/${account.id}`, { name: 'Acme and Sons' });
    await report({ ...told, changed: app.time.now() + 1, amount: '1' });
    expect((await dealOf(told)).account).toMatchObject({ id: account.id, name: 'Acme and Sons' });
  });

  it('can report a stage anew after the deal that it had reported was unlinked', async () => {
    const told = aDeal({ stage: 'Closed Won' });
    await report(told);
    const { refs, ...deal } = await dealOf(told);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { refs: { ...refs, crm: null } });
    expect(await dealOf(told)).toBeUndefined();
    await report(told, { at: app.time.now() + 1 });
    expect(await dealOf(told)).toMatchObject({ stage: 'won' });
  });

  it('reports many at once, in one transaction', async () => {
    const many = Array.from({ length: 40 }, () => aDeal());
    const sent = await statements(() => report(many));
    const one = await statements(() => report([aDeal()]));
    expect(
      (await app.must('GET', '/v1/deals?limit=1000')).data.filter(({ refs }: Json) => refs.crm).length,
    ).toBeGreaterThan(40);
    expect(one).toBeGreaterThan(5);
    expect(sent).toBeLessThan(one + 10);
  });

  it('is refused without a valid signature, and does not learn what was wrong', async () => {
    const body = JSON.stringify(aDeal());
    const good = signed(body);
    const old = signed(body, { at: app.time.now() - 5 * MINUTE - 1 });
    const answers = [
      await post(body, {}),
      await post(body, { ...good, 'x-crm-signature': `${good['x-crm-signature'].slice(0, -4)}AAA=` }),
      await post(`${body} `, good),
      await post(body, { ...good, 'x-crm-timestamp': String(app.time.now() + 1) }),
      await post(body, old),
      await post(body, signed(body, { secret: 'another-secret-altogether' })),
      await post(body, signed(body, { to: NOBODY }), NOBODY),
      await post(body, good, 'nothing'),
    ];
    const said = await Promise.all(
      answers.map(async (each) => ({ status: each.status, detail: ((await each.json()) as Json).detail })),
    );
    expect(new Set(said.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(said.map(({ detail }) => detail)).size).toBe(1);
    expect(await dealOf(JSON.parse(body))).toBeUndefined();
    expect((await post(body, signed(body, { at: app.time.now() - 5 * MINUTE }))).status).toBe(200);
  });

  it('has no effect when it repeats a request', async () => {
    const told = aDeal();
    const body = JSON.stringify(told);
    const headers = signed(body);
    expect(((await (await post(body, headers)).json()) as Json).taken).toBe(1);
    const deal = await dealOf(told);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { name: 'By hand' });
    expect(await (await post(body, headers)).json()).toMatchObject({ taken: 0, isRepeated: true });
    expect((await dealOf(told)).name).toBe('By hand');
    await app.moveTo(app.time.now() + 6 * MINUTE);
    expect((await post(body, headers)).status).toBe(401);
  });

  it('may report late and out of order: an older change undoes no newer one, part by part', async () => {
    const told = aDeal();
    const [early, late] = [app.time.now() - 20 * MINUTE, app.time.now() - 10 * MINUTE];
    await report({ ...told, changed: early - MINUTE });
    await report({ id: told.id, changed: late, stage: 'Closed Won' });
    expect(await report({ id: told.id, changed: early, stage: 'Proposal' })).toMatchObject({ taken: 0, outdated: 1 });
    expect((await dealOf(told)).stage).toBe('won');
    await report({ id: told.id, changed: early, title: 'Another name', stage: 'Closed Lost' });
    expect(await dealOf(told)).toMatchObject({ stage: 'won', name: 'Another name' });
    await report([
      { id: told.id, changed: late + 3, stage: 'Closed Lost', why: 'Too dear' },
      { id: told.id, changed: late + 1, stage: 'Proposal' },
    ]);
    expect(await dealOf(told)).toMatchObject({ stage: 'lost', lostNote: 'Too dear' });
  });

  it('may have a clock years ahead: what it reports a little later still counts as newer', async () => {
    const told = aDeal({ changed: Date.parse('2090-01-01') });
    await report(told);
    await app.moveTo(app.time.now() + 5 * MINUTE);
    await report({ id: told.id, changed: app.time.now(), title: 'By a clock that is right' });
    expect((await dealOf(told)).name).toBe('By a clock that is right');
  });

  it('does not reopen a deal won here by repeating its stage along with other changes', async () => {
    const told = aDeal();
    await report(told);
    await app.must('POST', `/v1/deals/${(await dealOf(told)).id}/win`);
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), amount: 19000 });
    expect(await dealOf(told)).toMatchObject({ stage: 'won', amount: '19000' });
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), stage: 'closed won ' });
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), stage: 'Qualified' });
    expect((await dealOf(told)).stage).toBe('open');
  });

  it('does not undo what was changed here by repeating its values along with other changes', async () => {
    const told = aDeal({ close: '2026-04-30' });
    await report(told);
    const { id } = await dealOf(told);
    await app.must('PATCH', `/v1/deals/${id}`, {
      ownerRepId: bob.id,
      amount: '12000',
      expectedCloseAt: '2026-06-30T00:00:00Z',
    });
    await app.moveTo(app.time.now() + MINUTE);
    expect(await report({ ...told, changed: app.time.now(), title: 'Another title' })).toMatchObject({ taken: 1 });
    const kept = { amount: '12000', expectedCloseAt: '2026-06-30T00:00:00.000Z' };
    expect(await dealOf(told)).toMatchObject({ name: 'Another title', ownerRepId: bob.id, ...kept });
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), title: 'Another title', amount: 13000, owner: 'bob@example.com' });
    expect(await dealOf(told)).toMatchObject({ ownerRepId: bob.id, ...kept, amount: '13000' });
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), amount: 13000 });
    expect(await dealOf(told)).toMatchObject({ name: told.title, ownerRepId: ann.id, amount: '13000' });
  });

  it('gives no deal to a rep who has left, and lists that it tried', async () => {
    const zoe = await aRep(app, 'Zoe');
    const told = aDeal({ owner: 'zoe@example.com' });
    await report(told);
    const to = { repId: bob.id };
    await app.must('POST', `/v1/reps/${zoe.id}/offboard`, { leads: to, deals: to, accounts: to, handoffs: to });
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), amount: 19000 });
    expect(await dealOf(told)).toMatchObject({ ownerRepId: bob.id, amount: '19000' });
    expect(await refusals()).toEqual([]);
    const another = aDeal({ owner: 'zoe@example.com' });
    for (const amount of [19000, 20000]) {
      await app.moveTo(app.time.now() + MINUTE);
      await report({ ...another, changed: app.time.now(), amount });
      expect((await dealOf(another)).ownerRepId).toBeNull();
      expect((await refusals()).map(({ ref, faults }) => [ref, faults[0].pointer])).toEqual([
        [String(another.id), '/ownerEmail'],
      ]);
    }
  });

  it('may name an unknown owner: the deal is accepted, and the problem listed', async () => {
    const told = aDeal({ owner: 'who@example.com', stage: 'Closed Won' });
    expect(await report(told)).toMatchObject({ taken: 1, refused: 0 });
    expect(await dealOf(told)).toMatchObject({ stage: 'won', ownerRepId: null });
    const [odd] = await refusals();
    expect(odd).toMatchObject({
      ref: String(told.id),
      refused: false,
      faults: [{ pointer: '/ownerEmail', code: 'unknownId' }],
    });
    expect(JSON.stringify(odd)).not.toContain('who@example.com');
    expect(odd!.seen).toEqual(expect.arrayContaining(['id', 'owner', 'company.name']));
    await app.moveTo(app.time.now() + MINUTE);
    await report({ ...told, changed: app.time.now(), owner: 'ANN@example.com' });
    expect(await refusals()).toEqual([]);
    expect((await dealOf(told)).ownerRepId).toBe(ann.id);
  });

  it('may report an unknown stage: that deal is refused, and the others are accepted', async () => {
    const [odd, good, nameless] = [aDeal({ stage: 'On hold' }), aDeal(), aDeal({ title: '', company: {} })];
    expect(await report([odd, good, nameless, { ...aDeal(), id: null }])).toMatchObject({ taken: 1, refused: 3 });
    expect(await dealOf(odd)).toBeUndefined();
    expect(await dealOf(good)).toBeDefined();
    await report(odd, { at: app.time.now() + 1 });
    const listed = await refusals();
    expect(listed.filter(({ ref }) => ref === String(odd.id))).toHaveLength(1);
    expect(listed.map(({ ref, refused }) => [ref, refused])).toEqual(
      expect.arrayContaining([
        [String(odd.id), true],
        [String(nameless.id), true],
        [null, true],
      ]),
    );
    expect(listed.find(({ ref }) => ref === String(odd.id))!.faults[0].message).toContain('"On hold"');
    expect(listed.find(({ ref }) => ref === String(nameless.id))!.faults.map(({ pointer }: Json) => pointer)).toEqual(
      expect.arrayContaining(['/name', '/account']),
    );
  });

  it('may win a deal without its form: the deal is listed, its owner notified, and a clock started', async () => {
    const team = await app.must('POST', '/v1/teams', { name: `Delivery ${made}`, repIds: [bob.id] });
    await aHandoffKind(app, { teamId: team.id, repId: bob.id });
    const told = aDeal();
    await report(told);
    await app.moveTo(app.time.now() + MINUTE);
    await report({ id: told.id, changed: app.time.now(), stage: 'Closed Won' });
    const deal = await dealOf(told);
    expect(deal).toMatchObject({ stage: 'won', handoff: { state: 'draft' } });
    expect((await app.must('GET', '/v1/deals?handoff=missing&limit=1000')).data.map(({ id }: Json) => id)).toContain(
      deal.id,
    );
    const { data: notes } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(notes.map(({ type }: Json) => type)).toContain('handoff.missing');
    const { data: timeline } = await app.must('GET', `/v1/handoffs/${deal.handoff.id}/timeline`);
    expect(timeline.map(({ type }: Json) => type)).toContain('sla.started');
    const { data: events } = await app.must('GET', `/v1/deals/${deal.id}/timeline`);
    expect(events.at(-1).actor).toEqual({ type: 'system', rule: `crm connection ${connection.id}` });
  });

  it('and a program that report one deal simultaneously create it once', async () => {
    const told = aDeal();
    const body = { name: told.title, account: { name: told.company.name }, amount: '1.00', currency: 'EUR' };
    await Promise.all([
      ...Array.from({ length: 4 }, (_, index) =>
        report({ ...told, changed: told.changed + index, stage: 'Closed Won' }),
      ),
      ...Array.from({ length: 4 }, () => app.put(`/v1/deals/by-ref/crm/${told.id}`, { ...body, stage: 'won' })),
    ]);
    const { data } = await app.must('GET', `/v1/deals?ref=crm:${told.id}`);
    expect(data).toHaveLength(1);
    const { data: events } = await app.must('GET', `/v1/deals/${data[0].id}/timeline`);
    expect(events.filter(({ type }: Json) => type === 'deal.won')).toHaveLength(1);
  });
});

describe('a connection', () => {
  it('supports the ways in which other CRMs prove their identity', async () => {
    const body = JSON.stringify([]);
    const seconds = String(Math.floor(app.time.now() / 1000));
    const key = Buffer.alloc(32, 7);
    const mac = (text: string, by: Buffer | string, encoding: 'hex' | 'base64') =>
      createHmac('sha256', by).update(text).digest(encoding);
    const ways: [object, string, object][] = [
      [
        { kind: 'hmac', header: 'Attio-Signature' },
        SECRET,
        { 'attio-signature': mac(body, SECRET, 'hex').toUpperCase() },
      ],
      [
        {
          kind: 'hmac',
          header: 'Close-Sig-Hash',
          timestampHeader: 'Close-Sig-Timestamp',
          signs: '{timestamp}{body}',
          secretEncoding: 'hex',
        },
        key.toString('hex'),
        { 'close-sig-timestamp': seconds, 'close-sig-hash': mac(`${seconds}${body}`, key, 'hex') },
      ],
      [
        { kind: 'standard' },
        `whsec_${key.toString('base64')}`,
        {
          'webhook-id': 'msg_1',
          'webhook-timestamp': seconds,
          'webhook-signature': `v1,AAAA v1,${mac(`msg_1.${seconds}.${body}`, key, 'base64')}`,
        },
      ],
      [{ kind: 'header', header: 'X-Api-Key' }, SECRET, { 'x-api-key': SECRET }],
      [
        { kind: 'basic', username: 'pipedrive' },
        SECRET,
        { authorization: `Basic ${Buffer.from(`pipedrive:${SECRET}`).toString('base64')}` },
      ],
    ];
    for (const [proof, secret, headers] of ways) {
      const { id } = await aConnection({ proof, secret });
      expect([proof, (await post(body, headers, id)).status]).toEqual([proof, 200]);
      const [name, value] = Object.entries(headers).at(-1)!;
      expect((await post(body, { ...headers, [name]: `${value}x` }, id)).status).toBe(401);
      expect((await post(body, {}, id)).status).toBe(401);
    }
  });

  it('never shows its secret, and accepts the former one for a day after a rotation', async () => {
    expect(
      JSON.stringify([connection, await app.must('GET', `${CONNECTIONS}/${connection.id}/versions`)]),
    ).not.toContain(SECRET);
    const next = 'another-secret-of-the-crm';
    await app.moveTo(app.time.now() + MINUTE);
    const setAt = new Date(app.time.now()).toISOString();
    const first = await app.must('POST', `${CONNECTIONS}/${connection.id}/rotate`, { secret: next });
    await app.moveTo(app.time.now() + MINUTE);
    // A client that got no answer asks again.
    expect(await app.must('POST', `${CONNECTIONS}/${connection.id}/rotate`, { secret: next })).toEqual(first);
    expect((await app.must('GET', `${CONNECTIONS}/${connection.id}`)).secretSetAt).toBe(setAt);
    const status = async (secret: string) => {
      const body = JSON.stringify([]);
      return (await post(body, signed(body, { secret }))).status;
    };
    expect([await status(SECRET), await status(next)]).toEqual([200, 200]);
    await app.moveTo(app.time.now() + 24 * 60 * MINUTE);
    expect([await status(SECRET), await status(next)]).toEqual([401, 200]);
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, { ...connection, version: undefined, secret: SECRET });
    expect([await status(SECRET), await status(next)]).toEqual([200, 401]);
    await app.must('POST', `${CONNECTIONS}/${connection.id}/rotate`, { secret: next });
    expect([await status(SECRET), await status(next)]).toEqual([200, 200]);
    // The former secret has leaked: setting the new one again ends it at once.
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, { ...connection, version: undefined, secret: next });
    expect([await status(SECRET), await status(next)]).toEqual([401, 200]);
  });

  it('previews what becomes of a payload, and changes nothing', async () => {
    const known = aDeal();
    await report(known);
    const [good, odd] = [aDeal({ owner: 'who@example.com' }), aDeal({ stage: 'On hold' })];
    const payload = [good, odd, { ...known, changed: known.changed - 1 }, aDeal({ title: null })];
    const { data } = await app.must('POST', `${CONNECTIONS}/${connection.id}/preview`, { payload });
    expect(data.map(({ outcome }: Json) => outcome)).toEqual(['taken', 'refused', 'outdated', 'refused']);
    expect(data[0]).toMatchObject({
      deal: { name: good.title, account: { name: good.company.name }, amount: '18400.5', currency: 'EUR' },
      faults: [{ pointer: '/ownerEmail' }],
    });
    expect(await dealOf(good)).toBeUndefined();
    expect(await refusals()).toEqual([]);
    const mapping = {
      ref: '{{ item.id }}',
      each: 'payload.events',
      only: [{ value: '{{ item.kind }}', in: ['deal'] }],
    };
    const tried = {
      payload: {
        events: [
          { id: 1, kind: 'note' },
          { id: known.id, kind: 'Deal' },
        ],
      },
      mapping,
    };
    const { data: again } = await app.must('POST', `${CONNECTIONS}/${connection.id}/preview`, tried);
    expect(again.map(({ outcome }: Json) => outcome)).toEqual(['passedOver', 'taken']);
  });

  it('finds owners and accounts by their ids in the CRM', async () => {
    const account = await app.must('PUT', '/v1/accounts/by-ref/crm/org-1', { name: 'Known Ltd' });
    const mapping = {
      ref: '{{ item.id }}',
      name: '{{ item.t }}',
      accountRef: '{{ item.org }}',
      ownerRef: '{{ item.user }}',
    };
    const body = { ...MAPPING, ...mapping, ownerEmail: undefined, accountName: undefined, accountDomain: undefined };
    connection = await aConnection({ mapping: body });
    await report({ id: 5, t: 'By refs', org: 'org-1', user: 7001, changed: app.time.now(), amount: 1 });
    expect((await app.must('GET', '/v1/deals?ref=crm:5')).data[0]).toMatchObject({
      account: { id: account.id },
      ownerRepId: bob.id,
    });
  });

  it('is refused with the field at fault if it could not work', async () => {
    const faultsOf = async (fields: object) =>
      (
        await app.ask('POST', CONNECTIONS, {
          name: 'X',
          system: 'crm',
          proof: PROOF,
          secret: SECRET,
          mapping: MAPPING,
          ...fields,
        })
      ).body.errors.map(({ pointer }: Json) => pointer);
    expect(await faultsOf({ proof: { ...PROOF, signs: '{body}' } })).toEqual(['/proof/signs']);
    expect(await faultsOf({ proof: { kind: 'hmac' } })).toEqual(['/proof/header']);
    expect(await faultsOf({ proof: { kind: 'basic', username: 'a', header: 'X' } })).toEqual(['/proof/header']);
    expect(await faultsOf({ proof: { ...PROOF, secretEncoding: 'hex' } })).toEqual(['/secret']);
    expect(await faultsOf({ proof: { ...PROOF, tolerance: 'P1D' } })).toEqual(['/proof/tolerance']);
    expect(await faultsOf({ mapping: { ...MAPPING, name: '{{ deal.name }}' } })).toEqual(['/mapping/name']);
    expect(await faultsOf({ mapping: { ...MAPPING, stages: undefined } })).toEqual(['/mapping/stages']);
    expect(await faultsOf({ mapping: { ...MAPPING, currency: undefined } })).toEqual(['/mapping/currency']);
    expect(await faultsOf({ mapping: { ...MAPPING, stages: { won: ['A'], lost: ['a'] } } })).toEqual([
      '/mapping/stages/lost/0',
    ]);
    expect(await faultsOf({ mapping: { ...MAPPING, each: 'payload..x' } })).toEqual(['/mapping/each']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { faults } from '../support/people.js';

const NOBODY = '00000000-0000-7000-8000-00000000dead';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

function policy(name: string, fields: object = {}, firstTouch: object = {}) {
  return { name, firstTouch: { within: 'PT5M', ...firstTouch }, ...fields };
}

describe('a policy over HTTP', () => {
  it('is stored with every default written out', async () => {
    const made = await app.post('/v1/sla-policies', policy('Defaults'));
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toMatchObject({
      name: 'Defaults',
      mode: 'enforce',
      when: {},
      time: 'working',
      calendar: 'owner',
      firstTouch: {
        within: 'PT5M',
        leadCalendar: 'pool',
        startFrom: 'received',
        counts: [{ direction: 'outbound' }],
        by: 'anyone',
        warnAt: [],
        onBreach: [
          { after: 'PT0S', do: 'reassign' },
          { after: 'PT15M', do: 'escalate', to: 'manager' },
        ],
        onLeadBreach: [],
        maxReassignments: 3,
      },
      version: 1,
    });
    expect((await app.get(`/v1/sla-policies/${made.body.id}`)).body).toEqual(made.body);
    await app.must('DELETE', `/v1/sla-policies/${made.body.id}`);
  });

  it('is stored with the recipient of an escalation, the manager if none was named', async () => {
    const actions = [
      { after: 'PT0S', do: 'reassign' },
      { after: 'PT5M', do: 'escalate' },
    ];
    const chain = [actions[0], { ...actions[1], to: 'manager' }];
    const made = await app.must(
      'POST',
      '/v1/sla-policies',
      policy('To whom', { decideWithin: { within: 'P5D', onMiss: actions } }, { onBreach: actions }),
    );
    expect(made).toMatchObject({ firstTouch: { onBreach: chain }, decideWithin: { onMiss: chain } });
    await app.must('DELETE', `/v1/sla-policies/${made.id}`);
  });

  it('can be replaced for new leads or also for open ones, but for no others', async () => {
    const { id } = await app.must('POST', '/v1/sla-policies', policy('Replaced'));
    const replaced = await app.put(
      `/v1/sla-policies/${id}`,
      { ...policy('Replaced', { mode: 'notify' }), applyTo: 'new' },
      { headers: { 'if-match': '"1"' } },
    );
    expect(replaced).toMatchObject({ status: 200, body: { mode: 'notify', version: 2 } });
    expect(replaced.body).not.toHaveProperty('applyTo');
    const refused = await app.put(`/v1/sla-policies/${id}`, { ...policy('Replaced'), applyTo: 'closed' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/applyTo' }] } });
    const stale = await app.put(`/v1/sla-policies/${id}`, policy('Replaced'), { headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { version: 2 } });
    const versions = await app.must('GET', `/v1/sla-policies/${id}/versions`);
    expect(versions.data[0]).toMatchObject({
      version: 2,
      changes: [{ pointer: '/mode', from: 'enforce', to: 'notify' }],
    });
    await app.must('DELETE', `/v1/sla-policies/${id}`);
  });

  it('is refused with all its faults at once', async () => {
    const refused = await app.post('/v1/sla-policies', {
      name: 'Wrong',
      when: { field: 'nonsense', op: 'eq', value: 1 },
      calendar: { calendarId: NOBODY },
      firstTouch: {
        within: 'PT5M',
        leadCalendar: { calendarId: NOBODY },
        warnAt: [0.5, 50],
        onBreach: [
          { after: 'PT0S', do: 'reassign', to: 'manager' },
          { after: 'PT5M', do: 'escalate', to: { repId: NOBODY } },
        ],
      },
    });
    expect(refused.status).toBe(422);
    expect(
      refused.body.errors.map((each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`),
    ).toEqual([
      '/when/field unknownField',
      '/firstTouch/onBreach/0/to contradiction',
      '/firstTouch/warnAt/1 duplicate',
      '/calendar/calendarId unknownId',
      '/firstTouch/leadCalendar/calendarId unknownId',
      '/firstTouch/onBreach/1/to/repId unknownId',
    ]);
  });

  it.each([
    ['no first touch', { name: 'X' }, '/firstTouch'],
    ['no budget', { name: 'X', firstTouch: {} }, '/firstTouch/within'],
    ['a budget of nothing', policy('X', {}, { within: 'PT0S' }), '/firstTouch/within'],
    ['a budget of a century', policy('X', {}, { within: 'P36500D' }), '/firstTouch/within'],
    ['a budget of months', policy('X', {}, { within: 'P1M' }), '/firstTouch/within'],
    ['an unknown mode', policy('X', { mode: 'shout' }), '/mode'],
    ['a cadence of no steps', policy('X', { followUp: { steps: [] } }), '/followUp/steps'],
    [
      'a step without kinds',
      policy('X', { followUp: { steps: [{ kinds: [], after: 'P1D', within: 'PT4H' }] } }),
      '/followUp/steps/0/kinds',
    ],
    [
      'a step without a window',
      policy('X', { followUp: { steps: [{ kinds: ['call'], after: 'P1D', within: 'PT0S' }] } }),
      '/followUp/steps/0/within',
    ],
    [
      'a cadence that nothing ends',
      policy('X', { followUp: { steps: [{ kinds: ['call'], after: 'P1D', within: 'PT4H' }], stopOn: ['noAnswer'] } }),
      '/followUp/stopOn/0',
    ],
    ['a decision in no time', policy('X', { decideWithin: 'soon' }), '/decideWithin'],
    [
      'more meetings than anybody books',
      policy('X', { decideWithin: { within: 'P5D', meetings: 21 } }),
      '/decideWithin/meetings',
    ],
    [
      'a reminder with somebody to tell',
      policy('X', { decideWithin: { within: 'P5D', onMiss: [{ after: 'PT0S', do: 'remind', to: 'manager' }] } }),
      '/decideWithin/onMiss/0/to',
    ],
    [
      'a reminder of a first touch',
      policy('X', {}, { onBreach: [{ after: 'PT0S', do: 'remind' }] }),
      '/firstTouch/onBreach/0/do',
    ],
    ['a pause', policy('X', { pauseWhile: {} }), '/pauseWhile'],
    [
      'an unknown action',
      policy('X', {}, { onBreach: [{ after: 'PT0S', do: 'explode' }] }),
      '/firstTouch/onBreach/0/do',
    ],
    [
      'an unknown target',
      policy('X', {}, { onBreach: [{ after: 'PT0S', do: 'escalate', to: 'ceo' }] }),
      '/firstTouch/onBreach/0/to',
    ],
    ['a share above the whole', policy('X', {}, { warnAt: [100] }), '/firstTouch/warnAt/0'],
    ['a name of nothing', policy(' '), '/name'],
    ['a calendar that is a word', policy('X', { calendar: 'moon' }), '/calendar'],
    ['a condition that is a list', policy('X', { when: [] }), '/when'],
  ])('is refused with %s', async (_, body, pointer) => {
    const refused = await app.post('/v1/sla-policies', body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((each: { pointer: string }) => each.pointer)).toContain(pointer);
  });

  it('is refused if its condition is nested a thousand levels deep', async () => {
    let when: object = {};
    for (let level = 0; level < 1_000; level += 1) when = { not: when };
    expect((await app.post('/v1/sla-policies', policy('Deep', { when }))).status).toBe(422);
  });

  it('has a unique name, whatever the case', async () => {
    const { id } = await app.must('POST', '/v1/sla-policies', policy('Unique'));
    const refused = await app.post('/v1/sla-policies', policy('uNIQUE'));
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name', code: 'taken' }] } });
    await app.must('DELETE', `/v1/sla-policies/${id}`);
  });

  it('is refused if its calendar never opens or closes the window of a step', async () => {
    const never = Object.fromEntries(
      Array.from({ length: 12 }, (_, month) => [`2027-${String(month + 1).padStart(2, '0')}-01`, [['09:00', '10:00']]]),
    );
    const rare = await app.must('POST', '/v1/calendars', {
      name: 'Rare',
      timeZone: 'UTC',
      hours: {},
      overrides: never,
    });
    const steps = [
      { kinds: ['call'], after: 'P2D', within: 'PT1H' },
      { kinds: ['call'], after: 'P20D', within: 'PT1H' },
      { kinds: ['call'], after: 'PT1H', within: 'PT20H' },
    ];
    const body = policy('Rarely', { calendar: { calendarId: rare.id }, followUp: { steps } });
    const refused = await app.ask('POST', '/v1/sla-policies', body);
    expect(faults(refused)).toEqual(['/followUp/steps/1/after never', '/followUp/steps/2/within never']);
    expect(refused.body.errors[0].message).toMatch(/^The calendar has less than P20D of working time in ten years/);
    const kept = await app.must('POST', '/v1/sla-policies', { ...body, time: 'elapsed' });
    await app.must('DELETE', `/v1/sla-policies/${kept.id}`);
    await app.must('DELETE', `/v1/calendars/${rare.id}`);
  });

  it('cannot be deleted while open leads are under it', async () => {
    const { id } = await app.must('POST', '/v1/sla-policies', policy('Held'));
    const lead = await app.must('POST', '/v1/leads', { source: 'held', contact: { email: 'held@example.com' } });
    expect(lead.policy).toEqual({ id, version: 1 });
    const refused = await app.delete(`/v1/sla-policies/${id}`);
    expect(refused).toMatchObject({ status: 409, body: { usedBy: [{ kind: 'lead', name: '1 open lead' }] } });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await app.delete(`/v1/sla-policies/${id}`)).status).toBe(204);
    expect((await app.get(`/v1/leads/${lead.id}`)).body.clocks[0].state).toBe('cancelled');
  });
});

describe('the order of the policies', () => {
  const names = async (query = '') =>
    (await app.must('GET', `/v1/sla-policies${query}`)).data.map((each: { name: string }) => each.name);
  let ids: string[] = [];

  beforeAll(async () => {
    for (const name of ['first', 'second', 'third']) {
      ids.push((await app.must('POST', '/v1/sla-policies', policy(name))).id);
    }
  });
  afterAll(async () => {
    for (const id of ids) await app.must('DELETE', `/v1/sla-policies/${id}`);
    ids = [];
  });

  it('is the order of creation until it is changed', async () => {
    expect(await names()).toEqual(['first', 'second', 'third']);
    const reordered = await app.put('/v1/sla-policies/order', [ids[2], ids[0]!.toUpperCase(), ids[1]]);
    expect(reordered.status).toBe(200);
    expect(reordered.body.data.map((each: { name: string }) => each.name)).toEqual(['third', 'first', 'second']);
    expect(await names()).toEqual(['third', 'first', 'second']);
  });

  it('is also the order of the pages', async () => {
    const first = await app.must('GET', '/v1/sla-policies?limit=2');
    expect(first.data.map((each: { name: string }) => each.name)).toEqual(['third', 'first']);
    const second = await app.must('GET', `/v1/sla-policies?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ data: [{ name: 'second' }], nextCursor: null });
  });

  it('puts a new policy last', async () => {
    const { id } = await app.must('POST', '/v1/sla-policies', policy('fourth'));
    expect((await names()).at(-1)).toBe('fourth');
    await app.must('DELETE', `/v1/sla-policies/${id}`);
  });

  it('decides which policy a lead gets', async () => {
    const lead = await app.must('POST', '/v1/leads', { source: 'ordered', contact: { email: 'o@example.com' } });
    expect(lead.policy).toEqual({ id: ids[2], version: 1 });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
  });

  it('is recorded once, and not when nothing changes', async () => {
    const changes = async () =>
      (await app.feed('/v1/events?type=config.changed&limit=1000')).data.filter(
        (each: { subject: { type: string } }) => each.subject.type === 'policyOrder',
      );
    const before = (await changes()).length;
    expect(before).toBe(1);
    await app.must('PUT', '/v1/sla-policies/order', [ids[2], ids[0], ids[1]]);
    expect((await changes()).length).toBe(before);
  });

  it('must contain exactly all policies, and its faults name those missing or unknown', async () => {
    const refused = await app.put('/v1/sla-policies/order', [ids[0], NOBODY, ids[1]]);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({ pointer: '/1', code: 'unknownId' }),
      expect.objectContaining({ pointer: '', code: 'missing', message: expect.stringContaining(ids[2]!) }),
    ]);
    expect(await names()).toEqual(['third', 'first', 'second']);
    for (const body of [{}, [1], ['x'], [ids[0], ids[0], ids[1], ids[2]], null, 'all']) {
      expect((await app.put('/v1/sla-policies/order', body)).status).toBe(422);
    }
  });

  it.each(['["x"]', '[1]', '[1,"x"]', '[1e99,"00000000-0000-7000-8000-000000000001"]', '{}', 'x'])(
    'has no page after the cursor %s',
    async (cursor) => {
      const asked = await app.get(`/v1/sla-policies?cursor=${Buffer.from(cursor).toString('base64url')}`);
      expect(asked).toMatchObject({ status: 422, body: { errors: [{ pointer: '/cursor' }] } });
    },
  );
});

describe('a preview of a policy', () => {
  const lead = { source: 'preview', contact: { email: 'preview@example.com' } };
  let ann: string;
  let boss: string;

  beforeAll(async () => {
    boss = (await app.must('POST', '/v1/reps', { name: 'Boss', email: 'boss@example.com' })).id;
    ann = (await app.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com', managerId: boss })).id;
  });

  const preview = (draft: object, more: object = {}) =>
    app.must('POST', '/v1/sla-policies/preview', { policy: draft, lead, at: MONDAY, ...more });

  it('lists every instant of the chain in order, and writes nothing', async () => {
    const before = (await app.feed('/v1/events?limit=1000')).data.length;
    const seen = await preview(
      {
        firstTouch: {
          within: 'PT10M',
          leadWithin: 'PT12M',
          warnAt: [50, 0.8],
          onBreach: [
            { after: 'PT15M', do: 'escalate', to: 'manager' },
            { after: 'PT0S', do: 'reassign' },
          ],
          onLeadBreach: [{ after: 'PT5M', do: 'escalate', to: { repId: boss } }],
        },
        time: 'elapsed',
      },
      { lead: { ...lead, owner: { repId: ann } } },
    );
    expect(seen).toMatchObject({ matched: true, ownerId: ann, poolId: null });
    expect(seen.clocks).toEqual([
      { kind: 'firstTouch', startedAt: MONDAY, dueAt: '2026-03-02T15:10:00.000Z', target: 'PT10M' },
      { kind: 'leadResponse', startedAt: MONDAY, dueAt: '2026-03-02T15:12:00.000Z', target: 'PT12M' },
    ]);
    expect(seen.instants).toMatchObject([
      { at: '2026-03-02T15:05:00.000Z', clock: 'firstTouch', what: 'warning', share: 0.5, repId: ann },
      { at: '2026-03-02T15:08:00.000Z', clock: 'firstTouch', what: 'warning', share: 0.8 },
      { at: '2026-03-02T15:10:00.000Z', clock: 'firstTouch', what: 'breach' },
      { at: '2026-03-02T15:10:00.000Z', clock: 'firstTouch', what: 'reassign', toRepId: null },
      { at: '2026-03-02T15:10:00.000Z', clock: 'firstTouch', what: 'escalate', to: 'manager', toRepId: boss },
      { at: '2026-03-02T15:12:00.000Z', clock: 'leadResponse', what: 'breach' },
      { at: '2026-03-02T15:17:00.000Z', clock: 'leadResponse', what: 'escalate', to: { repId: boss }, toRepId: boss },
      { at: '2026-03-02T15:25:00.000Z', clock: 'firstTouch', what: 'escalate', to: 'manager', toRepId: boss },
    ]);
    expect((await app.feed('/v1/events?limit=1000')).data).toHaveLength(before);
  });

  it('counts in the working time of the rep who would get the lead', async () => {
    const pool = await app.must('POST', '/v1/pools', { name: 'Preview', members: [{ repId: ann }] });
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'Preview', when: { field: 'source', op: 'eq', value: 'preview' }, assign: { poolId: pool.id } }],
    });
    // The default calendar is Monday to Friday, 09:00 to 17:00 UTC: it closes two hours after MONDAY.
    const seen = await preview({ firstTouch: { within: 'PT3H', onBreach: [] } });
    expect(seen).toMatchObject({ ownerId: ann, poolId: pool.id });
    expect(seen.instants).toMatchObject([{ at: '2026-03-03T10:00:00.000Z', clock: 'firstTouch', what: 'breach' }]);
    expect(seen.clocks[1]).toMatchObject({ kind: 'leadResponse', dueAt: null });
  });

  it('says if the lead would have no owner, and only the lead’s own clock would run', async () => {
    const seen = await preview(
      { firstTouch: { within: 'PT5M', leadWithin: 'PT1H' } },
      { lead: { source: 'elsewhere', contact: {} } },
    );
    expect(seen).toMatchObject({ matched: true, ownerId: null, poolId: null });
    expect(seen.clocks).toMatchObject([{ kind: 'leadResponse' }]);
  });

  it('says which comparison failed if the policy does not match', async () => {
    const when = { field: 'source', op: 'eq', value: 'other' };
    const seen = await preview({ when, firstTouch: { within: 'PT5M' } });
    expect(seen).toMatchObject({ matched: false, failed: { ...when, actual: 'preview' }, clocks: [], instants: [] });
  });

  it('shows what a policy that measures would have done', async () => {
    const seen = await preview(
      { mode: 'measure', time: 'elapsed', firstTouch: { within: 'PT5M' } },
      { lead: { ...lead, owner: { repId: ann } } },
    );
    expect(seen.instants).toMatchObject([
      { at: '2026-03-02T15:05:00.000Z', clock: 'firstTouch', what: 'breach', wouldHave: ['reassign', 'escalate'] },
    ]);
  });

  it('escalates to the manager at once if no move is allowed', async () => {
    const seen = await preview(
      {
        time: 'elapsed',
        firstTouch: { within: 'PT5M', maxReassignments: 0, onBreach: [{ after: 'PT0S', do: 'reassign' }] },
      },
      { lead: { ...lead, owner: { repId: ann } } },
    );
    expect(seen.instants.at(-1)).toMatchObject({ what: 'escalate', to: 'manager' });
  });

  it('escalates at once if the calendar has no later moment within reach', async () => {
    const calendar = await app.must('POST', '/v1/calendars', {
      name: 'One day',
      timeZone: 'UTC',
      hours: {},
      overrides: { '2026-03-02': [['15:00', '16:00']] },
    });
    const seen = await preview(
      {
        calendar: { calendarId: calendar.id },
        firstTouch: { within: 'PT30M', onBreach: [{ after: 'PT1H', do: 'escalate' }] },
      },
      { lead: { ...lead, owner: { repId: ann } } },
    );
    expect(seen.instants).toMatchObject([
      { at: '2026-03-02T15:30:00.000Z', clock: 'firstTouch', what: 'breach' },
      { at: '2026-03-02T15:30:00.000Z', clock: 'firstTouch', what: 'escalate', to: 'manager', toRepId: boss },
    ]);
  });

  it('is refused with pointers into the draft and the lead', async () => {
    const refused = await app.post('/v1/sla-policies/preview', {
      policy: { when: { field: 'x', op: 'eq', value: 1 }, firstTouch: { within: 'PT5M', warnAt: [0.5, 0.5] } },
      lead: { ...lead, owner: { repId: NOBODY }, submittedAt: '2026-04-02T15:00:00Z' },
      at: MONDAY,
    });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((each: { pointer: string }) => each.pointer)).toEqual([
      '/policy/when/field',
      '/policy/firstTouch/warnAt/1',
      '/lead/submittedAt',
      '/lead/owner/repId',
    ]);
    for (const body of [
      {},
      { policy: {}, lead },
      { policy: policy('x'), lead: {} },
      { policy: policy('x'), lead, at: 'noon' },
    ]) {
      expect((await app.post('/v1/sla-policies/preview', body)).status).toBe(422);
    }
  });
});

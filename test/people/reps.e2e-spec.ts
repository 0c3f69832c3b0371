import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

describe('a rep', () => {
  it('is saved with every default written out, in the zone of the settings', async () => {
    const made = await app.post('/v1/reps', { name: ' Ann Ash ', email: 'Ann@Example.com' });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Ann Ash',
      email: 'Ann@Example.com',
      refs: {},
      skills: {},
      timeZone: 'UTC',
      active: true,
      capacity: {},
      available: true,
      receiving: {
        now: false,
        why: 'noPool',
        sentence: 'Gets no new leads: they are in no pool, and no rule names them.',
      },
      version: 1,
      createdAt: MONDAY,
      updatedAt: MONDAY,
    });
    expect((await app.get(`/v1/reps/${made.body.id}`)).body).toEqual(made.body);
    await app.must('DELETE', `/v1/reps/${made.body.id}`);
  });

  it('has the zone of their calendar, unless they have one of their own', async () => {
    const hours = { mon: [['09:00', '17:00']] };
    const [berlin, tokyo, theirs] = await Promise.all(
      [
        ['Berlin', 'Europe/Berlin'],
        ['Tokyo', 'Asia/Tokyo'],
        ['Theirs', 'owner'],
      ].map(([name, timeZone]) => app.must('POST', '/v1/calendars', { name, timeZone, hours })),
    );
    const zia = await aRep(app, 'Zia', { calendarId: berlin.id });
    const zed = await aRep(app, 'Zed');
    const zones = async () => {
      const views = await Promise.all([zia, zed].map(({ id }) => app.must('GET', `/v1/reps/${id}`)));
      return views.map(({ timeZone }: Json) => timeZone);
    };
    expect(zia.timeZone).toBe('Europe/Berlin');
    const team = await app.must('POST', '/v1/teams', { name: 'East', repIds: [zia.id, zed.id], calendarId: tokyo.id });
    expect(await zones()).toEqual(['Europe/Berlin', 'Asia/Tokyo']);
    // Sending back what was read does not set it, one by one or in a batch.
    await app.must('PUT', `/v1/reps/${zia.id}`, { ...zia, calendarId: tokyo.id });
    expect(await zones()).toEqual(['Asia/Tokyo', 'Asia/Tokyo']);
    const read = await app.must('GET', `/v1/reps/${zia.id}`);
    await app.must('PUT', '/v1/reps/batch', { reps: [{ ...read, calendarId: theirs.id }] });
    expect(await zones()).toEqual(['UTC', 'Asia/Tokyo']);
    await app.must('PUT', `/v1/reps/${zed.id}`, { name: 'Zed', email: zed.email, timeZone: 'America/Lima' });
    expect(await zones()).toEqual(['UTC', 'America/Lima']);
    for (const path of [`teams/${team.id}`, `reps/${zia.id}`, `reps/${zed.id}`])
      await app.must('DELETE', `/v1/${path}`);
  });

  it('is saved with all that is given', async () => {
    const calendar = await app.must('POST', '/v1/calendars', {
      name: 'Early',
      timeZone: 'owner',
      hours: { mon: [['06:00', '12:00']] },
    });
    const boss = await aRep(app, 'Boss');
    const given = {
      name: 'Bo',
      email: 'bo@example.com',
      refs: { salesforce: '005A', 'hub/spot': '7' },
      timeZone: 'Europe/Berlin',
      calendarId: calendar.id.toUpperCase(),
      managerId: boss.id.toUpperCase(),
      active: false,
      capacity: { open: 50, untouched: 0, perDay: 20, perWeek: 80 },
    };
    const made = await app.must('POST', '/v1/reps', given);
    expect(made).toMatchObject({ ...given, calendarId: calendar.id, managerId: boss.id });
    const refused = (await app.delete(`/v1/calendars/${calendar.id}`)).body;
    expect(refused.usedBy).toEqual([{ kind: 'rep', id: made.id, name: made.name }]);
    expect(refused.detail).toBe(
      `This calendar is used by the rep "${made.name}" (${made.id}). Give each of these another calendar first: running clocks are then planned by that one.`,
    );
  });

  it.each([
    ['what is missing', {}, ['/name required', '/email required']],
    [
      'what is of another type',
      { name: 1, email: true, active: 'yes', capacity: [], refs: 'x' },
      ['/name type', '/email type', '/active type', '/capacity type', '/refs type'],
    ],
    ['an address that is none', { name: 'X', email: 'x at example.com' }, ['/email email']],
    [
      'a zone that does not exist',
      { name: 'X', email: 'x@example.com', timeZone: 'Mars/Olympus' },
      ['/timeZone timeZone'],
    ],
    ['text without a letter', { name: '  ', email: 'x@example.com' }, ['/name tooShort']],
    [
      'capacities that are no whole numbers from 0',
      { name: 'X', email: 'x@example.com', capacity: { open: -1, untouched: 1.5, perDay: '3', perMonth: 4 } },
      ['/capacity/open tooSmall', '/capacity/perDay type', '/capacity/perMonth unknown', '/capacity/untouched type'],
    ],
    [
      'ids that nothing has',
      { name: 'X', email: 'x@example.com', calendarId: NOBODY, managerId: NOBODY },
      ['/calendarId unknownId', '/managerId unknownId'],
    ],
    ['ids that are none', { name: 'X', email: 'x@example.com', calendarId: '7' }, ['/calendarId uuid']],
    [
      'skills that are no lists of text',
      { name: 'X', email: 'x@example.com', skills: { language: 'de', level: [1] } },
      ['/skills/language type', '/skills/level/0 type'],
    ],
    ['what the engine keeps', { name: 'X', email: 'x@example.com', available: false }, ['/available unknown']],
  ])('is refused for %s', async (_, body, expected) => {
    expect(faults(await app.post('/v1/reps', body)).sort()).toEqual([...expected].sort());
  });

  it('may share a name with others, but no address, regardless of case', async () => {
    const one = await aRep(app, 'Same', { email: 'same1@example.com' });
    await aRep(app, 'Same', { email: 'same2@example.com' });
    expect(faults(await app.post('/v1/reps', { name: 'Z', email: 'SAME1@example.com' }))).toEqual(['/email taken']);
    const again = await app.put(`/v1/reps/${one.id}`, { name: 'Same', email: 'SAME1@example.com' });
    expect(again).toMatchObject({ status: 200, body: { email: 'SAME1@example.com', version: 2 } });
  });

  it('shares no id of another system with others', async () => {
    const one = await aRep(app, 'RefOne', { refs: { crm: 'a', erp: 'a' } });
    const two = { name: 'RefTwo', email: 'reftwo@example.com' };
    expect(faults(await app.post('/v1/reps', { ...two, refs: { crm: 'a', erp: 'b' } }))).toEqual(['/refs/crm taken']);
    // Once the one rep gives it up, the other may have it.
    await app.must('PUT', `/v1/reps/${one.id}`, { name: 'RefOne', email: 'refone@example.com' });
    expect(await app.must('POST', '/v1/reps', { ...two, refs: { crm: 'a' } })).toMatchObject({ refs: { crm: 'a' } });
  });

  it('cannot be in a ring of managers', async () => {
    const [top, middle, low] = [await aRep(app, 'Top'), await aRep(app, 'Middle'), await aRep(app, 'Low')];
    const manage = (rep: { id: string; name: string; email: string }, managerId: string) =>
      app.put(`/v1/reps/${rep.id}`, { name: rep.name, email: rep.email, managerId });
    expect((await manage(middle, top.id)).status).toBe(200);
    expect((await manage(low, middle.id)).status).toBe(200);
    const refused = await manage(top, low.id);
    expect(faults(refused)).toEqual(['/managerId cycle']);
    expect(refused.body.errors[0].message).toMatch(/ a ring: Top → Low → Middle → Top\.$/);
    const alone = await manage(top, top.id);
    expect(faults(alone)).toEqual(['/managerId cycle']);
    expect(alone.body.errors[0].message).toMatch(/^Expected another rep: .+ cannot manage themselves\.$/);
    expect((await manage(low, top.id)).status).toBe(200);
  });

  it('has the fields of its capacity compared one by one, and refs in any order', async () => {
    const body = {
      name: 'Vera',
      email: 'vera@example.com',
      refs: { b: '1', a: '2' },
      capacity: { untouched: 3, open: 9 },
    };
    const { id } = await app.must('POST', '/v1/reps', body);
    expect((await app.put(`/v1/reps/${id}`, body)).body.version).toBe(1);
    await app.must('PUT', `/v1/reps/${id}`, { ...body, capacity: { open: 9 } });
    const { data } = await app.must('GET', `/v1/reps/${id}/versions`);
    expect(data[0]).toMatchObject({ version: 2, changes: [{ pointer: '/capacity/untouched', from: 3 }] });
  });

  it('is listed in pages, oldest first', async () => {
    const all = (await app.must('GET', '/v1/reps?limit=1000')).data.map(({ id }: { id: string }) => id);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await app.must('GET', `/v1/reps?limit=4${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.data.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(paged).toEqual([...paged].sort());
  });
});

describe('a rep by the id of another system', () => {
  it('is created, then replaced, and is the same by each of its ids', async () => {
    const made = await app.put('/v1/reps/by-ref/zoho/z%2F1', { name: 'Zoe', email: 'zoe@example.com' });
    expect(made).toMatchObject({ status: 201, body: { refs: { zoho: 'z/1' }, version: 1 } });
    const body = { name: 'Zoe Z', email: 'zoe@example.com', refs: { zoho: 'z/1', crm: 'zc' } };
    const again = await app.put('/v1/reps/by-ref/zoho/z%2F1', body);
    expect(again).toMatchObject({
      status: 200,
      body: { id: made.body.id, name: 'Zoe Z', refs: { zoho: 'z/1', crm: 'zc' } },
    });
    expect(again.headers.get('etag')).toBe('"2"');
    // The other ref names the same rep.
    const other = await app.put('/v1/reps/by-ref/crm/zc', { name: 'Zoe', email: 'zoe@example.com' });
    expect(other).toMatchObject({ status: 200, body: { id: made.body.id, version: 3 } });
  });

  it('keeps the ids of systems that the body does not mention', async () => {
    await app.must('PUT', '/v1/reps/by-ref/one/1', { name: 'Kay', email: 'kay@example.com', refs: { two: '2' } });
    const kept = await app.must('PUT', '/v1/reps/by-ref/one/1', { name: 'Kay', email: 'kay@example.com' });
    expect(kept).toMatchObject({ refs: { one: '1', two: '2' }, version: 1 });
    const spoken = await app.must('PUT', '/v1/reps/by-ref/one/1', { name: 'Kay', email: 'kay@example.com', refs: {} });
    expect(spoken).toMatchObject({ refs: { one: '1' }, version: 2 });
  });

  it('is refused where body and path contradict each other, or the rest is invalid', async () => {
    const put = (path: string, body: object) => app.put(`/v1/reps/by-ref/${path}`, body);
    const body = { name: 'Q', email: 'q@example.com' };
    expect(faults(await put('s~x/1', { ...body, refs: { 's~x': '2' } }))).toEqual(['/refs/s~0x contradiction']);
    expect(faults(await put('s/1', { name: 'Q', skill: {} })).sort()).toEqual(['/email required', '/skill unknown']);
    expect(faults(await put('s/%00', body))).toEqual(['/refs/s text']);
    expect(faults(await put(`${'s'.repeat(101)}/1`, body))).toEqual([`/refs/${'s'.repeat(101)} tooLong`]);
    expect(faults(await put(`s/${'1'.repeat(301)}`, body))).toEqual(['/refs/s tooLong']);
    expect(faults(await put('s/1', { ...body, email: 'zoe@example.com' }))).toEqual(['/email taken']);
    expect(faults(await put('s/1', { ...body, refs: { zoho: 'z/1' } }))).toEqual(['/refs/zoho taken']);
    const stale = await app.put('/v1/reps/by-ref/s/1', body, { headers: { 'if-match': '"4"' } });
    expect(stale.status).toBe(412);
    const staleToo = await app.put('/v1/reps/by-ref/crm/zc', body, { headers: { 'if-match': '"1"' } });
    expect(staleToo.status).toBe(412);
    // `*` stands for any existing version, and a rep who does not exist has none.
    const none = await app.put('/v1/reps/by-ref/s/1', body, { headers: { 'if-match': '*' } });
    expect(none.status).toBe(412);
  });
});

describe('looking a rep up', () => {
  const ids = async (query: string, asking = {}) =>
    (await app.must('GET', `/v1/reps?${query}`, undefined, asking)).data.map(({ id }: { id: string }) => id);
  const byRef = (system: string, ref: string, asking = {}) =>
    app.get(`/v1/reps/by-ref/${encodeURIComponent(system)}/${encodeURIComponent(ref)}`, asking);

  it('finds them by the address in any case, and by an id of another system with colons', async () => {
    const refs = { 'sales force': 'org:7:é/+ %' };
    const rep = await aRep(app, 'Lookup', { email: 'look+up@example.com', refs });
    expect(await ids(`email=${encodeURIComponent('LOOK+up@Example.COM')}`)).toEqual([rep.id]);
    expect(await ids(`ref=${encodeURIComponent('sales force:org:7:é/+ %')}`)).toEqual([rep.id]);
    expect(await ids(`ref=${encodeURIComponent('sales force:org:7:e\u0301/+ %')}`)).toEqual([rep.id]);
    expect(await ids('ref=sales%20force:org')).toEqual([]);
    expect(await ids('email=nobody%40example.com')).toEqual([]);
    const found = await byRef('sales force', 'org:7:é/+ %');
    expect([found.status, found.body, found.headers.get('etag')]).toEqual([200, rep, '"1"']);
    expect((await byRef(' sales force', 'org:7:e\u0301/+ % ')).body).toEqual(rep);
    const raw = await app.get('/v1/reps/by-ref/sales%20force/org:7:%C3%A9%2F+%20%25');
    expect(raw.body).toEqual(rep);
  });

  it('finds by path a system whose name has a colon, which a query takes for its end', async () => {
    const rep = await aRep(app, 'Colon', { refs: { 'urn:crm': '5' } });
    expect((await byRef('urn:crm', '5')).body).toEqual(rep);
    expect(await ids('ref=urn:crm:5')).toEqual([]);
  });

  it('names the id that no rep has', async () => {
    for (const [system, ref] of [
      ['crm', 'no:such'],
      ['constructor', 'x'],
    ] as const) {
      const { status, body } = await byRef(system, ref);
      expect([status, body.type, body.detail]).toEqual([
        404,
        '/problems#not-found',
        `There is no rep known to ${system} as "${ref}".`,
      ]);
    }
    expect((await app.get('/v1/reps/by-ref/crm/%00')).status).toBe(404);
    expect((await app.get('/v1/reps/by-ref/__proto__/x')).status).toBe(404);
  });

  it('shows to a rep’s key only that rep', async () => {
    const [own, other] = [
      await aRep(app, 'RefOwn', { refs: { hr: '1' } }),
      await aRep(app, 'RefOther', { refs: { hr: '2' } }),
    ];
    const asking = { key: await app.keyFor(['rep'], own.id) };
    expect((await byRef('hr', '1', asking)).body).toEqual(own);
    expect((await byRef('hr', '2', asking)).status).toBe(404);
    expect(await ids('ref=hr:2', asking)).toEqual([]);
    expect(await ids('email=REFOTHER@example.com', asking)).toEqual([]);
    expect((await byRef('hr', '2', { key: await app.keyFor(['read']) })).body).toEqual(other);
  });
});

describe('deleting a rep', () => {
  it('works if nothing names them', async () => {
    const { id } = await aRep(app, 'Gone', { refs: { gone: '1' } });
    await app.must('PUT', `/v1/reps/${id}/availability`, { available: false, until: '2026-03-02T16:00:00Z' });
    await app.must('POST', `/v1/reps/${id}/absences`, { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' });
    expect((await app.delete(`/v1/reps/${id}`, { headers: { 'if-match': '"2"' } })).status).toBe(412);
    expect((await app.delete(`/v1/reps/${id}`)).status).toBe(204);
    expect((await app.get(`/v1/reps/${id}`)).status).toBe(404);
    expect((await app.delete(`/v1/reps/${id}`)).status).toBe(404);
    // The history stays, the refs are free, and no timer is left.
    expect((await app.must('GET', `/v1/reps/${id}/versions`)).data[0]).toMatchObject({ version: 2 });
    await aRep(app, 'Heir', { refs: { gone: '1' } });
    const { rows } = await app.application.app
      .get((await import('../../src/platform/sql/database.js')).Database)
      .query('select kind from clock where about_rep_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('is refused with everything that still uses them', async () => {
    const { id } = await aRep(app, 'Busy');
    const usedBy = async () => {
      const answer = await app.delete(`/v1/reps/${id}`);
      expect(answer.status).toBe(409);
      return answer.body.usedBy.map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`).sort();
    };
    await aRep(app, 'Report', { managerId: id });
    await app.must('POST', '/v1/teams', { name: 'Led', managerId: id });
    await app.must('POST', '/v1/teams', { name: 'Played', repIds: [id] });
    const pool = await aPool(app, 'Busy pool', [{ id }]);
    const rules = [{ name: 'To Busy', when: { field: 'source', op: 'eq', value: 'busy' }, assign: { repId: id } }];
    await app.must('PUT', '/v1/routing', { rules, fallback: { queueOwnerId: id } });
    const onBreach = [{ after: 'PT0S', do: 'escalate', to: { repId: id } }];
    await app.must('POST', '/v1/sla-policies', {
      name: 'Tells Busy',
      when: { field: 'source', op: 'eq', value: 'no' },
      firstTouch: { within: 'PT5M', onBreach },
    });
    await app.keyFor(['rep'], id);
    expect(await usedBy()).toEqual([
      'key rep',
      'policy Tells Busy',
      'pool Busy pool',
      'rep Report',
      'routing queue owner',
      'routing rule To Busy',
      'team Led',
      'team Played',
    ]);
    await aLead(app, { source: 'busy' });
    expect(await usedBy()).toContain('lead 1 lead of theirs, now or earlier');
    expect((await app.delete(`/v1/reps/${id}`)).body.detail).toMatch(
      /^This rep is used by .*the team "Led".*, and 1 lead of theirs, now or earlier\. Make the rep inactive instead: PUT with `"active": false`\.$/,
    );
    await app.must('PUT', '/v1/routing', { rules: [], fallback: {} });
    await app.must('DELETE', `/v1/pools/${pool.id}`);
    expect(await usedBy()).not.toContain('routing rule To Busy');
  });

  it('is refused for reps who have ever had a lead or a key, who are set inactive instead', async () => {
    const [had, has] = [await aRep(app, 'Had'), await aRep(app, 'Has')];
    const lead = await aLead(app, { owner: { repId: had.id } });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: has.id, reason: 'swap' });
    expect((await app.delete(`/v1/reps/${had.id}`)).body.usedBy).toMatchObject([{ kind: 'lead', id: lead.id }]);
    const called = await aRep(app, 'Called');
    const touch = { kind: 'call', outcome: 'noAnswer', repId: called.id };
    await app.must('POST', `/v1/leads/${lead.id}/touches`, touch);
    expect((await app.delete(`/v1/reps/${called.id}`)).body.usedBy).toMatchObject([{ kind: 'lead', id: lead.id }]);
    const keyed = await aRep(app, 'Keyed');
    const key = await app.must('POST', '/v1/api-keys', { name: 'K', scopes: ['rep'], repId: keyed.id });
    await app.must('DELETE', `/v1/api-keys/${key.id}`);
    expect((await app.delete(`/v1/reps/${keyed.id}`)).body.usedBy).toMatchObject([
      { kind: 'key', name: 'K (revoked)' },
    ]);
    const inactive = await app.put(`/v1/reps/${had.id}`, { name: 'Had', email: 'had@example.com', active: false });
    expect(inactive).toMatchObject({ status: 200, body: { active: false } });
  });

  it('has an alternative: a rep who is inactive gets no more leads', async () => {
    const [off, on] = [await aRep(app, 'Off', { active: false }), await aRep(app, 'On')];
    await aDesk(app, [off, on], { name: 'On and off' });
    expect([(await aLead(app)).ownerId, (await aLead(app)).ownerId]).toEqual([on.id, on.id]);
  });
});

describe('access to reps', () => {
  let boss: { id: string };
  let ann: { id: string };
  let deep: { id: string };
  let other: { id: string };
  beforeAll(async () => {
    boss = await aRep(app, 'SightBoss');
    ann = await aRep(app, 'SightAnn', { managerId: boss.id });
    deep = await aRep(app, 'SightDeep', { managerId: ann.id });
    other = await aRep(app, 'SightOther');
  });

  it('lets programs that read or integrate see all and change none', async () => {
    for (const scope of ['read', 'integration']) {
      const asking = { key: await app.keyFor([scope]) };
      expect((await app.get(`/v1/reps/${other.id}`, asking)).status).toBe(200);
      expect((await app.get('/v1/reps?limit=1000', asking)).body.data.length).toBeGreaterThan(10);
      expect((await app.post('/v1/reps', {}, asking)).status).toBe(403);
      expect((await app.put(`/v1/reps/${other.id}`, {}, asking)).status).toBe(403);
      expect((await app.put('/v1/reps/by-ref/a/b', {}, asking)).status).toBe(403);
      expect((await app.delete(`/v1/reps/${other.id}`, asking)).status).toBe(403);
      expect((await app.put(`/v1/reps/${other.id}/availability`, { available: true }, asking)).status).toBe(403);
      expect((await app.post(`/v1/reps/${other.id}/absences`, {}, asking)).status).toBe(403);
    }
    for (const scope of ['intake', 'feedback']) {
      const asking = { key: await app.keyFor([scope]) };
      expect((await app.get(`/v1/reps/${other.id}`, asking)).status).toBe(403);
    }
    expect((await app.get('/v1/reps', { key: null })).status).toBe(401);
  });

  it('shows a rep only themselves, and others by their names', async () => {
    const asking = { key: await app.keyFor(['rep'], ann.id) };
    const { data: names } = (await app.get('/v1/reps/names', asking)).body;
    expect(names.slice(-4)).toEqual(
      [boss, ann, deep, other].map(({ id }, at) => ({
        id,
        name: `Sight${['Boss', 'Ann', 'Deep', 'Other'][at]}`,
        active: true,
      })),
    );
    expect((await app.get('/v1/reps/names', { key: await app.keyFor(['feedback']) })).status).toBe(403);
    expect((await app.get('/v1/reps', asking)).body.data.map((rep: { id: string }) => rep.id)).toEqual([ann.id]);
    expect((await app.get(`/v1/reps/${ann.id.toUpperCase()}`, asking)).status).toBe(200);
    for (const id of [boss.id, deep.id, other.id, NOBODY, 'nonsense']) {
      expect((await app.get(`/v1/reps/${id}`, asking)).status).toBe(404);
      expect((await app.put(`/v1/reps/${id}/availability`, { available: true }, asking)).status).toBe(404);
      expect((await app.get(`/v1/reps/${id}/absences`, asking)).status).toBe(404);
    }
    expect((await app.put(`/v1/reps/${ann.id}`, {}, asking)).status).toBe(403);
    expect((await app.put(`/v1/reps/${ann.id}/availability`, { available: true }, asking)).status).toBe(200);
  });

  it('lets a manager see all reps below them, page by page', async () => {
    const asking = { key: await app.keyFor(['manager'], boss.id) };
    const first = (await app.get('/v1/reps?limit=2', asking)).body;
    const second = (await app.get(`/v1/reps?limit=2&cursor=${first.nextCursor}`, asking)).body;
    const ids = [...first.data, ...second.data].map((rep: { id: string }) => rep.id);
    expect(ids).toEqual([boss.id, ann.id, deep.id]);
    expect((await app.put(`/v1/reps/${deep.id}/availability`, { available: true }, asking)).status).toBe(200);
    expect((await app.put(`/v1/reps/${other.id}/availability`, { available: true }, asking)).status).toBe(404);
  });

  it('lets a rep’s key that reads all change only that rep', async () => {
    const asking = { key: await app.keyFor(['rep', 'read'], ann.id) };
    expect((await app.get(`/v1/reps/${other.id}`, asking)).status).toBe(200);
    expect((await app.put(`/v1/reps/${other.id}/availability`, { available: false }, asking)).status).toBe(404);
    expect((await app.put(`/v1/reps/${ann.id}/availability`, { available: true }, asking)).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, aRep, eventsOf, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

describe('a team', () => {
  it('is created, replaced and deleted', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const calendar = await app.must('POST', '/v1/calendars', {
      name: 'C',
      timeZone: 'UTC',
      hours: { mon: [['09:00', '10:00']] },
    });
    const given = { name: 'West', managerId: ann.id, repIds: [bo.id.toUpperCase(), ann.id], calendarId: calendar.id };
    const made = await app.post('/v1/teams', given);
    expect(made).toMatchObject({ status: 201, body: { ...given, repIds: [bo.id, ann.id], version: 1 } });
    expect((await app.put(`/v1/teams/${made.body.id}`, given)).body.version).toBe(1);
    const smaller = { name: 'West', repIds: [bo.id] };
    const replaced = await app.put(`/v1/teams/${made.body.id}`, smaller, { headers: { 'if-match': '"1"' } });
    expect(replaced).toMatchObject({ status: 200, body: { ...smaller, version: 2 } });
    expect(replaced.body).not.toHaveProperty('managerId');
    expect((await app.put(`/v1/teams/${made.body.id}`, given, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await app.delete(`/v1/reps/${bo.id}`)).body.usedBy).toMatchObject([{ kind: 'team', name: 'West' }]);
    expect((await app.delete(`/v1/reps/${ann.id}`)).status).toBe(204);
    expect((await app.delete(`/v1/teams/${made.body.id}`)).status).toBe(204);
    expect((await app.delete(`/v1/reps/${bo.id}`)).status).toBe(204);
  });

  it.each([
    ['what is missing', {}, ['/name required']],
    ['what is of another type', { name: 'T', repIds: 'all', managerId: 3 }, ['/managerId type', '/repIds type']],
    ['what is unknown', { name: 'T', size: 3 }, ['/size unknown']],
    [
      'ids that nothing has',
      { name: 'T', repIds: [NOBODY], managerId: NOBODY, calendarId: NOBODY },
      ['/calendarId unknownId', '/managerId unknownId', '/repIds/0 unknownId'],
    ],
  ])('is refused for %s', async (_, body, expected) => {
    expect(faults(await app.post('/v1/teams', body)).sort()).toEqual(expected);
  });

  it('has each rep once, and a name of its own', async () => {
    const cy = await aRep(app, 'Cy');
    const twice = { name: 'Twice', repIds: [cy.id, cy.id.toUpperCase()] };
    expect(faults(await app.post('/v1/teams', twice))).toEqual(['/repIds/1 duplicate']);
    await app.must('POST', '/v1/teams', { name: 'East' });
    expect(faults(await app.post('/v1/teams', { name: 'EAST' }))).toEqual(['/name taken']);
  });

  it('is read by readers, and written by admins only', async () => {
    const read = { key: await app.keyFor(['read']) };
    expect((await app.get('/v1/teams', read)).status).toBe(200);
    expect((await app.post('/v1/teams', { name: 'No' }, read)).status).toBe(403);
    expect((await app.get('/v1/teams', { key: await app.keyFor(['intake']) })).status).toBe(403);
    expect((await app.get(`/v1/teams/${NOBODY}`)).status).toBe(404);
  });

  it('lets its manager see its members', async () => {
    const [lead, member] = [await aRep(app, 'TeamLead'), await aRep(app, 'TeamMember')];
    const asking = { key: await app.keyFor(['manager'], lead.id) };
    expect((await app.get(`/v1/reps/${member.id}`, asking)).status).toBe(404);
    await app.must('POST', '/v1/teams', { name: 'Sighted', managerId: lead.id, repIds: [member.id] });
    expect((await app.get(`/v1/reps/${member.id}`, asking)).status).toBe(200);
  });

  it('whose manager is inactive is saved with a warning', async () => {
    const gone = await aRep(app, 'Gone', { active: false });
    const made = await app.must('POST', '/v1/teams', { name: 'Headless', managerId: gone.id });
    const message =
      'Gone is inactive: notifications for the manager of this team go to the manager above them, else to the owner of the queue.';
    expect(made.warnings).toEqual([{ pointer: '/managerId', message }]);
    await app.must('PUT', `/v1/reps/${gone.id}`, { ...gone, active: true });
    expect(await app.must('PUT', `/v1/teams/${made.id}`, made)).not.toHaveProperty('warnings');
  });

  it('that is the second of a rep is saved with a warning that the manager of the first applies', async () => {
    const people = ['FirstLead', 'SecondLead', 'OwnBoss', 'Torn', 'Managed', 'Single'];
    const [one, two, boss, torn, managed, single] = await Promise.all(people.map((name) => aRep(app, name)));
    await app.must('PUT', `/v1/reps/${managed.id}`, { ...managed, managerId: boss.id });
    const first = await app.must('POST', '/v1/teams', {
      name: 'First',
      managerId: one.id,
      repIds: [torn.id, managed.id],
    });
    expect(first).not.toHaveProperty('warnings');
    const second = await app.must('POST', '/v1/teams', {
      name: 'Second',
      managerId: two.id,
      repIds: [single.id, torn.id],
    });
    expect(second.warnings).toEqual([
      {
        pointer: '/repIds/1',
        message:
          'Torn is also in "First". Only the manager and the calendar of "First" apply to them, because it was created first.',
      },
    ]);
    expect((await app.must('PUT', `/v1/teams/${first.id}`, first)).warnings).toEqual([
      {
        pointer: '/repIds/0',
        message:
          'Torn is also in "Second". Only the manager and the calendar of this team apply to them, because it was created first.',
      },
    ]);
    expect(await app.must('PUT', `/v1/teams/${second.id}`, second)).toEqual(second);
    expect(await app.must('GET', `/v1/teams/${second.id}`)).not.toHaveProperty('warnings');
    await aDesk(app, [torn, managed, single]);
    await app.must('POST', '/v1/sla-policies', {
      name: 'Told',
      time: 'elapsed',
      firstTouch: { within: 'PT5M', onBreach: [{ after: 'PT0S', do: 'escalate' }] },
    });
    const told = new Map<string, string>();
    for (const _ of [1, 2, 3]) {
      const lead = await aLead(app);
      await app.moveBy(300_000);
      const [escalated] = await eventsOf(app, lead.id, 'sla.escalated');
      told.set(lead.ownerId, escalated.data.toRepId);
    }
    expect(told).toEqual(
      new Map([
        [torn.id, one.id],
        [managed.id, boss.id],
        [single.id, two.id],
      ]),
    );
    const smaller = await app.must('PUT', `/v1/teams/${second.id}`, { name: 'Second', repIds: [single.id] });
    expect(smaller).not.toHaveProperty('warnings');
  });
});

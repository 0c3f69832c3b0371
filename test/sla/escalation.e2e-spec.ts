import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, aLead, aRep, eventsOf, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let cy: Json;
let mia: Json;
let ann: Json;

/** Ann's manager is Mia, whose manager is Cy. Ann has the lead, and misses it after five minutes. */
beforeEach(async () => {
  await app?.stop();
  app = await TestApplication.start();
  cy = await aRep(app, 'Cy');
  mia = await aRep(app, 'Mia', { managerId: cy.id });
  ann = await aRep(app, 'Ann', { managerId: mia.id });
  await aDesk(app, [ann]);
});
afterAll(() => app.stop());

const tells = (to: unknown, more: object = {}) => [{ after: 'PT0S', do: 'escalate', to, ...more }];
const chain = (onBreach: object[]) => aPolicy(app, { onBreach }, { time: 'elapsed' });
const absent = (rep: Json, from = 0, to = 8 * HOUR) =>
  app.must('POST', `/v1/reps/${rep.id}/absences`, {
    from: new Date(Date.parse(MONDAY) + from).toISOString(),
    to: new Date(Date.parse(MONDAY) + to).toISOString(),
    openLeads: 'keep',
  });
const unavailable = (rep: Json, more: object = {}) =>
  app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false, ...more });
const escalations = (lead: Json) => eventsOf(app, lead.id, 'sla.escalated');
const textsOf = async (lead: Json) =>
  (await app.must('GET', `/v1/leads/${lead.id}/timeline`)).data
    .filter(({ type }: Json) => type === 'sla.escalated')
    .map(({ text }: Json) => text);
const notificationsTo = (rep: Json) => toldTo(app, rep, 'sla.escalated');
const missed = async () => {
  const lead = await aLead(app, { contact: { name: 'Kim' } });
  await app.moveBy(5 * MINUTE);
  return lead;
};

describe('a miss', () => {
  it('is escalated to the manager of the manager', async () => {
    await chain(tells('managersManager'));
    const lead = await missed();
    const [{ data }] = await escalations(lead);
    expect(data).toMatchObject({ toRepId: cy.id, why: 'policy' });
    expect(data).not.toHaveProperty('insteadOf');
    expect(await notificationsTo(cy)).toEqual(['Kim got no first touch in time from Ann']);
  });

  it('is escalated to the next manager up if a manager is absent, in plain words', async () => {
    await chain(tells('manager'));
    await absent(mia);
    const lead = await missed();
    expect(await escalations(lead)).toMatchObject([{ data: { toRepId: cy.id, insteadOf: [mia.id] } }]);
    expect(await textsOf(lead)).toEqual([
      'Cy was notified, as Mia is away: Ann missed the deadline for the first touch',
    ]);
    expect(await notificationsTo(cy)).toEqual([
      'Kim got no first touch in time from Ann; you are notified, as Mia is away',
    ]);
    expect(await notificationsTo(mia)).toEqual([]);
  });

  it('is escalated to a manager whose absence has just ended, not to one whose has just begun', async () => {
    await chain([...tells('manager'), { after: 'PT5M', do: 'escalate', to: 'manager' }]);
    await absent(mia, 0, 5 * MINUTE);
    await absent(mia, 10 * MINUTE);
    const lead = await missed();
    await app.moveBy(5 * MINUTE);
    expect((await escalations(lead)).map(({ data }) => data.toRepId)).toEqual([mia.id, cy.id]);
  });

  it('is escalated to the queue owner if all up the line are unavailable or inactive', async () => {
    const quin = await aRep(app, 'Quin');
    await aDesk(app, [ann], { name: 'Again' }, { queueOwnerId: quin.id });
    await chain(tells({ repId: mia.id }));
    await app.must('PUT', `/v1/reps/${mia.id}`, { ...mia, active: false });
    await unavailable(cy);
    const lead = await missed();
    expect(await escalations(lead)).toMatchObject([{ data: { toRepId: quin.id, insteadOf: [mia.id, cy.id] } }]);
    expect(await textsOf(lead)).toEqual([
      'Quin was notified, as Mia and Cy are away: Ann missed the deadline for the first touch',
    ]);
  });

  it('is escalated to the original recipient if all are away', async () => {
    await chain(tells('manager'));
    await absent(mia);
    await unavailable(cy);
    const lead = await missed();
    expect((await escalations(lead))[0].data).not.toHaveProperty('insteadOf');
    expect(await notificationsTo(mia)).toEqual(['Kim got no first touch in time from Ann']);
  });

  it('of a lead that no other rep can take is escalated at once to the policy’s recipient', async () => {
    await chain([
      { after: 'PT0S', do: 'reassign' },
      { after: 'PT1H', do: 'escalate', to: 'managersManager' },
    ]);
    const lead = await missed();
    expect(await escalations(lead)).toMatchObject([{ data: { toRepId: cy.id, why: 'nobodyElse' } }]);
  });
});

describe('a team', () => {
  let bo: Json;
  let dee: Json;
  let team: Json;

  beforeEach(async () => {
    [bo, dee] = [await aRep(app, 'Bo'), await aRep(app, 'Dee')];
    const gone = await aRep(app, 'Gone', { active: false });
    team = await app.must('POST', '/v1/teams', {
      name: 'Inbound',
      managerId: mia.id,
      repIds: [bo.id, dee.id, gone.id],
    });
    await chain(tells({ teamId: team.id.toUpperCase() }));
  });

  it('is notified once, each active and present member with their own notification', async () => {
    const lead = await missed();
    const events = await escalations(lead);
    expect(events).toMatchObject([{ data: { toTeamId: team.id, toRepIds: [bo.id, dee.id], why: 'policy' } }]);
    expect(events[0].data).not.toHaveProperty('toRepId');
    for (const rep of [bo, dee])
      expect(await notificationsTo(rep)).toEqual(['Kim got no first touch in time from Ann']);
    expect(await textsOf(lead)).toEqual([
      'The team Inbound was notified (Bo and Dee): Ann missed the deadline for the first touch',
    ]);
  });

  it('is notified without absent members', async () => {
    await absent(bo);
    expect(await escalations(await missed())).toMatchObject([{ data: { toTeamId: team.id, toRepIds: [dee.id] } }]);
    expect(await notificationsTo(bo)).toEqual([]);
  });

  it('whose members are all away is replaced by its manager, or by the next manager up', async () => {
    await absent(bo);
    await unavailable(dee);
    await absent(mia);
    const lead = await missed();
    expect(await escalations(lead)).toMatchObject([
      { data: { toTeamId: team.id, toRepId: cy.id, insteadOf: [bo.id, dee.id, mia.id] } },
    ]);
    expect(await textsOf(lead)).toEqual([
      'Cy was notified in place of the team Inbound, as Bo, Dee, and Mia are away: Ann missed the deadline for the first touch',
    ]);
  });

  it('cannot be deleted while a policy names it, nor can such a rep', async () => {
    const policy = (await app.must('GET', '/v1/sla-policies')).data[0];
    expect(policy.firstTouch.onBreach).toEqual(tells({ teamId: team.id }));
    const named = { usedBy: [{ kind: 'policy', id: policy.id, name: policy.name }] };
    expect(await app.delete(`/v1/teams/${team.id}`)).toMatchObject({ status: 409, body: named });
    const lone = await aRep(app, 'Lone');
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, {
      ...policy,
      firstTouch: { ...policy.firstTouch, onLeadBreach: tells({ repId: lone.id }) },
    });
    expect(await app.delete(`/v1/reps/${lone.id}`)).toMatchObject({ status: 409, body: named });
    await app.must('DELETE', `/v1/sla-policies/${policy.id}`);
    expect((await app.delete(`/v1/teams/${team.id}`)).status).toBe(204);
    expect((await app.delete(`/v1/reps/${lone.id}`)).status).toBe(204);
  });
});

describe('a repeated escalation', () => {
  const repeat = { every: 'PT1H', times: 3 };
  const whys = async (lead: Json) => (await escalations(lead)).map(({ data }) => data.why);

  beforeEach(() => chain(tells('manager', { repeat })));

  it('acts as often as the policy says, and no more', async () => {
    const lead = await missed();
    await app.moveBy(6 * HOUR);
    const instants = (await escalations(lead)).map(({ occurredAt, data }) => `${occurredAt.slice(11, 16)} ${data.why}`);
    expect(instants).toEqual(['15:05 policy', '16:05 repeat', '17:05 repeat', '18:05 repeat']);
    expect(await notificationsTo(mia)).toEqual([
      ...Array(3).fill('Kim got no first touch in time from Ann, and there has been no first touch since'),
      'Kim got no first touch in time from Ann',
    ]);
    expect(
      (await textsOf(lead)).filter((text: string) => text.endsWith('there has been no first touch since')),
    ).toHaveLength(3);
  });

  it('sends one message to each if several fell due between sweeps', async () => {
    const lead = await missed();
    app.time.moveTo(app.time.now() + 6 * HOUR);
    await app.settle();
    expect(await whys(lead)).toEqual(['policy', 'repeat']);
    expect(await notificationsTo(mia)).toEqual([
      'Kim got no first touch in time from Ann, and there has been no first touch since',
      'Kim got no first touch in time from Ann',
    ]);
  });

  it('notifies whoever is present at each of its instants', async () => {
    await absent(mia, HOUR, 2 * HOUR);
    const lead = await missed();
    await app.moveBy(3 * HOUR);
    expect((await escalations(lead)).map(({ data }) => data.toRepId)).toEqual([mia.id, cy.id, mia.id, mia.id]);
  });

  it('stops with a touch', async () => {
    const lead = await missed();
    await app.moveBy(HOUR);
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await app.moveBy(5 * HOUR);
    expect(await whys(lead)).toEqual(['policy', 'repeat']);
  });

  it('stops when the lead is closed', async () => {
    const lead = await missed();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveBy(5 * HOUR);
    expect(await whys(lead)).toEqual(['policy']);
  });
});

describe('a policy is refused', () => {
  const errorsOf = async (firstTouch: object) => {
    const { status, body } = await app.post('/v1/sla-policies', {
      name: 'X',
      firstTouch: { within: 'PT5M', ...firstTouch },
    });
    expect(status).toBe(422);
    return body.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`);
  };

  it('with recipients that cannot be notified, each with its pointer', async () => {
    const gone = await aRep(app, 'Gone', { active: false });
    const empty = await app.must('POST', '/v1/teams', { name: 'Empty' });
    const left = await app.must('POST', '/v1/teams', { name: 'Left', repIds: [gone.id] });
    const targets = [
      { repId: NOBODY },
      { repId: gone.id },
      { teamId: NOBODY },
      { teamId: empty.id },
      { teamId: left.id },
    ];
    expect(
      await errorsOf({ onBreach: targets.flatMap((to) => tells(to)), onLeadBreach: tells({ teamId: empty.id }) }),
    ).toEqual([
      '/firstTouch/onBreach/0/to/repId unknownId',
      '/firstTouch/onBreach/1/to/repId inactive',
      '/firstTouch/onBreach/2/to/teamId unknownId',
      '/firstTouch/onBreach/3/to/teamId noMembers',
      '/firstTouch/onBreach/4/to/teamId noMembers',
      '/firstTouch/onLeadBreach/0/to/teamId noMembers',
    ]);
  });

  it('with a repeated move, or more actions than a clock can track', async () => {
    const repeat = { every: 'PT1H', times: 9 };
    expect(await errorsOf({ onBreach: [{ after: 'PT0S', do: 'reassign', repeat }] })).toEqual([
      '/firstTouch/onBreach/0/repeat contradiction',
    ]);
    const four = [1, 2, 3, 4].flatMap(() => tells('manager', { repeat }));
    expect(await errorsOf({ onBreach: four })).toEqual(['/firstTouch/onBreach tooMany']);
  });

  it.each([
    [{ every: 'PT0S', times: 1 }, 'every'],
    [{ every: 'PT1H', times: 0 }, 'times'],
    [{ every: 'PT1H', times: 10 }, 'times'],
    [{ every: 'PT1H' }, 'times'],
  ])('with a repeat of %j', async (repeat, field) => {
    const [error] = await errorsOf({ onBreach: tells('manager', { repeat }) });
    expect(error).toContain(`/firstTouch/onBreach/0/repeat/${field} `);
  });
});

describe('the actions after a missed step or decision', () => {
  const steps = [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }];
  const policy = (onMiss: object[], decided = onMiss) => ({
    name: 'Cadence',
    firstTouch: { within: 'PT5M' },
    followUp: { steps, onMiss },
    decideWithin: { within: 'P1D', onMiss: decided },
  });

  it('are validated like those after a missed first touch', async () => {
    const refused = await app.post('/v1/sla-policies', policy(tells({ teamId: NOBODY }), tells({ repId: NOBODY })));
    expect(refused.body.errors.map(({ pointer }: Json) => pointer)).toEqual([
      '/followUp/onMiss/0/to/teamId',
      '/decideWithin/onMiss/0/to/repId',
    ]);
  });

  it('keep the reps and teams that they name from being deleted', async () => {
    const lone = await aRep(app, 'Lone');
    const team = await app.must('POST', '/v1/teams', { name: 'Inbound', repIds: [lone.id] });
    const other = await aRep(app, 'Other');
    await app.must('POST', '/v1/sla-policies', policy(tells({ teamId: team.id }), tells({ repId: other.id })));
    for (const path of [`/v1/teams/${team.id}`, `/v1/reps/${other.id}`])
      expect(await app.delete(path)).toMatchObject({ status: 409, body: { usedBy: [{ kind: 'policy' }] } });
  });

  it('have warnings of their own if they escalate to the manager of a manager', async () => {
    const lone = await aRep(app, 'Lone');
    const boss = await aRep(app, 'Boss');
    await aDesk(app, [lone, await aRep(app, 'Led', { managerId: boss.id })], { name: 'Alone' });
    const made = await app.must('POST', '/v1/sla-policies', policy(tells('managersManager')));
    expect(made.warnings.map(({ pointer }: Json) => pointer)).toEqual(['/followUp/onMiss', '/decideWithin/onMiss']);
  });
});

it('a policy that escalates to the manager of a manager warns of reps who have none', async () => {
  const policy = await chain(tells('managersManager', { repeat: { every: 'PT1H', times: 1 } }));
  expect(policy).not.toHaveProperty('warnings');
  const lone = await aRep(app, 'Lone');
  await aDesk(app, [ann, lone], { name: 'With Lone' });
  const { version: _, ...sent } = policy;
  expect((await app.must('PUT', `/v1/sla-policies/${policy.id}`, sent)).warnings).toEqual([
    {
      pointer: '/firstTouch/onBreach',
      message: `Lone has no manager, but the policy "${policy.name}" escalates to the manager, so nobody is notified of their misses: PUT /v1/reps/{id} with a managerId, or PUT /v1/teams/{id} with one.`,
    },
  ]);
  expect((await app.must('GET', '/v1/setup')).warnings.map(({ code }: Json) => code)).toContain(
    'policyWithoutManagers',
  );
});

it('setup warns of reps who lost their manager with a deleted team', async () => {
  const [boss, ana, ben] = [await aRep(app, 'Boss'), await aRep(app, 'Ana'), await aRep(app, 'Ben')];
  const fields = { name: 'Led', managerId: boss.id, repIds: [ana.id, ben.id] };
  const team = await app.must('POST', '/v1/teams', fields);
  await aDesk(app, [ana, ben], { name: 'Led' }, { queueOwnerId: boss.id });
  const policy = await chain(tells('manager'));
  const said = async () =>
    (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => code === 'policyWithoutManagers');
  expect(await said()).toEqual([]);
  await app.must('DELETE', `/v1/teams/${team.id}`);
  expect(await said()).toMatchObject([
    {
      text: expect.stringMatching(
        `^Ana and Ben have no manager, but the policy "${policy.name}" escalates to the manager, so the queue owner is notified`,
      ),
    },
  ]);
});

it('a preview shows who would be notified, considering known absences', async () => {
  await absent(mia, 30 * MINUTE);
  const policy = {
    time: 'elapsed',
    firstTouch: { within: 'PT5M', onBreach: tells('manager', { repeat: { every: 'PT1H', times: 1 } }) },
  };
  const lead = { source: 'web', contact: {} };
  const { instants } = await app.must('POST', '/v1/sla-policies/preview', { policy, lead, at: MONDAY });
  const clock = 'firstTouch';
  expect(instants).toMatchObject([
    { at: '2026-03-02T15:05:00.000Z', clock, what: 'breach' },
    { at: '2026-03-02T15:05:00.000Z', clock, what: 'escalate', to: 'manager', toRepId: mia.id },
    {
      at: '2026-03-02T16:05:00.000Z',
      clock,
      what: 'escalate',
      to: 'manager',
      toRepId: cy.id,
      insteadOf: [mia.id],
    },
  ]);
});

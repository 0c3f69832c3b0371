import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aCast, aDesk, aLead, aTouch, leadNow, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY);
const UNREACHABLE = { category: 'recycle', reason: 'unreachable' };
const RULE = Object.fromEntries([
  ['attempts', 6],
  ['over', 'P3D'],
  ['minGap', 'PT30M'],
  ['then', UNREACHABLE],
]);
const MISSING = 'The reason unreachable rests on attempts to reach the person: ';

let app: TestApplication;
let cast: Awaited<ReturnType<typeof aCast<'Ann' | 'Mia'>>>;

beforeAll(async () => {
  app = await TestApplication.start();
  cast = await aCast(app, ['Ann', 'Mia']);
  const { ann, mia } = cast.people;
  await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, managerId: mia.id });
  await aDesk(app, [ann]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const mine = () => aLead(app, { owner: { repId: cast.people.ann.id }, contact: { phone: '+49 30 901820' } });
const close = (lead: Json, disposition: object = UNREACHABLE, key = cast.keys.ann) =>
  app.post(`/v1/leads/${lead.id}/disposition`, disposition, { key });
const managersKey = async () => app.keyFor(['manager'], cast.people.mia.id);

describe('a reason that rests on the attempts of the policy', () => {
  it('is refused to a rep with the progress, in words and for programs', async () => {
    await aPolicy(app, { within: 'P1D' }, { time: 'elapsed', unreachable: RULE });
    const lead = await mine();
    await aTouch(app, lead);
    await app.moveBy(HOUR);
    await aTouch(app, lead);
    const { status, body } = await close(lead);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      {
        pointer: '/reason',
        code: 'tooFewAttempts',
        message: `${MISSING}2 of 6 attempts; the next counts from Mon 2 Mar 2026, 16:30 (UTC); closes by itself with the last, from Thu 5 Mar 2026, 15:00 (UTC) on.`,
      },
    ]);
    expect(body.progress).toEqual({
      attempts: 2,
      attemptsAsked: 6,
      days: 1,
      daysAsked: 1,
      untried: [],
      nextCountsAt: iso(START + HOUR + 30 * MINUTE),
      lastCountsFrom: iso(START + 3 * DAY),
      closesItself: true,
    });
  });

  it('asks for three attempts on two days where the policy says nothing', async () => {
    const lead = await mine();
    const missing = async () => (await close(lead)).body.errors?.[0].message.replace(MISSING, '');
    expect(await missing()).toBe('0 of 3 attempts; on 0 of 2 days.');
    for (let made = 0; made < 3; made += 1) await aTouch(app, lead);
    expect(await missing()).toBe('3 of 3 attempts; on 1 of 2 days.');
    await app.moveBy(DAY);
    await aTouch(app, lead);
    expect((await close(lead)).status).toBe(200);
  });

  it('asks for the channels of the policy', async () => {
    await aPolicy(
      app,
      { within: 'P1D' },
      { mode: 'notify', time: 'elapsed', unreachable: { ...RULE, attempts: 1, over: 'PT0S' } },
    );
    const lead = await aLead(app, {
      owner: { repId: cast.people.ann.id },
      contact: { phone: '+49 30 901820', email: 'kim@example.org' },
    });
    await aTouch(app, lead);
    const { body } = await close(lead);
    expect(body.errors[0].message).toContain('1 of 1 attempts; none yet by e-mail');
    expect(body.progress).toMatchObject({ untried: ['email'], closesItself: false });
  });

  it('counts what was tried since the person was last heard of, so that whoever stopped answering can be closed', async () => {
    const lead = await mine();
    await aTouch(app, lead);
    await aTouch(app, lead, { outcome: 'connected' });
    const gone = { category: 'lost', reason: 'unresponsive_after_contact' };
    expect((await close(lead, gone)).body.progress).toMatchObject({ attempts: 0 });
    for (let made = 0; made < 3; made += 1) {
      await app.moveBy(DAY);
      await aTouch(app, lead);
    }
    expect((await close(lead, gone)).status).toBe(200);
  });

  it('exempts managers, and warns programs and admins', async () => {
    const [first, second, third] = [await mine(), await mine(), await mine()];
    const byManager = await close(first, UNREACHABLE, await managersKey());
    expect([byManager.status, byManager.body.warnings]).toEqual([200, undefined]);
    const message = `${MISSING}0 of 3 attempts; on 0 of 2 days.`;
    const byProgram = await close(second, UNREACHABLE, cast.keys.program);
    expect([byProgram.status, byProgram.body.warnings]).toEqual([200, [{ pointer: '/reason', message }]]);
    const byAdmin = await app.post(`/v1/leads/${third.id}/disposition`, UNREACHABLE);
    expect(byAdmin.body.warnings).toEqual([{ pointer: '/reason', message }]);
  });

  it('exempts closings of many leads', async () => {
    const lead = await mine();
    const body = { ids: [lead.id], disposition: UNREACHABLE };
    expect((await app.post('/v1/leads/dispositions', body, { key: cast.keys.ann })).body).toMatchObject({ done: 1 });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
  });

  it('counts those who closed leads without the attempts, until another reason is given', async () => {
    const [byManager, byProgram, inBulk, tried] = [await mine(), await mine(), await mine(), await mine()];
    for (let day = 0; day < 3; day += 1) {
      await aTouch(app, tried);
      await app.moveBy(DAY);
    }
    await close(byManager, UNREACHABLE, await managersKey());
    await close(byProgram, UNREACHABLE, cast.keys.program);
    await app.post('/v1/leads/dispositions', { ids: [inBulk.id], disposition: UNREACHABLE }, { key: cast.keys.ann });
    await close(tried);
    const span = 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z';
    const report = async () => (await app.report(`dispositions?${span}&by=reason`)).data;
    expect(await report()).toMatchObject([{ closed: 4, withoutAttempts: 3 }]);
    expect((await timelineOf(app, byManager)).at(-2)).toMatch(/without all the attempts that this asks for/);
    await app.must('POST', `/v1/leads/${byManager.id}/disposition/correct`, {
      category: 'nurture',
      reason: 'not_now',
      fields: { wakeAt: iso(app.time.now() + 30 * DAY) },
    });
    expect((await report()).map(({ withoutAttempts }: Json) => withoutAttempts)).toEqual([0, 2]);
  });

  it('is none of those about wrong data', async () => {
    const { data } = await app.must('GET', '/v1/disposition-reasons?limit=200');
    const proven = data.filter(({ proof }: Json) => proof !== undefined).map(({ code, proof }: Json) => [code, proof]);
    expect(proven.sort()).toEqual([
      ['stale', 'policy'],
      ['unreachable', 'policy'],
      ['unresponsive_after_contact', 'policy'],
    ]);
  });
});

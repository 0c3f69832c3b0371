import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const SPEAKS = { language: { field: 'contact.language' } };
const kim = (language?: string) => ({ contact: { email: 'kim@example.org', ...(language && { language }) } });

/** Ann speaks German, Bo English, Cy both; every lead requires a rep who speaks its language. */
async function aPolyglotDesk() {
  const ann = await aRep(app, 'Ann', { skills: { language: ['de'] } });
  const bo = await aRep(app, 'Bo', { skills: { Language: ['EN'] } });
  const cy = await aRep(app, 'Cy', { skills: { language: ['de', 'en'] } });
  const pool = await aPool(app, 'Desk', [ann, bo, cy]);
  const rules = [{ name: 'All', when: {}, assign: { poolId: pool.id }, requireSkills: SPEAKS }];
  await app.must('PUT', '/v1/routing', { rules });
  return { ann, bo, cy, pool, rules };
}

describe('leads whose rule requires a skill', () => {
  it('go to reps who have it; a lead without the field goes to any rep', async () => {
    const { ann, bo, cy, pool } = await aPolyglotDesk();
    const owners = [];
    for (const language of ['de', 'DE', 'en', 'en', undefined]) owners.push((await aLead(app, kim(language))).ownerId);
    expect(owners).toEqual([ann.id, cy.id, bo.id, cy.id, ann.id]);
    const german = await aLead(app, kim('de'));
    const [{ trace }] = (await app.must('GET', `/v1/leads/${german.id}/routing`)).data;
    expect(trace).toMatchObject({ version: 4, skills: [{ skill: 'language', values: ['de'] }] });
    expect(trace.candidates[1]).toMatchObject({ excludedBy: 'skill', detail: 'without language de' });
    const { data } = await app.must('GET', `/v1/pools/${pool.id}/fairness`);
    expect(data.map(({ missed }: { missed: object }) => missed)).toEqual([{ skill: 2 }, { skill: 3 }, {}]);
  });

  it('stay with reps who have it when they move after a miss, and when they wait', async () => {
    const { ann, cy } = await aPolyglotDesk();
    await aPolicy(app, { within: 'PT10M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    const lead = await aLead(app, kim('de'));
    expect(lead.ownerId).toBe(ann.id);
    await app.moveBy(10 * MINUTE);
    expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
    await app.moveBy(10 * MINUTE);
    // Bo has never had the lead and is free, but speaks no German.
    expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  });

  it.each([
    [
      'by one',
      (lead: Json, to: string) => app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: to, reason: 'Trip' }),
    ],
    [
      'with others',
      (lead: Json, to: string) =>
        app.must('POST', '/v1/leads/reassign', { ids: [lead.id], to: { repId: to }, reason: 'Trip' }),
    ],
    [
      'as their owner leaves',
      (lead: Json, to: string) => app.must('POST', `/v1/reps/${lead.ownerId}/offboard`, { leads: { repId: to } }),
    ],
  ])('return to reps who have it after a reassignment by hand, %s', async (_, give) => {
    const { ann, bo, cy, pool } = await aPolyglotDesk();
    const eve = await aRep(app, 'Eve');
    await app.must('PUT', `/v1/pools/${pool.id}`, {
      ...pool,
      members: [eve, bo, ann, cy].map(({ id }) => ({ repId: id })),
    });
    await aPolicy(app, { within: 'PT10M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    const lead = await aLead(app, kim('de'));
    expect(lead.ownerId).toBe(ann.id);
    await give(lead, bo.id);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id, rule: 'All' });
    await app.moveBy(10 * MINUTE);
    await app.settle();
    // Eve has never had the lead either, but speaks no German.
    expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  });

  it('wait for a rep to acquire it, and are then assigned', async () => {
    const { bo } = await aPolyglotDesk();
    const lead = await aLead(app, kim('nl'));
    expect(lead.ownerId).toBeNull();
    const [waiting] = (await app.must('GET', '/v1/routing/queue')).data;
    expect(waiting.why).toBe('Nobody in Desk can take it now: 3 lack a skill that it needs.');
    await app.must('PUT', `/v1/reps/${bo.id}`, { ...bo, skills: { language: ['en', 'nl'] } });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('are previewed with the same result', async () => {
    const { ann } = await aPolyglotDesk();
    const preview = await app.must('POST', '/v1/routing/preview', { lead: { source: 'web', ...kim('de') } });
    expect(preview).toMatchObject({ ownerId: ann.id, trace: { skills: [{ skill: 'language', values: ['de'] }] } });
  });
});

describe('rules that require skills', () => {
  it('are saved with a warning if no rep has the skill', async () => {
    const { pool } = await aPolyglotDesk();
    const rules = [{ name: 'Dutch', when: {}, assign: { poolId: pool.id }, requireSkills: { language: ['nl', 'fr'] } }];
    const { warnings } = await app.must('PUT', '/v1/routing', { rules });
    expect(warnings).toContainEqual({
      pointer: '/rules/0/requireSkills/language',
      message: expect.stringContaining('asks for language nl or fr, but no rep to whom it leads has it'),
    });
  });

  it('are saved with a warning if the value comes from the lead and no rep has the skill', async () => {
    const { pool } = await aPolyglotDesk();
    const asking = async (skill: string) => {
      const requireSkills = { [skill]: { field: 'contact.language' } };
      const rules = [{ name: 'All', when: {}, assign: { poolId: pool.id }, requireSkills }];
      const { warnings } = await app.must('PUT', '/v1/routing?dryRun=true', { rules });
      return warnings.filter(({ pointer }: { pointer: string }) => pointer.startsWith('/rules'));
    };
    expect(await asking('Language')).toEqual([]);
    expect(await asking('langauge')).toEqual([
      {
        pointer: '/rules/0/requireSkills/langauge',
        message: expect.stringContaining('asks for the langauge that a lead states in contact.language, but no rep'),
      },
    ]);
  });

  it('are refused with their faults, and change nothing', async () => {
    const { pool, rules } = await aPolyglotDesk();
    const wrong = { language: { field: 'contact.tongue' }, product: [], level: 'high' };
    const answer = await app.ask('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { poolId: pool.id }, requireSkills: wrong }],
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/rules/0/requireSkills/product',
      '/rules/0/requireSkills/level',
    ]);
    const unknown = await app.ask('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { poolId: pool.id }, requireSkills: { language: wrong.language } }],
    });
    expect(unknown.body.errors).toMatchObject([
      { pointer: '/rules/0/requireSkills/language/field', code: 'unknownField' },
    ]);
    expect((await app.must('GET', '/v1/routing')).rules).toEqual(rules);
  });

  it('require each skill of a rep only once, whatever its case', async () => {
    const skills = { language: ['de'], Language: ['en'] };
    const answer = await app.ask('POST', '/v1/reps', { name: 'Dan', email: 'dan@example.com', skills });
    expect(answer.body.errors).toMatchObject([{ pointer: '/skills/Language', code: 'duplicate' }]);
  });
});

describe('a capacity for one source', () => {
  it('is used up by its last lead of the day, and is reset at midnight', async () => {
    const ann = await aRep(app, 'Ann', { capacity: { perSource: { 'Google-Ads': { perDay: 2 } } } });
    const pool = await aPool(app, 'Desk', [ann]);
    await app.must('PUT', '/v1/routing', { rules: [{ name: 'All', when: {}, assign: { poolId: pool.id } }] });
    const from = async (source: string) => (await aLead(app, { source })).ownerId;
    expect([await from('google-ads'), await from('GOOGLE-ADS'), await from('web')]).toEqual([ann.id, ann.id, ann.id]);
    const waiting = await aLead(app, { source: 'google-ads' });
    expect(waiting.ownerId).toBeNull();
    const [{ trace }] = (await app.must('GET', `/v1/leads/${waiting.id}/routing`)).data;
    expect(trace.candidates).toMatchObject([{ excludedBy: 'capacity', detail: 'google-ads per day 2 of 2' }]);
    await app.moveTo('2026-03-02T23:59:59.999Z');
    expect((await leadNow(app, waiting)).ownerId).toBeNull();
    await app.moveTo('2026-03-03T00:00:00.000Z');
    expect((await leadNow(app, waiting)).ownerId).toBe(ann.id);
  });
});

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const warnings = async () =>
  (await app.must('GET', '/v1/setup')).warnings.map(({ code, text }: { code: string; text: string }) => {
    expect(text).toMatch(/^[A-Z].*: (PUT|POST) \/v1\/.*\.$/);
    return `${code} ${(/"(.*?)"/.exec(text) ?? /^(\w+)/.exec(text))![1]}`.trim();
  });

it('a desk where everybody gets leads is nothing to warn of', async () => {
  const boss = await aRep(app, 'Boss');
  const ann = await aRep(app, 'Ann', { managerId: boss.id });
  await aDesk(app, [ann], {}, { queueOwnerId: boss.id });
  await aPolicy(app);
  expect(await warnings()).toEqual([]);
});

it('rules and a fallback that lead to nobody are named', async () => {
  const off = await aRep(app, 'Off', { active: false });
  const empty = await aPool(app, 'Empty', [off]);
  const staffed = await aPool(app, 'Staffed', [await aRep(app, 'Ann')]);
  const backed = await aPool(app, 'Backed', [], { fallbackPoolId: staffed.id });
  const phone = { field: 'channel', op: 'eq', value: 'phone' };
  const rules = [
    { name: 'To nobody', when: phone, assign: { poolId: empty.id } },
    { name: 'To Off', when: phone, assign: { repId: off.id } },
    { name: 'Backed', when: phone, assign: { poolId: backed.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules });
  expect(await warnings()).toEqual(['ruleWithoutAnybody To nobody', 'ruleWithoutAnybody To Off']);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: empty.id } });
  expect(await warnings()).toEqual(['fallbackWithoutAnybody Empty']);
});

it('rules and policies behind one that matches everything are named', async () => {
  const { pool } = await aDesk(app, ['Ann']);
  const assign = { poolId: pool.id };
  const rules = [
    { name: 'Phone', when: { field: 'channel', op: 'eq', value: 'phone' }, assign },
    { name: 'All', when: { all: [{}] }, assign },
    { name: 'Late', when: { field: 'channel', op: 'eq', value: 'chat' }, assign },
  ];
  await app.must('PUT', '/v1/routing', { rules });
  await aPolicy(app, {}, { name: 'Every lead' });
  await aPolicy(app, {}, { name: 'Chat', when: { field: 'channel', op: 'eq', value: 'chat' } });
  expect(await warnings()).toEqual(['ruleHidden Late', 'policyHidden Chat']);
});

it('reps who get no leads, or are in two teams, are named', async () => {
  const [ann, bo] = (await aDesk(app, ['Ann', 'Bo'])).reps;
  await aRep(app, 'Cy');
  await aRep(app, 'Gone', { active: false });
  await app.must('POST', '/v1/teams', { name: 'North', repIds: [ann.id, bo.id] });
  await app.must('POST', '/v1/teams', { name: 'South', repIds: [bo.id] });
  expect(await warnings()).toEqual(['repWithoutPool Cy', 'repInTwoTeams Bo']);
});

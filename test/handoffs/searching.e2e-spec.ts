import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { AGENCY_FORM, aReadyMadeKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep } from '../support/people.js';

let app: TestApplication;
let key: string;
let other: string;
let program: string;
let website: string;
let shop: string;

async function aHandoff(name: string, account: string, promise: string): Promise<string> {
  const owner = app.as(key);
  const deal = await owner.must('POST', '/v1/deals', {
    name,
    account: { name: account },
    amount: '10000.00',
    currency: 'EUR',
  });
  const { id } = deal.handoff;
  const promises = [{ what: promise, cost: 'ours' }];
  await owner.must('PATCH', `/v1/handoffs/${id}/form`, { ...AGENCY_FORM, promises, margin: 'Zinnober' });
  await owner.must('POST', `/v1/deals/${deal.id}/win`);
  return id;
}

beforeAll(async () => {
  app = await TestApplication.start();
  const [ann, bo, olga] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Olga')];
  await aDesk(app, [ann, bo]);
  key = await app.keyFor(['rep'], ann.id);
  other = await app.keyFor(['rep'], bo.id);
  program = await app.keyFor(['integration']);
  const team = await app.must('POST', '/v1/teams', { name: 'Production', repIds: [olga.id] });
  await aReadyMadeKind(app, 'Agency: sales to production and finance', { teamId: team.id, repId: olga.id });
  website = await aHandoff('Website', 'Ölmühle Nord', 'A photographer on Sunday');
  shop = await aHandoff('Shop relaunch', 'Backhaus', 'Training for two bakers');
  const path = `/v1/handoffs/${shop}`;
  const { questions } = await app.as(key).must('POST', `${path}/questions`, { text: 'Which ovens?', to: 'Production' });
  await app.must(
    'POST',
    `${path}/questions/${questions[0].id}/answer`,
    { text: 'Those with convection' },
    { key: program },
  );
  const dueAt = new Date(app.time.now() + 86_400_000).toISOString();
  const { blockers } = await app.must(
    'POST',
    `${path}/blockers`,
    { text: 'No recipes yet', ownerRepId: olga.id, dueAt },
    { key: program },
  );
  await app.must(
    'POST',
    `${path}/blockers/${blockers[0].id}/resolve`,
    { lesson: 'Ask at the kickoff' },
    { key: program },
  );
});
afterAll(() => app.stop());

const found = async (q: string, asking: object = {}) =>
  (await app.must('GET', `/v1/handoffs?q=${encodeURIComponent(q)}`, undefined, asking)).data.map(({ id }: Json) => id);

it.each([
  ['a promise', 'photographer', () => [website]],
  ['the beginning of a word, without case', 'PHOTO', () => [website]],
  ['the name of the account', 'ölmühle', () => [website]],
  ['the name of the deal', 'relaunch', () => [shop]],
  ['a question', 'ovens', () => [shop]],
  ['an answer', 'convection', () => [shop]],
  ['a blocker', 'recipes', () => [shop]],
  ['a lesson', 'kickoff', () => [shop]],
  ['all words, wherever each stands', 'backhaus training', () => [shop]],
  ['no handoff that has only one of the words', 'ölmühle training', () => []],
  ['nothing by what is no word', '!?', () => []],
  ['nothing by sensitive values', 'Zinnober', () => []],
])('handoffs are found by %s', async (_, q, expected) => {
  expect(await found(q)).toEqual(expected());
  expect(await found(q, { key })).toEqual(expected());
});

it('only handoffs that the reader may see are found', async () => {
  expect(await found('photographer', { key: other })).toEqual([]);
});

it('a search goes with other filters and by deadline', async () => {
  const { data } = await app.must('GET', '/v1/handoffs?q=training&state=running&sort=dueAt');
  expect(data.map(({ id }: Json) => id)).toEqual([shop]);
  expect((await app.must('GET', '/v1/handoffs?q=training&state=draft')).data).toEqual([]);
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('a channel that names no pool and no team, and whose bot messages nobody, causes a warning', async () => {
  const slack = { channelId: 'C0SALES', botToken: 'xoxb-1', signingSecret: 'signing' };
  const settings = { url: 'https://prod.example.com/workflows/1' };
  await app.must('POST', '/v1/channels', { name: 'Oldest', kind: 'slack', settings: slack });
  const second = await app.must('POST', '/v1/channels', {
    ...{ name: 'Second', kind: 'slack' },
    settings: { ...slack, channelId: 'C0OTHER' },
  });
  const teams = await app.must('POST', '/v1/channels', { name: 'Teams', kind: 'teams', settings });
  const warned = async () =>
    (await app.must('GET', '/v1/setup')).warnings
      .filter(({ code }: Json) => code === 'channelToldNothing')
      .map(({ text }: Json) => text);
  expect(await warned()).toEqual([
    `The channel "Second" names no pools and no teams, so nothing is posted to it: PUT /v1/channels/${second.id} with poolIds or teamIds, or DELETE it.`,
    expect.stringContaining('"Teams"'),
  ]);
  const team = await app.must('POST', '/v1/teams', { name: 'Inbound', repIds: [(await aRep(app, 'Ann')).id] });
  await app.must('PUT', `/v1/channels/${teams.id}`, { name: 'Teams', kind: 'teams', settings, teamIds: [team.id] });
  await app.must('DELETE', `/v1/channels/${second.id}`);
  expect(await warned()).toEqual([]);
});

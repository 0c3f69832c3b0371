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
  const slack = { channelId: 'C0SALES', botToken: 'xoxb-1', signingSecret: 'signing-of-the-tests' };
  const settings = { url: 'https://prod.example.com/workflows/1' };
  const oldest = await app.must('POST', '/v1/channels', { name: 'Oldest', kind: 'slack', settings: slack });
  expect(oldest.warnings).toBeUndefined();
  const second = await app.must('POST', '/v1/channels', {
    name: 'Second',
    kind: 'slack',
    settings: { ...slack, channelId: 'C0OTHER' },
  });
  const teams = await app.must('POST', '/v1/channels', { name: 'Teams', kind: 'teams', settings });
  const warned = async () =>
    (await app.must('GET', '/v1/setup')).warnings
      .filter(({ code }: Json) => code === 'channelToldNothing')
      .map(({ text }: Json) => text);
  const ofTeams = `The channel "Teams" names no pools and no teams, so nothing is posted to it: PUT /v1/channels/${teams.id} with poolIds or teamIds, or DELETE it.`;
  expect(teams.warnings).toEqual([{ pointer: '/poolIds', message: ofTeams }]);
  expect((await warned())[0]).toBe(
    `The channel "Oldest" names no pools and no teams, so nothing is posted to it, and its bot writes to nobody: PUT /v1/channels/${oldest.id} with poolIds or teamIds, PUT /v1/reps/{id}/notification-settings with a memberId, or DELETE it.`,
  );
  const ann = await aRep(app, 'Ann');
  await app.must('PUT', `/v1/reps/${ann.id}/notification-settings`, { slack: { memberId: 'U0123456789' } });
  expect(await warned()).toEqual([
    `The channel "Second" names no pools and no teams, so nothing is posted to it: PUT /v1/channels/${second.id} with poolIds or teamIds, or DELETE it.`,
    ofTeams,
  ]);
  const team = await app.must('POST', '/v1/teams', { name: 'Inbound', repIds: [ann.id] });
  const used = { name: 'Teams', kind: 'teams', settings, teamIds: [team.id] };
  expect((await app.must('PUT', `/v1/channels/${teams.id}`, used)).warnings).toBeUndefined();
  await app.must('DELETE', `/v1/channels/${second.id}`);
  expect(await warned()).toEqual([]);
});

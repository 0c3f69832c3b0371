import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { SlackServer, wordsOf } from '../support/slack-server.js';

let slack: SlackServer;
let teams: Endpoint;
let app: TestApplication;
let ann: Json;
let olga: Json;
let fay: Json;

const SETTINGS = { botToken: 'xoxb-1', signingSecret: '8f742231b10e8888' };

beforeAll(async () => {
  [slack, teams] = [await SlackServer.start(), await Endpoint.start()];
  app = await TestApplication.start(undefined, {
    environment: { feedbackBaseUrls: slack.bases },
  });
  [ann, olga, fay] = await Promise.all(['Ann', 'Olga', 'Fay'].map((name) => aRep(app, name)));
  const teamOf = (name: string, rep: Json) => app.must('POST', '/v1/teams', { name, repIds: [rep.id] });
  const [sales, operations, finance] = [
    await teamOf('Sales', ann),
    await teamOf('Operations', olga),
    await teamOf('Finance', fay),
  ];
  const receiver = (name: string, team: Json, owner: Json) => ({
    name,
    teamId: team.id,
    ownerOfDoneRepId: owner.id,
    checklist: [],
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT16H',
  });
  await aHandoffKind(
    app,
    { teamId: operations.id, repId: fay.id },
    {
      form: { type: 'object', properties: { promised: { type: 'string' } } },
      ready: [],
      receivers: [receiver('Operations', operations, olga), receiver('Finance', finance, fay)],
    },
  );
  const inSlack = (name: string, channelId: string, team: Json) =>
    app.must('POST', '/v1/channels', {
      name,
      kind: 'slack',
      settings: { ...SETTINGS, channelId },
      teamIds: [team.id],
    });
  await inSlack('Sales', 'C0SALES', sales);
  await inSlack('Operations', 'C0OPS', operations);
  await app.must('POST', '/v1/channels', {
    name: 'Finance',
    kind: 'teams',
    settings: { url: teams.url },
    teamIds: [finance.id],
  });
});
beforeEach(() => {
  slack.clear();
  teams.received.length = 0;
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
  await teams.stop();
});

let deals = 0;
const aWonDeal = async (): Promise<Json> => {
  deals += 1;
  const deal = await app.must('POST', '/v1/deals', {
    name: `The shop of Kim ${deals}`,
    account: { name: `Acme ${deals}` },
    ownerRepId: ann.id,
    amount: '100.00',
    currency: 'EUR',
  });
  return app.must('POST', `/v1/deals/${deal.id}/win`);
};
const act = ({ handoff }: Json, path: string, body?: object) =>
  app.must('POST', `/v1/handoffs/${handoff.id}/${path}`, body);
const inSlackNow = (channelId: string) => slack.in(channelId).map(({ text }) => text);
const inTeamsNow = () =>
  (teams.received as unknown as Json[]).map(({ json }) => json.attachments[0].content.fallbackText);

describe('a channel of a team', () => {
  it('gets the checkpoints of the handoffs that its team gives or receives, in the words of the timeline', async () => {
    const deal = await aWonDeal();
    const name = `Sales to operations: Acme ${deals}`;
    await app.deliver();
    const started = `${name}: Handed over by Ann to Operations (Olga) and Finance (Fay)`;
    expect([inSlackNow('C0SALES'), inSlackNow('C0OPS'), inTeamsNow()]).toEqual([[started], [started], [started]]);
    // The name of a deal may be that of a person, so the account is named instead.
    expect(JSON.stringify([...slack.in('C0SALES'), ...teams.received])).not.toContain('Kim');
    await act(deal, 'receivers/Finance/return', { missing: ['/promised'], note: 'Which terms did Kim agree to?' });
    await app.deliver();
    const returned = `${name}: Returned by Finance: Promised is missing`;
    expect([inSlackNow('C0SALES').at(-1), inTeamsNow().at(-1)]).toEqual([returned, returned]);
    await act(deal, 'receivers/Operations/accept');
    await act(deal, 'blockers', { text: 'Kim is away', ownerRepId: ann.id, dueAt: '2026-03-09T15:00:00Z' });
    await app.deliver();
    const told = inSlackNow('C0OPS').slice(1);
    expect(told).toEqual([
      `${name}: Accepted by Operations, for which Olga answers`,
      expect.stringMatching(`${name}: Held up: Ann sees to it by Mon 9 Mar 2026`),
    ]);
    // Finance hears nothing about Operations alone, but hears of a blocker of the whole handoff.
    expect(inTeamsNow().slice(2)).toEqual([expect.stringMatching(/Held up/)]);
    await act(deal, 'receivers/Operations/done');
    await app.deliver();
    expect(inSlackNow('C0OPS').at(-1)).toBe(`${name}: Processed by Operations`);
    expect(JSON.stringify([...slack.in('C0OPS'), ...slack.in('C0SALES'), ...teams.received])).not.toContain('Kim');
  });

  it('has its message updated when the form is amended or the handoff called off', async () => {
    const deal = await aWonDeal();
    await act(deal, 'receivers/Operations/accept');
    await act(deal, 'blockers', { text: 'No access', ownerRepId: ann.id, dueAt: '2026-03-09T15:00:00Z' });
    await app.deliver();
    const wordsNow = () => slack.in('C0OPS').map(wordsOf);
    expect(wordsNow().join()).not.toContain('Amended');
    const form = `/v1/handoffs/${deal.handoff.id}/form`;
    await app.must('PATCH', form, { promised: 'Kim gets a discount' });
    await app.deliver();
    const amendedAt = (version: number) =>
      Array(3).fill(expect.stringContaining(`Amended since: the form is now at version ${version}`));
    expect(wordsNow()).toEqual(amendedAt(2));
    await app.must('PATCH', form, { promised: 'Kim gets no discount' });
    await app.deliver();
    expect(wordsNow()).toEqual(amendedAt(3));
    // A later acceptance accepts the amended form.
    await act(deal, 'receivers/Finance/accept');
    await app.deliver();
    expect(slack.in('C0SALES').map(wordsOf).at(-1)).not.toContain('Amended');
    await app.must('POST', `/v1/deals/${deal.id}/reopen`);
    await app.deliver();
    expect(wordsNow()[0]).toContain('Called off');
    expect(JSON.stringify([...slack.in('C0OPS'), ...slack.in('C0SALES')])).not.toContain('Kim');
  });

  it('no longer gets a pending message that is out of date', async () => {
    const deal = await aWonDeal();
    await act(deal, 'receivers/Operations/accept');
    await act(deal, 'receivers/Finance/accept');
    await app.deliver();
    expect(inSlackNow('C0OPS')).toEqual([expect.stringMatching(/Accepted by Operations/)]);
    const called = await aWonDeal();
    await app.must('POST', `/v1/deals/${called.id}/reopen`);
    await app.deliver();
    expect(inSlackNow('C0OPS').slice(1)).toEqual([expect.stringMatching(/Called off: its deal is open again/)]);
    const [withdrawn] = (await app.must('GET', '/v1/deliveries?state=withdrawn&channel=slack')).data;
    expect(withdrawn).toMatchObject({ why: 'the handoff was called off' });
    // Stored deliveries contain no names and no form.
    const kept = await app.must('GET', '/v1/deliveries?limit=1000');
    expect(JSON.stringify(kept)).not.toMatch(/Kim|Acme/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { aKindBody } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let reps: Json[];
beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  ({ reps } = await aDesk(app, ['Ann', 'Bo']));
});
afterAll(() => app.stop());

const aTeam = (name: string) => app.must('POST', '/v1/teams', { name, repIds: [reps[0]!.id] });
async function usersOf({ id }: Json): Promise<string[]> {
  const refused = await app.delete(`/v1/teams/${id}`);
  expect([refused.status, refused.body.type]).toEqual([409, '/problems#in-use']);
  expect((await app.get(`/v1/teams/${id}`)).status).toBe(200);
  return refused.body.usedBy.map(({ kind, name }: Json) => `${kind} ${name}`);
}

describe('a team cannot be deleted', () => {
  it('while a policy notifies it, or open leads are under a version that does', async () => {
    const team = await aTeam('Told');
    const chain = (to: unknown) => [{ after: 'PT0S', do: 'escalate', to }];
    const policy = await aPolicy(app, { onBreach: chain({ teamId: team.id }) }, { name: 'Told' });
    await aLead(app);
    expect(await usersOf(team)).toEqual(['policy Told']);
    const without = { ...policy, firstTouch: { ...policy.firstTouch, onBreach: chain('manager') } };
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, without);
    expect(await usersOf(team)).toEqual(['lead 1 open lead under an earlier version of a policy']);
    const now = await app.must('GET', `/v1/sla-policies/${policy.id}`);
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...now, applyTo: 'open' });
    await app.must('DELETE', `/v1/teams/${team.id}`);
  });

  it('while it receives handoffs by the present version of a kind, an earlier one or a deleted kind', async () => {
    const [team, other] = [await aTeam('Receives'), await aTeam('Other')];
    const people = { teamId: team.id, repId: reps[0]!.id };
    const kind = await app.must('POST', '/v1/handoff-kinds', aKindBody(people, { start: { on: 'manual' } }));
    expect(await usersOf(team)).toEqual(['handoffKind Sales to operations']);
    const account = await app.must('PUT', '/v1/accounts/by-ref/crm/1', { name: 'Client', ownerRepId: reps[0]!.id });
    await app.must('POST', '/v1/handoffs', { kindId: kind.id, accountId: account.id });
    await app.must('DELETE', `/v1/handoff-kinds/${kind.id}`);
    expect(await usersOf(team)).toEqual(['handoff 1 handoff under way']);
    await app.must('DELETE', `/v1/teams/${other.id}`);
  });

  it('while a channel names it', async () => {
    const team = await aTeam('Posted');
    await app.must('POST', '/v1/channels', {
      name: 'Desk',
      kind: 'slack',
      settings: { channelId: 'C0123456789', botToken: 'xoxb-1234567890-abcdef', signingSecret: '8f742231b10e8888' },
      teamIds: [team.id],
    });
    expect(await usersOf(team)).toEqual(['channel Desk']);
  });
});

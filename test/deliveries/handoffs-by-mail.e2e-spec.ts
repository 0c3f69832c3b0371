import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { MailServer } from '../support/mail-server.js';
import { aRep } from '../support/people.js';

const MINUTE = 60_000;

let mail: MailServer;
let app: TestApplication;
let ann: Json;
let olga: Json;
let otto: Json;

beforeAll(async () => {
  mail = await MailServer.start();
  app = await TestApplication.start(undefined, {
    environment: { smtpUrl: mail.url, mailFrom: 'Touchline <leads@example.com>' },
  });
  [ann, olga, otto] = await Promise.all(['Ann', 'Olga', 'Otto'].map((name) => aRep(app, name)));
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id, otto.id] });
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: olga.id, checklist: [] };
  await aHandoffKind(
    app,
    { teamId: team.id, repId: otto.id },
    {
      ...{ form: { type: 'object', properties: { promised: { type: 'string' } } }, ready: [] },
      receivers: [{ ...receiver, acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' }],
      clientToldWithin: 'P1D',
    },
  );
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

let deals = 0;
let path: string;
/** Told while the server of mail is away: what has become of it meanwhile is seen when it is back. */
beforeEach(async () => {
  deals += 1;
  mail.trouble = { code: 451, text: 'Try again later' };
  const deal = await app.must('POST', '/v1/deals', {
    ...{ name: `Deal ${deals}`, account: { name: `Acme ${deals}` }, ownerRepId: ann.id },
    ...{ amount: '100.00', currency: 'EUR' },
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  path = `/v1/handoffs/${deal.handoff.id}`;
  await app.deliver();
});

const act = (what: string, body?: object) => app.must('POST', `${path}/${what}`, body);
/** What became of what each was to be told of this handoff, the last first. */
async function told(rep: Json): Promise<string[]> {
  mail.trouble = null;
  await app.moveBy(10 * MINUTE);
  await app.deliver();
  const [{ data: listed }, { data: sent }] = await Promise.all([
    app.must('GET', `/v1/reps/${rep.id}/notifications?limit=1000`),
    app.must('GET', `/v1/deliveries?channel=email&repId=${rep.id}&limit=1000`),
  ]);
  const ours = new Set(listed.filter((each: Json) => path.endsWith(each.handoffId)).map(({ id }: Json) => id));
  return sent
    .filter((each: Json) => ours.has(each.notificationId))
    .map(({ type, state, why }: Json) => `${type} ${state}${why === null ? '' : `: ${why}`}`);
}

describe('who was to be told of a handoff by mail', () => {
  it('is not told any more of what has happened by then, and still of what waits', async () => {
    await act('receivers/Operations/accept');
    await act('questions', { text: 'When do you begin?', to: 'Operations' });
    await app.deliver();
    expect(await told(olga)).toEqual([
      'handoff.asked delivered',
      'handoff.received withdrawn: what was waited for has happened',
    ]);
    expect(await told(ann)).toEqual(['handoff.accepted delivered', 'handoff.tellClient delivered']);
  });

  it('is not asked what was answered, nor to tell a client who knows', async () => {
    const asked = await act('questions', { text: 'When do you begin?', to: 'Operations' });
    await app.deliver();
    await act(`questions/${asked.questions[0].id}/answer`, { text: 'On Monday' });
    await act('told');
    expect(await told(olga)).toEqual([
      'handoff.asked withdrawn: what was waited for has happened',
      'handoff.received delivered',
    ]);
    expect(await told(ann)).toContain('handoff.tellClient withdrawn: the client was told');
  });

  it('is not asked to complete what was handed over again, nor to see to what holds up nothing', async () => {
    const dueAt = new Date(app.time.now() + 24 * 60 * MINUTE).toISOString();
    await act('receivers/Operations/return', { missing: ['/promised'], note: 'Nothing?' });
    const { blockers } = await act('blockers', { text: 'No logo', ownerRepId: otto.id, dueAt });
    await app.deliver();
    await act('start');
    await act(`blockers/${blockers[0].id}/resolve`);
    expect(await told(ann)).toContain('handoff.returned withdrawn: it was handed over again');
    expect(await told(otto)).toEqual(['handoff.blocked withdrawn: it is held up no longer']);
  });

  it('is told alone that it was called off, where it was', async () => {
    const { dealId } = await app.must('GET', path);
    await app.must('POST', `/v1/deals/${dealId}/reopen`);
    expect(await told(olga)).toEqual([
      'handoff.cancelled delivered',
      'handoff.received withdrawn: the handoff was called off',
    ]);
  });
});

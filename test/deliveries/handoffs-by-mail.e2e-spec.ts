import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { MailServer } from '../support/mail-server.js';
import { aRep } from '../support/people.js';

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
      form: { type: 'object', properties: { promised: { type: 'string' } } },
      ready: [],
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
/** Notifies while the mail server is away, so that a test can change the handoff before the mail is sent. */
beforeEach(async () => {
  deals += 1;
  mail.trouble = { code: 451, text: 'Try again later' };
  const deal = await app.must('POST', '/v1/deals', {
    name: `Deal ${deals}`,
    account: { name: `Acme ${deals}` },
    ownerRepId: ann.id,
    amount: '100.00',
    currency: 'EUR',
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  path = `/v1/handoffs/${deal.handoff.id}`;
  await app.deliver();
});

const act = (what: string, body?: object) => app.must('POST', `${path}/${what}`, body);
/** The outcome of each notification of the rep about this handoff, newest first. */
async function mailsTo(rep: Json): Promise<string[]> {
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

describe('a rep with a pending mail about a handoff', () => {
  it('does not get it if its subject is settled by then, and still gets what is open', async () => {
    await act('receivers/Operations/accept');
    await act('questions', { text: 'When do you begin?', to: 'Operations' });
    await app.deliver();
    expect(await mailsTo(olga)).toEqual([
      'handoff.asked delivered',
      'handoff.received withdrawn: it was dealt with already',
    ]);
    expect(await mailsTo(ann)).toEqual(['handoff.accepted delivered', 'handoff.tellClient delivered']);
  });

  it('gets no question that was answered, and no reminder to tell a client who was told', async () => {
    const asked = await act('questions', { text: 'When do you begin?', to: 'Operations' });
    await app.deliver();
    await act(`questions/${asked.questions[0].id}/answer`, { text: 'On Monday' });
    await act('told');
    expect(await mailsTo(olga)).toEqual([
      'handoff.asked withdrawn: it was dealt with already',
      'handoff.received delivered',
    ]);
    expect(await mailsTo(ann)).toContain('handoff.tellClient withdrawn: the client was told');
  });

  it('gets no request to complete a form handed over again, nor a blocker that was resolved', async () => {
    const dueAt = new Date(app.time.now() + 24 * 60 * MINUTE).toISOString();
    await act('receivers/Operations/return', { missing: ['/promised'], note: 'Nothing?' });
    const { blockers } = await act('blockers', { text: 'No logo', ownerRepId: otto.id, dueAt });
    await app.deliver();
    await act('start');
    await act(`blockers/${blockers[0].id}/resolve`);
    expect(await mailsTo(ann)).toContain('handoff.returned withdrawn: it was handed over again');
    expect(await mailsTo(otto)).toEqual(['handoff.blocked withdrawn: it is held up no longer']);
  });

  it('gets only the cancellation if the handoff was called off', async () => {
    const { dealId } = await app.must('GET', path);
    await app.must('POST', `/v1/deals/${dealId}/reopen`);
    expect(await mailsTo(olga)).toEqual([
      'handoff.cancelled delivered',
      'handoff.received withdrawn: the handoff was called off',
    ]);
  });
});

describe('a rep who wants fewer mails', () => {
  it('hears of a handoff while half of the time to act on it is left', async () => {
    mail.trouble = null;
    await app.moveTo('2026-04-01T09:00:00.000Z');
    await app.deliver();
    mail.arrived.length = 0;
    const email = { types: ['handoff.received'], digest: 'P2D' };
    for (const { id } of [olga, otto]) await app.must('PUT', `/v1/reps/${id}/notification-settings`, { email });
    // A Monday, as the working day begins.
    await app.moveTo('2026-04-06T09:00:00.000Z');
    const handedOver = async (name: string): Promise<Json> => {
      const deal = { name, account: { name }, ownerRepId: ann.id, amount: '100.00', currency: 'EUR' };
      const { id, handoff } = await app.must('POST', '/v1/deals', deal);
      await app.must('POST', `/v1/deals/${id}/win`);
      await app.deliver();
      const { receivers } = await app.must('GET', `/v1/handoffs/${handoff.id}`);
      return receivers[0];
    };
    const [{ ownerRepId }, second] = [await handedOver('First'), await handedOver('Second')];
    expect(second).toMatchObject({ ownerRepId, clocks: [{ dueAt: '2026-04-06T13:00:00.000Z' }] });
    const { email: address } = [olga, otto].find(({ id }) => id === ownerRepId)!;
    await app.moveTo('2026-04-06T10:59:59.000Z');
    await app.deliver();
    expect(mail.to(address)).toHaveLength(1);
    await app.moveTo('2026-04-06T11:00:00.000Z');
    await app.deliver();
    expect(mail.to(address).map(({ text }) => text!.includes('Second'))).toEqual([false, true]);
  });
});

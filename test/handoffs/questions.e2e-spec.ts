import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast, aRep, codeOf } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let olga: Json;
let dora: Json;
let eve: Json;
let keys: Record<'ann' | 'olga' | 'eve' | 'dora', string>;
let path: string;

const FORM = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '100.00' }] },
  margin: '40 %',
};

beforeAll(async () => {
  app = await TestApplication.start();
  ({
    people: { ann, olga, dora, eve },
    keys,
  } = await aCast(app, ['Ann', 'Olga', 'Dora', 'Eve']));
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
  const kind = { teamId: team.id, repId: dora.id };
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: olga.id, checklist: [] };
  await aHandoffKind(app, kind, {
    receivers: [{ ...receiver, acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' }],
  });
});
let deals = 0;
beforeEach(async () => {
  deals += 1;
  const deal = await app.must('POST', '/v1/deals', {
    name: `Deal ${deals}`,
    account: { name: `Acme ${deals}` },
    amount: '100.00',
    currency: 'EUR',
    ownerRepId: ann.id,
  });
  path = `/v1/handoffs/${deal.handoff.id}`;
  await by('ann').must('PATCH', `${path}/form`, FORM);
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const notificationsTo = (rep: Json, type: string) => notificationsOf(app, rep, type);
const ask = (who: keyof typeof keys, body: object) => by(who).ask('POST', `${path}/questions`, body);

describe('a question about a handoff', () => {
  it('has an owner and a clock, shows what the form says already, and is answered once', async () => {
    const { status, body } = await ask('olga', { text: 'Who is the day-to-day contact?' });
    expect(status).toBe(200);
    const [question] = body.questions;
    expect(question).toMatchObject({
      number: 1,
      receiver: 'Operations',
      toRepId: ann.id,
      askedBy: { type: 'rep', id: olga.id },
      answer: null,
      foundInForm: expect.arrayContaining([expect.objectContaining({ value: 'Kim' })]),
    });
    expect(body.clocks).toMatchObject([{ kind: 'handoffQuestion', step: 1, state: 'running', target: 'PT4H' }]);
    const { data: happened } = await by('ann').must('GET', `${path}/timeline`);
    const started = happened.filter(({ type }: Json) => type === 'sla.started').map(({ text }: Json) => text);
    expect(started).toContainEqual(
      expect.stringMatching(/^Answer to a question by Ann is due by Tue 3 Mar 2026, 11:00 /),
    );
    const told = await notificationsTo(ann, 'handoff.asked');
    expect(told).toHaveLength(deals);
    expect(told[0]!.text).toMatch(/^Olga asks you a question about .*: answer it there by /);
    const answer = `${path}/questions/${question.id}/answer`;
    expect(codeOf((await by('olga').ask('POST', answer, { text: 'Kim' })).body)).toBe('handoff-role');
    expect((await by('eve').ask('POST', answer, { text: 'Kim' })).status).toBe(404);
    const answered = await by('ann').must('POST', answer, { text: 'Kim, as it says' });
    expect(answered.questions).toMatchObject([{ answer: 'Kim, as it says', foundInForm: [], formVersion: null }]);
    expect(answered.clocks).toMatchObject([{ kind: 'handoffQuestion', state: 'met' }]);
    expect((await notificationsTo(olga, 'handoff.answered'))[0]!.text).toMatch(
      /^Question 1 about .* was answered by Ann$/,
    );
    const { data: since } = await by('ann').must('GET', `${path}/timeline`);
    expect(since.map(({ text }: Json) => text)).toEqual(
      expect.arrayContaining([
        'Question 1, for Ann: “Who is the day-to-day contact?”',
        'Question 1, “Who is the day-to-day contact?”, was answered by Ann: “Kim, as it says”',
      ]),
    );
    expect((await by('ann').must('POST', answer, { text: 'Kim, as it says' })).questions[0].answer).toBe(
      'Kim, as it says',
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('can be answered by an amendment, which both sides see', async () => {
    const { questions } = (await ask('olga', { text: 'Is there a risk?' })).body;
    const answer = `${path}/questions/${questions[0].id}/answer`;
    const wrong = await by('ann').ask('POST', answer, { text: 'Yes', amend: { risk: 'medium' } });
    expect(wrong.body.errors.map(({ pointer }: Json) => pointer)).toEqual(['/amend/risk']);
    const amended = await by('ann').must('POST', answer, { text: 'Yes', amend: { risk: 'low' } });
    expect(amended.questions[0].formVersion).toBe(3);
    const { data } = await by('olga').must('GET', `${path}/form/versions`);
    expect(data[0].changes).toEqual([{ pointer: '/risk', to: 'low' }]);
  });

  it('cannot get another answer later, since nobody would hear of it', async () => {
    const { questions } = (await ask('olga', { text: 'Is there a risk?' })).body;
    const answer = `${path}/questions/${questions[0].id}/answer`;
    await by('ann').must('POST', answer, { text: 'Yes', amend: { risk: 'low' } });
    expect((await by('ann').ask('POST', answer, { text: 'Yes', amend: { risk: 'low' } })).status).toBe(200);
    for (const other of [{ text: 'No' }, { text: 'Yes', amend: { risk: 'high' } }]) {
      const { status, body } = await by('ann').ask('POST', answer, other);
      expect([status, codeOf(body)]).toEqual([409, 'question-answered']);
      expect(body.detail).toBe(
        'Question 1 already has an answer, which cannot be changed: amend the form, or ask another question.',
      );
    }
    expect((await by('ann').must('GET', `${path}/form`)).values.risk).toBe('low');
  });

  it('cannot make a form incomplete that was handed over complete', async () => {
    const { questions } = (await ask('olga', { text: 'What is billed?' })).body;
    const amend = { billing: { lines: [{ kind: 'fixed', amount: '1.00' }] } };
    const answer = `${path}/questions/${questions[0].id}/answer`;
    const { status, body } = await by('ann').ask('POST', answer, { text: 'Less', amend });
    expect([status, codeOf(body)]).toEqual([409, 'handoff-incomplete']);
    expect(body.detail).toMatch(
      /^It was handed over complete, and has to stay complete\. One piece would be missing: The fixed lines add up to EUR 1\.00/,
    );
    expect(codeOf((await by('ann').ask('PATCH', `${path}/form`, { context: null })).body)).toBe('handoff-incomplete');
    const after = await by('ann').must('GET', path);
    expect([after.missing, after.formVersion, after.questions[0].answer]).toEqual([0, 2, null]);
    // While it is returned, the form can be filled in piece by piece.
    const missing = ['/billing/lines'];
    await by('olga').must('POST', `${path}/receivers/Operations/return`, { missing, note: 'Too little?' });
    expect((await by('ann').must('PATCH', `${path}/form`, amend)).missing).toHaveLength(1);
  });

  it('of the giver goes to a receiver, by name', async () => {
    const { body } = await ask('ann', { text: 'When do you begin?' });
    expect(body.errors[0]).toMatchObject({ pointer: '/to', code: 'required' });
    const asked = await ask('ann', { text: 'When do you begin?', to: 'operations' });
    expect(asked.body.questions[0].toRepId).toBe(olga.id);
    expect((await ask('ann', { text: 'When?', to: 'Sales' })).body.errors[0].message).toBe(
      'Expected one of "Operations".',
    );
    const answer = `${path}/questions/${asked.body.questions[0].id}/answer`;
    expect(codeOf((await by('olga').ask('POST', answer, { text: 'x', amend: { risk: 'low' } })).body)).toBe(
      'handoff-role',
    );
    await by('olga').must('POST', answer, { text: 'On Monday' });
    expect((await by('ann').ask('POST', `${path}/questions/${NOBODY}/answer`, { text: 'x' })).status).toBe(404);
  });

  it('is answered by the present giver, and never by the one who asked', async () => {
    const { questions, dealId } = (await ask('olga', { text: 'Who pays?' })).body;
    expect(questions[0].to).toBe('giver');
    await app.must('PATCH', `/v1/deals/${dealId}`, { ownerRepId: eve.id });
    const answer = `${path}/questions/${questions[0].id}/answer`;
    expect(codeOf((await by('olga').ask('POST', answer, { text: 'We do' })).body)).toBe('handoff-role');
    await by('eve').must('POST', answer, { text: 'They do' });
  });

  it('is between a receiver and the giver alone', async () => {
    const other = await ask('dora', { text: 'Why?', to: 'giver' });
    expect([other.status, codeOf(other.body)]).toEqual([403, 'handoff-role']);
    const oneself = await ask('ann', { text: 'Why?', to: 'giver' });
    expect(oneself.body.errors).toMatchObject([{ pointer: '/to', code: 'value' }]);
    const same = await ask('olga', { text: 'Why?', to: 'Operations' });
    expect([same.status, codeOf(same.body)]).toEqual([403, 'handoff-role']);
  });

  it('does not quote sensitive answers, since no reading would be recorded', async () => {
    const { questions } = (await ask('olga', { text: 'What is our margin, and who is the day-to-day contact?' })).body;
    expect(questions[0].foundInForm.map(({ pointer }: Json) => pointer)).not.toContain('/margin');
    expect(questions[0].foundInForm.length).toBeGreaterThan(0);
  });

  it('is created once, however often it is asked', async () => {
    await ask('olga', { text: 'Who pays?' });
    expect((await ask('olga', { text: 'Who pays?' })).body.questions).toHaveLength(1);
  });

  it('cannot be asked when there are a hundred already', async () => {
    for (let count = 0; count < 100; count++) await by('olga').must('POST', `${path}/questions`, { text: `${count}?` });
    expect((await ask('olga', { text: 'And?' })).body.errors).toMatchObject([{ pointer: '', code: 'tooMany' }]);
  });

  it('without an answer in time is escalated to the decider', async () => {
    await ask('olga', { text: 'At night?' });
    await app.moveBy(5 * 86_400_000);
    expect(
      (await notificationsTo(dora, 'sla.escalated')).flatMap(({ text, lines = [] }) => [text, ...lines]),
    ).toContainEqual(
      expect.stringMatching(/Ann did not answer a question about “Sales to operations” of Deal \d+ in time/),
    );
  });
});

const NOBODY = '00000000-0000-7000-8000-00000000dead';

describe('a blocker', () => {
  it('has an owner and a date; the owner can see the handoff, and resolves it with a lesson', async () => {
    const dueAt = new Date(app.time.now() + 86_400_000).toISOString();
    const raise = (fields: object = {}) =>
      by('olga').ask('POST', `${path}/blockers`, {
        text: 'No access to their shop',
        ownerRepId: eve.id,
        dueAt,
        ...fields,
      });
    expect((await raise({ ownerRepId: NOBODY, dueAt: '2020-01-01T00:00:00Z' })).body.errors).toMatchObject([
      { pointer: '/ownerRepId', code: 'unknownId' },
      { pointer: '/dueAt', code: 'tooEarly' },
    ]);
    expect((await raise({ dueAt: '2099-01-01T00:00:00Z' })).body.errors).toMatchObject([
      { pointer: '/dueAt', code: 'tooLate' },
    ]);
    expect((await by('eve').ask('GET', path)).status).toBe(404);
    const { blockers } = (await raise()).body;
    expect(blockers).toMatchObject([{ ownerRepId: eve.id, dueAt, resolvedAt: null, lesson: null }]);
    expect((await by('eve').must('GET', path)).blockers).toHaveLength(1);
    // A helper cannot see what is for the parties alone.
    expect((await by('eve').must('GET', `${path}/form`)).values.margin).toBeUndefined();
    expect(await notificationsTo(eve, 'handoff.blocked')).toHaveLength(1);
    const resolve = `${path}/blockers/${blockers[0].id}/resolve`;
    const resolved = await by('eve').must('POST', resolve, { lesson: 'Ask with the order' });
    expect(resolved.blockers).toMatchObject([{ resolvedAt: expect.any(String), lesson: 'Ask with the order' }]);
    const [other] = (await raise({ text: 'No logo' })).body.blockers.slice(-1);
    await by('olga').must('POST', `${path}/blockers/${other.id}/resolve`, {});
    const texts = (await app.must('GET', `${path}/timeline?limit=500`)).data.map(({ text }: Json) => text);
    expect(texts.filter((text: string) => /^(Held up|Blocker)/.test(text))).toEqual([
      expect.stringMatching(/^Held up: Eve sees to it by .*: “No access to their shop”$/),
      'Blocker resolved by Eve: “No access to their shop”',
      expect.stringMatching(/^Held up: Eve sees to it by .*: “No logo”$/),
      'Blocker resolved by Olga: “No logo”',
    ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is resolved by the managers of its owner too, for whom they act', async () => {
    const boss = await aRep(app, 'Bea');
    await app.must('POST', '/v1/teams', { name: 'Support', managerId: boss.id, repIds: [eve.id] });
    const key = await app.keyFor(['manager'], boss.id);
    const dueAt = new Date(app.time.now() + 86_400_000).toISOString();
    const raised = await by('olga').must('POST', `${path}/blockers`, { text: 'No access', ownerRepId: eve.id, dueAt });
    const [{ id }] = raised.blockers;
    expect((await app.must('GET', path, undefined, { key })).blockers).toMatchObject([{ mayResolve: true }]);
    const resolved = await app.must('POST', `${path}/blockers/${id}/resolve`, {}, { key });
    expect(resolved.blockers).toMatchObject([{ id, resolvedAt: expect.any(String) }]);
  });
});

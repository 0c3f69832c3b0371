import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, FILLED } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast } from '../support/people.js';

const NAMES = ['Ann', 'Olga', 'Fay', 'Dora'] as const;
type Name = Lowercase<(typeof NAMES)[number]>;

let app: TestApplication;
let people: Record<Name, Json>;
let keys: Record<Name | 'program', string>;

beforeAll(async () => {
  app = await TestApplication.start();
  ({ people, keys } = await aCast(app, NAMES));
  const teamOf = (name: string, rep: Json) => app.must('POST', '/v1/teams', { name, repIds: [rep.id] });
  const [operations, finance] = [await teamOf('Operations', people.olga), await teamOf('Finance', people.fay)];
  const receiver = (name: string, team: Json, owner: Json, sections: string[]) => ({
    name,
    teamId: team.id,
    ownerOfDoneRepId: owner.id,
    checklist: [],
    sections,
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT40H',
  });
  await aHandoffKind(
    app,
    { teamId: operations.id, repId: people.dora.id },
    {
      ready: [
        { when: { not: { field: 'deal.product', op: 'eq', value: 'onsite' } }, text: 'Who works on site is named.' },
      ],
      receivers: [
        receiver('Operations', operations, people.olga, ['context', 'contacts']),
        receiver('Finance', finance, people.fay, ['billing']),
      ],
    },
  );
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const notificationsTo = async (who: Name, handoffId: string, type: string): Promise<string[]> =>
  (await notificationsOf(app, people[who]))
    .filter((each: Json) => each.type === type && each.handoffId === handoffId)
    .map(({ text }: Json) => text);

let deals = 0;
/** Creates a handoff of a hundred euros from Ann to Olga and Fay. */
async function aWin(exception?: object): Promise<{ deal: Json; id: string; path: string }> {
  deals += 1;
  const deal = await by('ann').must('POST', '/v1/deals', {
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}` },
    amount: '100.00',
    currency: 'EUR',
  });
  const { id } = deal.handoff;
  const { context: _, ...rest } = FILLED;
  await by('ann').must('PATCH', `/v1/handoffs/${id}/form`, exception === undefined ? FILLED : rest);
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`, exception && { exception });
  return { deal, id, path: `/v1/handoffs/${id}` };
}
let complaints: Json | undefined;
async function aComplaint(deal: Json): Promise<string> {
  if (complaints === undefined) {
    const [kind] = (await app.must('GET', '/v1/handoff-kinds')).data;
    const { id: _, version: __, createdAt: ___, updatedAt: ____, ...body } = kind;
    complaints = await app.must('POST', '/v1/handoff-kinds', { ...body, name: 'Complaint', start: { on: 'manual' } });
  }
  const { id } = await by('ann').must('POST', '/v1/handoffs', { kindId: complaints!.id, dealId: deal.id });
  await by('ann').must('PATCH', `/v1/handoffs/${id}/form`, FILLED);
  await by('ann').must('POST', `/v1/handoffs/${id}/start`);
  return `/v1/handoffs/${id}`;
}
const accept = (who: Name, path: string, name: string) => by(who).must('POST', `${path}/receivers/${name}/accept`);
const worth = ({ id }: Json, amount: string) => by('ann').must('PATCH', `/v1/deals/${id}`, { amount });
const fixed = (amount: string) => ({ billing: { lines: [{ kind: 'fixed', amount }] } });

describe('an amendment', () => {
  it('notifies the receivers who have accepted, if it concerns their sections of the form', async () => {
    const { id, path } = await aWin();
    await by('ann').must('PATCH', `${path}/form`, { context: 'Their shop is down' });
    // A receiver who has not accepted yet will read the form as it is then.
    expect(await notificationsTo('olga', id, 'handoff.amended')).toEqual([]);
    await accept('olga', path, 'Operations');
    await accept('fay', path, 'Finance');
    await by('ann').must('PATCH', `${path}/form`, { context: 'Their shop in Vienna is down' });
    expect(await notificationsTo('olga', id, 'handoff.amended')).toEqual([
      `“Sales to operations” of Website ${deals} was amended after Operations had accepted it: Context`,
    ]);
    expect(await notificationsTo('fay', id, 'handoff.amended')).toEqual([]);
    // An unchanged form is no amendment.
    await by('ann').must('PATCH', `${path}/form`, { context: 'Their shop in Vienna is down' });
    expect(await notificationsTo('olga', id, 'handoff.amended')).toHaveLength(1);
    // A receiver who is done has worked from the former text.
    await by('olga').must('POST', `${path}/receivers/Operations/done`);
    await by('ann').must('PATCH', `${path}/form`, { contacts: { dayToDay: { name: 'Lou' } } });
    expect((await notificationsTo('olga', id, 'handoff.amended'))[0]).toMatch(
      /: Contacts › Day-to-day contact › Name$/,
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('by an answer notifies like any other', async () => {
    const { id, path } = await aWin();
    await accept('olga', path, 'Operations');
    const { questions } = await by('fay').must('POST', `${path}/questions`, { text: 'Who pays?' });
    await by('ann').must('POST', `${path}/questions/${questions[0].id}/answer`, {
      text: 'Kim does',
      amend: { context: 'Kim pays' },
    });
    expect(await notificationsTo('olga', id, 'handoff.amended')).toHaveLength(1);
  });
});

describe('an amount that no longer fits what was handed over', () => {
  const asked = async (path: string): Promise<Json[]> =>
    (await by('ann').must('GET', path)).questions.map(({ text, to, toRepId, askedBy, answer }: Json) => ({
      text,
      to,
      toRepId,
      askedBy,
      answer,
    }));

  it('notifies giver and receivers, and awaits an answer', async () => {
    const { deal, id, path } = await aWin();
    await accept('fay', path, 'Finance');
    await worth(deal, '120.00');
    const text =
      'The deal is worth EUR 120.00 by now, which does not fit what was handed over:\n' +
      'The fixed lines add up to EUR 100.00, but the deal is worth EUR 120.00 net of tax: EUR 20.00 is missing.';
    expect(await asked(path)).toEqual([
      {
        text,
        to: 'giver',
        toRepId: people.ann.id,
        answer: null,
        askedBy: { type: 'system', rule: 'deals' },
      },
    ]);
    expect(await notificationsTo('ann', id, 'handoff.asked')).toEqual([
      expect.stringMatching(
        /^“Sales to operations” of Website \d+ does not fit its deal any more, which is worth EUR 120.00 by now: answer there which is right, by /,
      ),
    ]);
    const told = (worthNow: string) =>
      `“Sales to operations” of Website ${deals} does not fit its deal any more${worthNow}, and Ann was asked which is right`;
    expect([
      await notificationsTo('olga', id, 'handoff.dealChanged'),
      await notificationsTo('fay', id, 'handoff.dealChanged'),
    ]).toEqual([[told('')], [told(', which is worth EUR 120.00 by now')]]);
    const { clocks, questions } = await by('ann').must('GET', path);
    expect(questions[0].foundInForm.map(({ pointer }: Json) => pointer)).toEqual(['/billing/lines/0/amount']);
    expect(clocks).toContainEqual(expect.objectContaining({ kind: 'handoffQuestion', state: 'running', step: 1 }));
    await by('ann').must('POST', `${path}/questions/${questions[0].id}/answer`, { text: 'The rest is billed apart' });
    for (const who of ['olga', 'fay'] as const)
      expect(await notificationsTo(who, id, 'handoff.answered')).toHaveLength(1);
    // An answered question is not repeated when the same deal is reported again.
    await worth(deal, '120.00');
    expect(await asked(path)).toHaveLength(1);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('causes one question, which follows further changes and is settled when the form fits again', async () => {
    const { deal, id, path } = await aWin();
    await worth(deal, '120.00');
    const [{ dueAt }] = (await by('ann').must('GET', path)).clocks.filter(
      ({ kind }: Json) => kind === 'handoffQuestion',
    );
    await app.moveBy(60_000);
    await worth(deal, '130.00');
    const questions = await asked(path);
    expect(questions).toEqual([expect.objectContaining({ text: expect.stringContaining('EUR 30.00 is missing') })]);
    expect((await notificationsTo('ann', id, 'handoff.asked')).sort()).toEqual([
      expect.stringContaining('which is worth EUR 120.00 by now: answer there'),
      expect.stringContaining('which is worth EUR 130.00 by now: answer there'),
    ]);
    // A further change does not extend the deadline.
    expect((await by('ann').must('GET', path)).clocks).toContainEqual(
      expect.objectContaining({ kind: 'handoffQuestion', state: 'running', dueAt }),
    );
    expect(await notificationsTo('olga', id, 'handoff.dealChanged')).toHaveLength(2);
    await by('ann').must('PATCH', `${path}/form`, fixed('130.00'));
    expect(await asked(path)).toEqual([expect.objectContaining({ answer: 'The form fits the deal again.' })]);
    expect((await by('ann').must('GET', path)).clocks).toContainEqual(
      expect.objectContaining({ kind: 'handoffQuestion', state: 'met' }),
    );
    await worth(deal, '140.00');
    await worth(deal, '130.00');
    expect((await asked(path)).map(({ answer }) => answer)).toEqual([
      'The form fits the deal again.',
      'The form fits the deal again.',
    ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is settled as soon as the deal fits again, even if the form lacks something else', async () => {
    const { deal, path } = await aWin({
      deciderRepId: people.dora.id,
      reason: 'They wait',
      completeBy: new Date(app.time.now() + 10 * 86_400_000).toISOString(),
    });
    await worth(deal, '120.00');
    expect(await asked(path)).toMatchObject([{ answer: null }]);
    await worth(deal, '100.00');
    expect(await asked(path)).toMatchObject([{ answer: 'The form fits the deal again.' }]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('does not settle what an earlier change made unfit, until that fits as well', async () => {
    const { deal, path } = await aWin();
    const set = (fields: object) => by('ann').must('PATCH', `/v1/deals/${deal.id}`, fields);
    const lines = async () => (await asked(path)).map(({ text, answer }) => [text.split('\n').length - 1, answer]);
    await set({ amount: '120.00' });
    expect(await lines()).toEqual([[1, null]]);
    await set({ product: 'onsite' });
    const both = (await asked(path))[0]!.text;
    expect(both).toContain('EUR 20.00 is missing.');
    expect(both).toContain('Who works on site is named.');
    await set({ amount: '100.00' });
    expect(await lines()).toEqual([[1, null]]);
    await set({ product: 'remote' });
    expect((await asked(path)).map(({ answer }) => answer)).toEqual(['The form fits the deal again.']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is answered once in the timeline if the answer amends the form', async () => {
    const { deal, path } = await aWin();
    await worth(deal, '120.00');
    const [{ id }] = (await by('ann').must('GET', path)).questions;
    const answer = { text: 'They pay more', amend: fixed('120.00') };
    const { questions } = await by('ann').must('POST', `${path}/questions/${id}/answer`, answer);
    expect(questions).toMatchObject([{ answer: 'They pay more', formVersion: 3 }]);
    const { data } = await by('ann').must('GET', `${path}/timeline`);
    const texts = data.filter(({ type }: Json) => type === 'handoff.answered').map(({ text }: Json) => text);
    expect(texts).toEqual([
      expect.stringMatching(
        /^Question 1, “The deal is worth EUR 120\.00 by now.*”, was answered by Ann, and the form amended: “They pay more”$/,
      ),
    ]);
  });

  it('is settled by an amendment that corrects it, whatever else the form lacks', async () => {
    const { deal, path } = await aWin({
      deciderRepId: people.dora.id,
      reason: 'They wait',
      completeBy: new Date(app.time.now() + 10 * 86_400_000).toISOString(),
    });
    await worth(deal, '120.00');
    await by('ann').must('PATCH', `${path}/form`, fixed('110.00'));
    expect(await asked(path)).toMatchObject([{ text: expect.stringContaining('EUR 10.00 is missing'), answer: null }]);
    await by('ann').must('PATCH', `${path}/form`, fixed('120.00'));
    expect(await asked(path)).toMatchObject([{ answer: 'The form fits the deal again.' }]);
    expect((await by('ann').must('GET', path)).missing).not.toEqual([]);
  });

  it('is not mentioned if only the product does not fit', async () => {
    const { deal, path } = await aWin();
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '120.00', product: 'onsite' });
    await worth(deal, '100.00');
    expect(await asked(path)).toMatchObject([
      { text: 'The deal was changed, and does not fit what was handed over:\nWho works on site is named.' },
    ]);
  });

  it('that is removed from an open deal is described in words', async () => {
    const deal = await by('ann').must('POST', '/v1/deals', {
      name: 'Not won yet',
      account: { name: 'Acme' },
      amount: '100.00',
      currency: 'EUR',
    });
    const path = await aComplaint(deal);
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: null, currency: null });
    expect(await asked(path)).toMatchObject([
      {
        text:
          'The deal has no amount by now, which does not fit what was handed over:\n' +
          'The fixed lines add up to 100.00, but the deal has no amount yet.',
      },
    ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('causes no question if it fits, or in a draft or cancelled handoff; if done, it is only notified', async () => {
    const { deal, id, path } = await aWin();
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { name: 'Another name' });
    expect(await asked(path)).toEqual([]);
    for (const [who, name] of [
      ['olga', 'Operations'],
      ['fay', 'Finance'],
    ] as const) {
      await accept(who, path, name);
      await by(who).must('POST', `${path}/receivers/${name}/done`);
    }
    await worth(deal, '120.00');
    expect(await asked(path)).toEqual([]);
    const told =
      '“Sales to operations” of Another name does not fit its deal any more, which is worth EUR 120.00 by now, but is already done: see what has changed';
    expect([
      await notificationsTo('fay', id, 'handoff.dealChanged'),
      await notificationsTo('ann', id, 'handoff.dealChanged'),
    ]).toEqual([[told], [told]]);
    const called = await aWin();
    await by('ann').must('POST', `/v1/deals/${called.deal.id}/reopen`);
    await worth(called.deal, '120.00');
    expect(await asked(called.path)).toEqual([]);
    expect((await by('ann').must('GET', called.path)).state).toBe('cancelled');
    const draft = await by('ann').must('POST', '/v1/deals', {
      name: 'Not won yet',
      account: { name: 'Acme' },
      amount: '100.00',
      currency: 'EUR',
    });
    const ofDraft = `/v1/handoffs/${draft.handoff.id}`;
    await by('ann').must('PATCH', `${ofDraft}/form`, FILLED);
    await worth(draft, '120.00');
    expect([(await by('ann').must('GET', ofDraft)).state, await asked(ofDraft)]).toEqual(['draft', []]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('causes a question in a handoff begun by hand for the deal as well', async () => {
    const { deal } = await aWin();
    const path = await aComplaint(deal);
    await worth(deal, '120.00');
    expect(await asked(path)).toHaveLength(1);
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});

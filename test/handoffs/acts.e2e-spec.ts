import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, FILLED } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';

const NAMES = ['Ann', 'Olga', 'Dora'] as const;

let app: TestApplication;
let keys: Record<(typeof NAMES)[number], string>;
let ids: Record<(typeof NAMES)[number], string>;

beforeAll(async () => {
  app = await TestApplication.start();
  const made = await Promise.all(NAMES.map((name) => aRep(app, name)));
  ids = Object.fromEntries(made.map(({ id, name }: Json) => [name, id])) as typeof ids;
  const ofReps = await Promise.all(NAMES.map(async (name) => [name, await app.keyFor(['rep'], ids[name])]));
  keys = Object.fromEntries(ofReps) as typeof keys;
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [ids.Olga] });
  const terms = { acknowledgeWithin: 'PT4H', completeWithin: 'PT100H', ownerOfDoneRepId: ids.Olga, teamId: team.id };
  const receivers = [{ name: 'Operations', checklist: [{ text: 'Account made' }], ...terms }];
  await aHandoffKind(app, { teamId: team.id, repId: ids.Dora }, { receivers });
});
afterAll(() => app.stop());

const bodyOf = (act: string): unknown => {
  const dueAt = new Date(app.time.now() + HOUR).toISOString();
  const bodies: Json = {
    form: {},
    cancel: { reason: 'x' },
    told: {},
    decide: { note: 'Go on' },
    links: { for: 'form' },
    questions: { text: 'Which?', to: 'Operations' },
    blockers: { text: 'No access', ownerRepId: ids.Olga, dueAt },
    return: { missing: ['/context'], note: 'Which shop?' },
    schedule: { at: dueAt },
    checklist: { done: [] },
  };
  return bodies[act];
};
const OF_HANDOFF = ['form', 'start', 'cancel', 'told', 'decide', 'questions', 'blockers', 'links'];
const OF_RECEIVER = ['accept', 'return', 'schedule', 'checklist', 'done', 'links'];
const REFUSED = [403, 409];

type Name = (typeof NAMES)[number];

/** Checks that actions not offered are refused. @returns those offered to each: on the handoff, then as its receiver */
async function offered(path: string): Promise<Json> {
  const said: Json = {};
  for (const name of NAMES) {
    const { status, body } = await app.ask('GET', path, undefined, { key: keys[name] });
    if (status === 404) continue;
    const [receiver] = body.receivers;
    said[name] = [body.role.may.join(' '), ...(receiver === undefined ? [] : [receiver.may.join(' ')])];
    const refused = async (act: string, method: string, at: string, sent: unknown) => {
      const answer = await app.ask(method, at, sent, { key: keys[name] });
      expect([name, act, REFUSED.includes(answer.status)]).toEqual([name, act, true]);
    };
    for (const act of without(OF_HANDOFF, body.role.may))
      await refused(act, act === 'form' ? 'PATCH' : 'POST', `${path}/${act}`, bodyOf(act));
    if (receiver === undefined) continue;
    // An action that was done may be repeated.
    const again = { accepted: ['accept'], done: ['done'] }[receiver.state as string] ?? [];
    for (const act of without(OF_RECEIVER, [...receiver.may, ...again])) {
      const method = act === 'checklist' ? 'PUT' : 'POST';
      const ofLink = [`${path}/links`, { for: receiver.name }] as const;
      const [at, sent] = act === 'links' ? ofLink : [`${path}/receivers/${receiver.name}/${act}`, bodyOf(act)];
      await refused(act, method, at, sent);
    }
  }
  return said;
}

it('offers no links where they cannot be signed, and the setup says what is missing', async () => {
  const bare = await TestApplication.start(undefined, { environment: { secretsKey: undefined } });
  const ann = await aRep(bare, 'Ann');
  const team = await bare.must('POST', '/v1/teams', { name: 'Operations', repIds: [ann.id] });
  const warnings = async () => {
    const found: Json[] = (await bare.must('GET', '/v1/setup')).warnings;
    return found.filter(({ code }) => code === 'handoffsWithoutLinks').map(({ text }) => text);
  };
  expect(await warnings()).toEqual([]);
  await aHandoffKind(bare, { teamId: team.id, repId: ann.id });
  expect(await warnings()).toEqual([expect.stringContaining('set SECRETS_KEY')]);
  const deal = await bare.must('POST', '/v1/deals', {
    name: 'Website',
    ownerRepId: ann.id,
    account: { name: 'Acme' },
    amount: '100.00',
    currency: 'EUR',
  });
  const { role } = await bare.must('GET', `/v1/handoffs/${deal.handoff.id}`);
  expect(role.may).toEqual(['form']);
  await bare.stop();
});

const without = (all: readonly string[], some: readonly string[]) => all.filter((each) => !some.includes(each));

it('a handoff lists what each party may do with it now, and refuses everything else', async () => {
  const by = (name: Name, method: string, path: string, body?: unknown): Promise<Json> =>
    app.must(method, path, body, { key: keys[name] });
  const deal = await by('Ann', 'POST', '/v1/deals', {
    name: 'Website',
    account: { name: 'Acme' },
    amount: '100.00',
    currency: 'EUR',
  });
  const path = `/v1/handoffs/${deal.handoff.id}`;
  const receive = (act: string, method = 'POST') =>
    by('Olga', method, `${path}/receivers/Operations/${act}`, bodyOf(act));
  expect(await offered(path)).toEqual({ Ann: ['form links'], Dora: [''] });

  await by('Ann', 'PATCH', `${path}/form`, FILLED);
  await by('Ann', 'POST', `/v1/deals/${deal.id}/win`);
  const giving = 'form told questions blockers links';
  expect(await offered(path)).toEqual({
    Ann: [giving, ''],
    Olga: ['questions blockers', 'accept return links'],
    Dora: ['', ''],
  });

  const { questions } = await by('Ann', 'POST', `${path}/questions`, bodyOf('questions'));
  const mayAnswer = async (name: Name) => (await by(name, 'GET', path)).questions[0].mayAnswer;
  expect(await Promise.all(NAMES.map(mayAnswer))).toEqual([false, true, false]);
  await by('Olga', 'POST', `${path}/questions/${questions[0].id}/answer`, { text: 'The first' });
  expect(await mayAnswer('Olga')).toBe(false);

  await receive('accept');
  const { blockers } = await by('Ann', 'POST', `${path}/blockers`, {
    ...(bodyOf('blockers') as Json),
    ownerRepId: ids.Dora,
  });
  const mayResolve = async (name: Name) => (await by(name, 'GET', path)).blockers[0].mayResolve;
  expect(await Promise.all(NAMES.map(mayResolve))).toEqual([true, true, true]);
  await by('Dora', 'POST', `${path}/blockers/${blockers[0].id}/resolve`, {});
  expect(await mayResolve('Dora')).toBe(false);
  expect((await offered(path)).Olga).toEqual(['questions blockers', 'return schedule checklist done links']);

  // After the deadline no date can be scheduled, and the miss awaits a decision.
  await app.moveBy(30 * 24 * HOUR);
  expect(await offered(path)).toEqual({
    Ann: [giving, ''],
    Olga: ['questions blockers', 'return checklist done links'],
    Dora: ['decide', ''],
  });

  await receive('return');
  expect(await offered(path)).toMatchObject({
    Ann: [`form start ${giving.slice(5)}`, ''],
    Olga: ['questions blockers', 'links'],
  });
  await by('Ann', 'PATCH', `${path}/form`, { context: 'Their web shop is slow' });
  await receive('accept');
  await by('Olga', 'PUT', `${path}/receivers/Operations/checklist`, { done: [0] });
  await receive('done');
  expect(await offered(path)).toEqual({ Ann: ['told', ''], Olga: ['', ''], Dora: ['', ''] });
});

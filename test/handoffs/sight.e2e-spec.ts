import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, FILLED } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';

const NAMES = ['ann', 'new', 'olga', 'mate', 'dora', 'decider', 'helper', 'keeper', 'boss', 'lead', 'nobody'] as const;
type Name = (typeof NAMES)[number];
let app: TestApplication;
const reps = {} as Record<Name, Json>;
const keys = {} as Record<Name, string>;

beforeAll(async () => {
  app = await TestApplication.start();
  for (const name of NAMES) reps[name] = await aRep(app, name);
  for (const name of NAMES)
    keys[name] = await app.keyFor([name === 'boss' || name === 'lead' ? 'manager' : 'rep'], reps[name].id);
  // Their manager may see more than ten reps; above ten, the list first scans the next handoffs.
  const crew = await Promise.all(Array.from({ length: 12 }, (_, index) => aRep(app, `Crew${index}`)));
  const sales = [reps.ann, ...crew].map(({ id }) => id);
  await app.must('POST', '/v1/teams', { name: 'Sales', repIds: sales, managerId: reps.boss.id });
  const team = await app.must('POST', '/v1/teams', {
    name: 'Operations',
    repIds: [reps.olga.id, reps.mate.id],
    managerId: reps.lead.id,
  });
  const kind = { teamId: team.id, repId: reps.dora.id };
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: reps.olga.id, checklist: [] };
  await aHandoffKind(app, kind, { receivers: [{ ...receiver, acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' }] });
});
afterAll(() => app.stop());

let made = 0;
async function aDeal(ownerRepId: string): Promise<Json> {
  made += 1;
  const account = { name: `Acme ${made}` };
  return app.must('POST', '/v1/deals', {
    name: `Deal ${made}`,
    account,
    amount: '100.00',
    currency: 'EUR',
    ownerRepId,
  });
}
async function aRunning(): Promise<Json> {
  const deal = await aDeal(reps.ann.id);
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, FILLED);
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  return deal;
}

describe('the handoffs that a rep can see', () => {
  it('are exactly those that they may open, for each way to be a party', async () => {
    const draft = await aDeal(reps.ann.id);
    const running = await aRunning();
    const passedOn = await aRunning();
    await app.must('PATCH', `/v1/deals/${passedOn.id}`, { ownerRepId: reps.new.id });
    const excepted = await aDeal(reps.ann.id);
    await app.must('POST', `/v1/deals/${excepted.id}/win`, {
      exception: { deciderRepId: reps.decider.id, reason: 'They wait', completeBy: '2026-03-20T00:00:00Z' },
    });
    const blocked = await aRunning();
    await app.must('POST', `/v1/handoffs/${blocked.handoff.id}/blockers`, {
      text: 'No access',
      ownerRepId: reps.helper.id,
      dueAt: new Date(app.time.now() + 3_600_000).toISOString(),
    });
    const lost = await aDeal(reps.ann.id);
    await app.must('POST', `/v1/deals/${lost.id}/lose`, { reason: 'price' });
    const byHand = await app.must('POST', '/v1/handoff-kinds', await manualKind());
    const account = await app.must('POST', '/v1/accounts', { name: 'Kept', ownerRepId: reps.keeper.id });
    const manual = await app.must('POST', '/v1/handoffs', { kindId: byHand.id, accountId: account.id });

    const all: string[] = [
      ...[draft, running, passedOn, excepted, blocked, lost].map((deal) => deal.handoff?.id),
      manual.id,
    ];
    const { data } = await app.must('GET', '/v1/handoffs');
    expect(data.map(({ id }: Json) => id).sort()).toEqual([...all].sort());
    const shownTo: Partial<Record<Name, number>> = {};
    for (const name of NAMES) {
      const list = await app.must('GET', '/v1/handoffs', undefined, { key: keys[name] });
      const statuses = await Promise.all(
        all.map(async (id) => (await app.ask('GET', `/v1/handoffs/${id}`, undefined, { key: keys[name] })).status),
      );
      const listed = all.map((id) => (list.data.some((each: Json) => each.id === id) ? 200 : 404));
      expect([name, listed]).toEqual([name, statuses]);
      shownTo[name] = list.data.length;
    }
    expect(shownTo).toEqual({
      ann: 5,
      new: 1,
      olga: 4,
      mate: 4,
      dora: 7,
      decider: 1,
      helper: 1,
      keeper: 1,
      boss: 5,
      lead: 4,
      nobody: 0,
    });
  });

  it('come in pages and can be filtered, for each rep alike', async () => {
    const page = async (query: string, who: Name) =>
      app.must('GET', `/v1/handoffs?${query}`, undefined, { key: keys[who] });
    const ids = async (query: string, who: Name) => (await page(query, who)).data.map(({ id }: Json) => id);
    const whole = await ids('', 'dora');
    const first = await page('limit=3', 'dora');
    const rest = await ids(`limit=100&cursor=${first.nextCursor}`, 'dora');
    expect([...first.data.map(({ id }: Json) => id), ...rest]).toEqual(whole);
    const [one, two] = [await page('limit=2', 'boss'), await ids('', 'boss')];
    expect(
      [one, await page(`limit=2&cursor=${one.nextCursor}`, 'boss')].flatMap(({ data }) =>
        data.map(({ id }: Json) => id),
      ),
    ).toEqual(two.slice(0, 4));
    const early = encodeURIComponent('2026-03-01T00:00:00,5Z');
    expect(await ids(`startedFrom=${early}`, 'mate')).toEqual(await ids('', 'mate'));
    expect(await ids(`startedTo=${early}`, 'mate')).toEqual([]);
    expect(await ids('state=running', 'mate')).toEqual(await ids('', 'mate'));
    expect(await ids('state=draft', 'mate')).toEqual([]);
    expect(await ids('state=draft', 'dora')).toHaveLength(2);
    expect(await ids(`receiverRepId=${reps.olga.id}`, 'ann')).toHaveLength(3);
    expect(await ids(`receiverRepId=${reps.mate.id}`, 'ann')).toEqual([]);
  });

  it('can be sorted by due date, those without a deadline last, and say what the reader may do', async () => {
    const page = (query: string, who: Name): Promise<Json> =>
      app.must('GET', `/v1/handoffs?sort=dueAt&${query}`, undefined, { key: keys[who] });
    for (const who of ['dora', 'boss', 'mate'] as const) {
      const { data } = await page('', who);
      const due = data.map(({ clocks, receivers }: Json) =>
        [...clocks, ...receivers.flatMap((each: Json) => each.clocks)]
          .filter(({ state, metAt }: Json) => ['running', 'breached'].includes(state) && metAt === undefined)
          .map(({ dueAt }: Json) => dueAt)
          .sort()
          .at(0),
      );
      const timed = due.filter((dueAt: string | undefined) => dueAt !== undefined);
      expect(due).toEqual([...[...timed].sort(), ...due.slice(timed.length)]);
      const first = await page('limit=2', who);
      const rest = first.nextCursor === null ? [] : (await page(`cursor=${first.nextCursor}`, who)).data;
      const ids = (rows: Json[]) => rows.map(({ id }) => id);
      expect(ids([...first.data, ...rest])).toEqual(ids(data));
      const others = await app.must('GET', '/v1/handoffs', undefined, { key: keys[who] });
      expect(ids(data).sort()).toEqual(ids(others.data).sort());
    }
    const [running] = (await page('state=running', 'mate')).data;
    expect(running).toMatchObject({
      role: { gives: false, decides: false, receives: ['Operations'] },
      startsOn: 'deal.won',
      receivers: [{ sections: null }],
    });
    expect(running.people).toEqual(
      expect.arrayContaining([
        { repId: reps.ann.id, name: 'ann' },
        { repId: reps.olga.id, name: 'olga' },
      ]),
    );
  });

  it('include one with a blocker of theirs, until it is resolved', async () => {
    const { handoff } = await aRunning();
    const path = `/v1/handoffs/${handoff.id}`;
    const due = { ownerRepId: reps.nobody.id, dueAt: new Date(app.time.now() + 3_600_000).toISOString() };
    const { blockers } = await app.must('POST', `${path}/blockers`, { text: 'No access', ...due });
    const seen = async () => {
      const { status } = await app.ask('GET', path, undefined, { key: keys.nobody });
      const { data } = await app.must('GET', '/v1/handoffs', undefined, { key: keys.nobody });
      return [status, data.length];
    };
    expect(await seen()).toEqual([200, 1]);
    await app.must('POST', `${path}/blockers/${blockers[0].id}/resolve`, {}, { key: keys.nobody });
    expect(await seen()).toEqual([404, 0]);
  });

  it('follow their own version of the kind once they have started, and the newest one before', async () => {
    const { data: kinds } = await app.must('GET', '/v1/handoff-kinds');
    const kind = kinds.find(({ start }: Json) => start.on === 'deal.won');
    const [draft, running, lost] = [await aDeal(reps.ann.id), await aRunning(), await aDeal(reps.ann.id)];
    await app.must('POST', `/v1/deals/${lost.id}/lose`, { reason: 'price' });
    const all = [draft, running, lost].map(({ handoff }) => handoff.id);
    const seenBy = async (name: Name): Promise<boolean[]> => {
      const { data } = await app.must('GET', '/v1/handoffs?limit=1000', undefined, { key: keys[name] });
      const listed = all.map((id) => data.some((each: Json) => each.id === id));
      const opened = await Promise.all(
        all.map(async (id) => (await app.ask('GET', `/v1/handoffs/${id}`, undefined, { key: keys[name] })).status),
      );
      expect(opened.map((status) => status === 200)).toEqual(listed);
      return listed;
    };
    expect([await seenBy('dora'), await seenBy('nobody')]).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
    const escalation = { ...kind.escalation, deciderRepId: reps.nobody.id };
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, { ...kind, escalation });
    const since = [
      [false, true, false],
      [true, false, true],
    ];
    expect([await seenBy('dora'), await seenBy('nobody')]).toEqual(since);
    await app.delete(`/v1/handoff-kinds/${kind.id}`);
    expect([await seenBy('dora'), await seenBy('nobody')]).toEqual(since);
  });
});

async function manualKind(): Promise<Json> {
  const [kind] = (await app.must('GET', '/v1/handoff-kinds')).data;
  const { id: _, version: __, createdAt: ___, updatedAt: ____, warnings: _____, ...body } = kind;
  return {
    ...body,
    name: 'Complaint',
    start: { on: 'manual' },
    ready: [],
    form: { type: 'object', properties: { what: { type: 'string', title: 'What' } } },
    clientToldWithin: undefined,
  };
}

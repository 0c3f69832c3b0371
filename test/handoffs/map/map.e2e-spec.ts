import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../../support/application.js';
import { Client } from '../../support/client.js';
import { aHandoffKind } from '../../support/handoffs.js';
import { textOf } from '../../support/html-page.js';
import { DAY, HOUR } from '../../support/instants.js';
import type { Json } from '../../support/json.js';
import { aRep, nineToFive } from '../../support/people.js';

/** A Monday morning. */
const MONDAY = '2026-03-02T09:00:00.000Z';
const FROM = '2026-03-01T00:00:00Z';
const PUBLIC_URL = 'https://leads.example.com';
const NOWHERE = '00000000-0000-7000-8000-000000000000';
const FORM = {
  type: 'object',
  required: ['promised'],
  properties: {
    promised: { type: 'string', title: 'What was promised' },
    amounts: { type: 'string', title: 'Amounts' },
  },
};

let app: TestApplication;
let browser: Client;
let people: Record<'ann' | 'olga' | 'fay' | 'dora', Json>;
let keys: Record<keyof typeof people, string>;
let teams: Json[];
let kind: Json;
let delivered: Json;
let deals = 0;

const receiverOf = (name: string, index: number, fields: object = {}) => ({
  name,
  teamId: teams[index]!.id,
  ownerOfDoneRepId: [people.olga, people.fay][index]!.id,
  checklist: [],
  acknowledgeWithin: 'PT4H',
  completeWithin: 'PT16H',
  ...fields,
});

beforeAll(async () => {
  app = await TestApplication.start(MONDAY, { environment: { publicUrl: PUBLIC_URL } });
  browser = new Client(app.url);
  await nineToFive(app, { timeZone: 'UTC' });
  const made = await Promise.all(
    ['Ann', 'Olga', 'Fay', 'Dora'].map((name) => aRep(app, name, name === 'Fay' ? { name: 'Fay <of finance>' } : {})),
  );
  people = { ann: made[0]!, olga: made[1]!, fay: made[2]!, dora: made[3]! };
  keys = {} as typeof keys;
  for (const [name, { id }] of Object.entries(people)) keys[name as 'ann'] = await app.keyFor(['rep'], id);
  teams = await Promise.all(
    [people.olga, people.fay].map(({ id, name }) =>
      app.must('POST', '/v1/teams', { name: `Team ${name}`, repIds: [id] }),
    ),
  );
  const decides = { teamId: teams[0]!.id, repId: people.dora.id };
  kind = await aHandoffKind(app, decides, {
    name: 'Won',
    form: FORM,
    ready: [],
    receivers: [receiverOf('Operations', 0, { sections: ['promised'] }), receiverOf('Finance', 1)],
    exceptions: [{ name: 'Work begins before the signature', treatment: 'escalate' }],
  });
  delivered = await aHandoffKind(app, decides, {
    name: 'Delivered',
    start: { on: 'delivery.completed' },
    form: FORM,
    ready: [],
    receivers: [receiverOf('Finance', 1)],
  });

  // Finance is late and returns it; operations accepts it within an hour.
  const first = await won();
  await app.moveBy(HOUR);
  await act('olga', `${first}/receivers/Operations/accept`);
  await app.moveBy(5 * HOUR);
  const { id: questionId } = (await act('fay', `${first}/questions`, { text: 'Which amounts?' })).questions[0];
  await act('fay', `${first}/receivers/Finance/return`, { missing: ['/amounts'], note: 'Without amounts?' });
  await act('ann', `${first}/questions/${questionId}/answer`, { text: 'These', amend: { amounts: '3' } });
  await app.moveBy(HOUR);
  await act('fay', `${first}/receivers/Finance/accept`);
  // Two more are handed over by an exception.
  for (const reason of ['work begins before   the Signature, again', 'They wait']) {
    const path = await won({}, { deciderRepId: people.dora.id, reason, completeBy: at(2 * DAY) });
    const { blockers } = await act('olga', `${path}/blockers`, {
      text: 'No access',
      ownerRepId: people.ann.id,
      dueAt: at(DAY),
    });
    await act('ann', `${path}/blockers/${blockers[0].id}/resolve`, { lesson: 'Ask with the order' });
  }
});
afterAll(() => app.stop());

const at = (ms: number) => new Date(app.time.now() + ms).toISOString();
const act = (who: keyof typeof people, path: string, body?: object) => app.must('POST', path, body, { key: keys[who] });
const read = (path: string, who?: keyof typeof people): Promise<Json> =>
  app.must('GET', path, undefined, who && { key: keys[who] });
const mapOf = (query = '', who?: keyof typeof people) => read(`/v1/handoffs/map?from=${FROM}${query}`, who);

async function won(form: object = { promised: 'All' }, exception?: object): Promise<string> {
  deals += 1;
  const deal = await app.must('POST', '/v1/deals', {
    name: `Shop ${deals}`,
    account: { name: `Acme ${deals}` },
    amount: '1.00',
    currency: 'EUR',
    ownerRepId: people.ann.id,
  });
  const path = `/v1/handoffs/${deal.handoff.id}`;
  await app.must('PATCH', `${path}/form`, form, { key: keys.ann });
  await act('ann', `/v1/deals/${deal.id}/win`, exception && { exception });
  return path;
}

describe('the map of a kind', () => {
  it('shows stages with their owners, inputs and outputs, and the outcomes on each arrow', async () => {
    const { workflows, mermaid, worst } = await mapOf(`&kind=${kind.id}`);
    expect(workflows).toHaveLength(1);
    const [{ stages, arrows, exceptions, decider }] = workflows;
    expect(stages.map(({ id, name, owner, team, input }: Json) => [id, name, owner, team, input.join()])).toEqual([
      ['start', kind.moment, null, null, ''],
      ['giver', 'Owner of the deal', 'Owner of the deal', null, ''],
      ['r1', 'Operations', 'Olga', 'Team Olga', 'What was promised'],
      ['r1done', 'Operations is done', null, null, ''],
      ['r2', 'Finance', 'Fay <of finance>', 'Team Fay <of finance>', 'What was promised,Amounts'],
      ['r2done', 'Finance is done', null, null, ''],
    ]);
    const by = (from: string, to: string) => arrows.find((each: Json) => each.from === from && each.to === to);
    expect(by('giver', 'r1')).toMatchObject({
      within: '4 hours',
      isWorst: false,
      why: null,
      stalls: { missed: 0 },
      rework: { returns: 0 },
      taken: { ended: 1, kept: 1, missed: 0, elapsed: { medianSeconds: 3_600 }, working: { p90Seconds: 3_600 } },
    });
    expect(by('giver', 'r2')).toMatchObject({
      isWorst: true,
      stalls: { missed: 1, unfinished: 0 },
      questions: { asked: 1, answered: { ended: 1 } },
      rework: { returned: 1, returns: 1, redone: { ended: 1 } },
      taken: { missed: 1, working: { medianSeconds: 3_600, p90Seconds: 6 * 3_600 } },
    });
    expect(worst).toMatchObject({ kindId: kind.id, from: 'giver', to: 'r2', between: 'Owner of the deal → Finance' });
    expect(worst.why).toMatch(
      /^Owner of the deal → Finance: 1 of \d was not accepted or returned within 4 hours; it came back once/,
    );
    expect(exceptions).toEqual([
      { name: 'Work begins before the signature', treatment: 'escalate', words: 'decided each time' },
    ]);
    expect(decider).toMatchObject({ name: 'Dora', within: '8 hours' });
    // Links count from 0: from the start, to and from operations, to finance.
    expect(mermaid).toContain('  linkStyle 3 stroke:');
    expect(mermaid).toMatch(
      /giver -->\|"What was promised, Amounts<br\/>accepted or returned in 1 hour of work, nine of ten in 6 hours/,
    );
  });

  it('still counts what a receiver got that is no longer in the kind', async () => {
    const { data } = await read(`/v1/reports/handoffs?from=${FROM}&by=kind&kind=${kind.id}`);
    const {
      id,
      version: _,
      createdAt: _c,
      updatedAt: _u,
      warnings: _w,
      ...body
    } = await read(`/v1/handoff-kinds/${kind.id}`);
    const etag = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
    const other = { ...body, receivers: [body.receivers[0]] };
    await app.must('PUT', `/v1/handoff-kinds/${id}`, other, etag(1));
    const [{ stages, arrows, numbers }] = (await mapOf(`&kind=${kind.id}`)).workflows;
    expect(stages.at(-2)).toMatchObject({ name: 'Finance', team: 'receives nothing any more' });
    expect(arrows.filter(({ isWorst }: Json) => isWorst).map(({ to }: Json) => to)).toEqual(['r2']);
    expect(numbers.receivers).toBe(data[0].receivers);
    await app.must('PUT', `/v1/handoff-kinds/${id}`, body, etag(2));
  });
});

describe('the map of all kinds', () => {
  it('shows how they follow each other, and the worst arrow of all', async () => {
    const { follows, workflows, mermaid, worst } = await mapOf();
    expect(follows).toEqual([
      { on: 'deal.won', words: 'A deal is won', kindIds: [kind.id] },
      { on: 'delivery.completed', words: 'It is delivered', kindIds: [delivered.id] },
    ]);
    expect(workflows.map(({ name }: Json) => name)).toEqual(['Won', 'Delivered']);
    expect(mermaid.split('\n')).toEqual(
      expect.arrayContaining([
        '  deal_won ==> delivery_completed',
        '  deal_won --> k1',
        '  delivery_completed --> k2',
        '  style k1 stroke:#b00020,stroke-width:5px',
      ]),
    );
    expect(worst.kind).toBe('Won');
  });

  it('has no worst arrow if nothing went wrong', async () => {
    const { worst, workflows } = await read(`/v1/handoffs/map?from=2026-01-01T00:00:00Z&to=${FROM}`);
    expect(worst).toBeNull();
    expect(workflows.flatMap(({ arrows }: Json) => arrows.map(({ words }: Json) => words))).toEqual(
      Array.from({ length: 8 }, () => []),
    );
  });

  it('leaves out a deleted kind without handoffs, but shows it on request', async () => {
    const gone = await aHandoffKind(
      app,
      { teamId: teams[0]!.id, repId: people.dora.id },
      { name: 'Gone', start: { on: 'manual' }, form: FORM, ready: [], receivers: [receiverOf('Operations', 0)] },
    );
    await app.ask('DELETE', `/v1/handoff-kinds/${gone.id}`, undefined, { headers: { 'if-match': '"1"' } });
    expect((await mapOf()).workflows.map(({ name }: Json) => name)).not.toContain('Gone');
    const [{ isDeleted }] = (await mapOf(`&kind=${gone.id}`)).workflows;
    expect(isDeleted).toBe(true);
  });

  it('shows a rep the numbers of handoffs that they gave or answer for', async () => {
    const handoffs = async (who: keyof typeof people) =>
      (await mapOf(`&kind=${kind.id}`, who)).workflows[0].numbers.handoffs;
    expect(await handoffs('ann')).toBe(3);
    expect(await handoffs('dora')).toBe(0);
  });
});

it('the diagnosis answers the questions of a workshop with numbers', async () => {
  const { answers, numbers, worst } = await read(`/v1/handoffs/diagnosis?from=${FROM}`);
  const text = Object.fromEntries(answers.map(({ about, text: said }: Json) => [about, said]));
  expect(Object.keys(text)).toEqual(['ends', 'hands', 'stalls', 'chased', 'redone']);
  expect(numbers).toMatchObject({
    handoffs: 3,
    receivers: 6,
    returns: 1,
    questions: 1,
    blockers: 2,
    exceptions: 2,
    changesOfHands: 8,
    amendments: 1,
  });
  expect(text.ends).toContain(
    'A deal is won: Won. It is delivered: Delivered. Won was handed over 3 times by the owner of the deal, and ends when Operations and Finance have processed it: none has ended yet.',
  );
  expect(text.hands).toBe(
    '3 handoffs went to 6 receivers; 1 came back, and 1 of these went out again. So the work changed hands 8 times, 2.7 times for each handoff.',
  );
  expect(text.stalls).toContain(
    'Most often at Owner of the deal → Finance (Won): 1 of 4 was not accepted or returned within 4 hours',
  );
  expect(text.ends).toMatch(
    /In all 3 handoffs began, and (none has come to its end|1 has come to its end|[23] have come to their end)/,
  );
  expect(text.stalls).toContain('2 blockers held it up.');
  expect(text.chased).toMatch(/^1 question was asked, 0.33 per handoff: 1 asked at Owner of the deal → Finance\./);
  expect(text.redone).toMatch(
    /^1 of 6 receivers returned it, once in all: .*Forms were amended once after the handover, and 2 began by an exception/,
  );
  expect(worst.between).toBe('Owner of the deal → Finance');
});

describe('the report of exceptions', () => {
  const reasons = async (query = '', who?: keyof typeof people): Promise<Json[]> =>
    (await read(`/v1/reports/handoff-exceptions?from=${FROM}${query}`, who)).data;

  it('lists the most frequent ones first, with the decisions about each', async () => {
    const data = await reasons();
    expect(data.map(({ what, text, times }) => [what, text, times])).toEqual([
      ['blocker', 'No access', 2],
      ['exception', expect.any(String), 1],
      ['exception', expect.any(String), 1],
    ]);
    expect(data[0]).toMatchObject({ open: 0, lessons: ['Ask with the order'], treatments: [] });
    const known = data.find(({ text }) => text === 'Work begins before the signature')!;
    expect(known).toMatchObject({
      treatments: ['escalate'],
      pending: 1,
      overdue: 0,
      madeUpFor: 0,
      decidedBy: [{ repId: people.dora.id, name: 'Dora', times: 1 }],
      sentence:
        '“Work begins before the signature” once: granted by Dora; 1 still to be completed. It is known, and decided each time.',
    });
    expect(await reasons('&limit=1')).toHaveLength(1);
    const headers = { accept: 'text/csv' };
    const file = await app.ask('GET', `/v1/reports/handoff-exceptions?from=${FROM}`, undefined, { headers });
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [header, first, ...others] = String(file.body).trimEnd().split('\r\n');
    expect(header).toBe(
      'what,text,times,handoffs,treatments,decidedBy,madeUpFor,overdue,pending,open,lessons,kindIds,sentence',
    );
    expect(first).toMatch(/^blocker,No access,2,\d,,,0,0,0,0,Ask with the order,/);
    expect(others.find((line) => line.includes('before the signature'))).toContain(',escalate,Dora (1),0,0,1,0,,');
    expect(await reasons('', 'dora')).toEqual([]);
    expect(await reasons(`&kind=${delivered.id}`)).toEqual([]);
  });
});

describe('an invalid query', () => {
  it.each(['/v1/handoffs/map', '/v1/handoffs/diagnosis', '/v1/reports/handoff-exceptions', '/v1/reports/handoffs'])(
    'is refused by %s with the fault',
    async (path) => {
      const faultsOf = async (query: string) => {
        const { status, body } = await app.ask('GET', `${path}?${query}`);
        return [status, ...body.errors.map(({ pointer, message }: Json) => `${pointer} ${message}`)];
      };
      expect(await faultsOf(`kind=${NOWHERE}`)).toEqual([422, `/kind There is no kind of handoff ${NOWHERE}.`]);
      expect((await app.ask('GET', `${path}?kind=${delivered.id.toUpperCase()}`)).status).toBe(200);
      expect(await faultsOf('kind=won')).toEqual([422, expect.stringContaining('/kind ')]);
      expect(await faultsOf('from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z')).toEqual([
        422,
        '/to The end (2026-03-01T00:00:00.000Z) has to be after the beginning (2026-03-02T00:00:00.000Z).',
      ]);
      expect((await faultsOf('from=2020-01-01T00:00:00Z'))[1]).toContain('/from A report covers at most 1,100 days');
      expect((await faultsOf('bogus=1'))[1]).toContain('/bogus');
      // The default period of a quarter would begin before 1970, and begins in 1970 instead.
      const early = await app.must('GET', `${path}?to=1970-01-02T00:00:00Z`);
      expect(early.from ?? '1970-01-01T00:00:00.000Z').toBe('1970-01-01T00:00:00.000Z');
    },
  );
});

describe('the page of the map', () => {
  const link = (body: object = {}, who?: keyof typeof people) =>
    app.ask('POST', '/v1/handoffs/map/links', body, who && { key: keys[who] });
  const pathOf = async (body: object = {}, who?: keyof typeof people) => {
    const answer = await link(body, who);
    expect(answer.status).toBe(201);
    return answer.body.url.replace(PUBLIC_URL, '') as string;
  };
  const open = (path: string) => browser.get(path, { key: null });

  it('shows the map to anyone with the link, without a script, and escapes every name', async () => {
    const page = await open(await pathOf({ kind: kind.id, from: FROM }));
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.body).not.toMatch(/<script|style=|<of finance>/);
    expect(page.body).toMatch(/<svg class="drawing" viewBox="0 0 \d+ \d+"/);
    expect(String(page.body).match(/class="line worst"/g)).toHaveLength(1);
    const text = textOf(page.body);
    for (const said of [
      'How work changes hands: Won',
      'The worst handoff.',
      'Owner of done: Olga',
      'Where does it stall?',
      '“No access” twice held it up: all resolved.',
    ])
      expect(text).toContain(said);
  });

  it('shows all workflows, as far as the maker of the link may see them', async () => {
    const all = textOf((await open(await pathOf({ from: FROM }))).body);
    expect(all).toContain('A deal is won');
    expect(all).toContain('Delivered');
    expect(all).toContain('3 handoffs went to 6 receivers');
    const ofDora = textOf((await open(await pathOf({ from: FROM }, 'dora'))).body);
    expect(ofDora).toContain('Nothing was handed over in this time.');
    expect(ofDora).toContain('limited to what the maker of this link sees');
  });

  it('has no link for an unknown kind', async () => {
    const { status, body } = await link({ kind: NOWHERE });
    expect([status, body.errors[0].pointer]).toEqual([422, '/kind']);
  });

  it('is not shown for a forged link, an expired one, or one whose maker has left', async () => {
    const path = await pathOf({}, 'dora');
    expect((await open(`${path}x`)).status).toBe(404);
    expect((await open('/act/handoff-map/x')).status).toBe(404);
    const ofHandoff = await app.must('GET', '/v1/handoffs?limit=1');
    const other = await app.must(
      'POST',
      `/v1/handoffs/${ofHandoff.data[0].id}/links`,
      { for: 'form' },
      { key: keys.ann },
    );
    expect((await open(`/act/handoff-map/${other.url.split('/').at(-1)}`)).status).toBe(404);
    const programs = await pathOf();
    const cy = await aRep(app, 'Cy');
    const key = await app.keyFor(['rep'], cy.id);
    const { url } = await app.must('POST', '/v1/handoffs/map/links', {}, { key });
    await app.must('PUT', `/v1/reps/${cy.id}`, {
      name: 'Cy',
      email: 'cy@example.com',
      active: false,
      openLeads: 'keep',
    });
    expect((await open(url.replace(PUBLIC_URL, ''))).status).toBe(403);
    await app.moveBy(14 * DAY - 1_000);
    expect((await open(programs)).status).toBe(200);
    await app.moveBy(1_000);
    expect((await open(path)).status).toBe(410);
    expect((await open(programs)).status).toBe(410);
  });
});

describe('what is decided about the diagnosis', () => {
  const path = '/v1/handoffs/diagnosis/actions';
  const day = (ms: number) => at(ms).slice(0, 10);
  const decide = (body: object) =>
    app.ask('POST', path, {
      about: 'redone',
      text: 'Ask for the amounts first',
      ownerRepId: people.olga.id,
      dueOn: day(7 * DAY),
      ...body,
    });
  const listed = async (who?: keyof typeof people): Promise<Json[]> => (await read(path, who)).data;

  it('has money beside what stalls', async () => {
    const { money } = await read(`/v1/handoffs/diagnosis?from=${FROM}`);
    expect(money).toEqual([{ currency: 'EUR', waitingDeals: 2, waitingAmount: '2.00', lostDeals: 0, lostAmount: '0' }]);
  });

  it('is refused if it is about nothing, nobody or a past day', async () => {
    const wrong = [
      [{ about: 'exception' }, ['/exception', '/treatment']],
      [{ treatment: 'automate' }, ['/treatment']],
      [{ ownerRepId: NOWHERE, dueOn: day(-DAY) }, ['/ownerRepId', '/dueOn']],
      [{ kindId: NOWHERE }, ['/kindId']],
      [{ about: 'leads' }, ['/step']],
      [{ step: 'touch' }, ['/step']],
      [{ about: 'leads', step: 'touch', kindId: kind.id }, ['/kindId']],
    ] as const;
    for (const [body, pointers] of wrong) {
      const answer = await decide(body);
      expect([answer.status, answer.body.errors.map(({ pointer }: Json) => pointer)]).toEqual([422, pointers]);
    }
    expect(await listed()).toEqual([]);
  });

  it('has an owner, a day and the figure of the four weeks before, and the figure of the four weeks after', async () => {
    const { body: redone } = await decide({});
    expect(redone).toMatchObject({ about: 'redone', owner: 'Olga', counts: 'returns', before: 1, after: null });
    const { body: exception } = await decide({
      about: 'exception',
      exception: 'Work begins before the signature',
      treatment: 'standardise',
      kindId: kind.id,
    });
    expect(exception).toMatchObject({ kindId: kind.id, treatment: 'standardise', before: 1, after: null });
    await app.moveBy(10 * DAY);
    expect((await listed()).map(({ isOverdue, after }) => [isOverdue, after])).toEqual([
      [true, null],
      [true, null],
    ]);
    const ended = await app.must('POST', `${path}/${redone.id}/end`, { outcome: 'done' });
    expect(ended).toMatchObject({ outcome: 'done', isOverdue: false });
    await won(
      {},
      { deciderRepId: people.dora.id, reason: 'Work begins before the signature', completeBy: at(2 * DAY) },
    );
    await app.moveTo(Date.parse(redone.measuredAt) - 1);
    expect((await listed()).map(({ after }) => after)).toEqual([null, null]);
    await app.moveBy(1);
    expect((await listed()).map(({ about, before, after }) => [about, before, after])).toEqual([
      ['exception', 1, 1],
      ['redone', 1, 0],
    ]);
    expect((await app.must('POST', `${path}/${redone.id}/end`, { outcome: 'withdrawn' })).outcome).toBe('done');
  });

  it('is three actions of a kind at most, until one of them has ended', async () => {
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push(await decide({ text: `Step ${count}` }));
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    const { status, body } = await decide({});
    expect([status, body.errors[0].code]).toEqual([422, 'tooMany']);
    await app.must('POST', `${path}/${made[0]!.body.id}/end`, { outcome: 'withdrawn' });
    expect((await decide({})).status).toBe(201);
  });

  it('is read by reps with the figures of what they see, and decided by admins alone', async () => {
    const ofReps = await listed('dora');
    expect(ofReps.length).toBe((await listed()).length);
    expect(ofReps.every(({ before, after }) => before === 0 && !after)).toBe(true);
    expect((await app.ask('POST', path, {}, { key: keys.dora })).status).toBe(403);
  });

  it('has the figures of the diagnosis, each of its own time and kind', async () => {
    for (const { id, endedAt } of await listed())
      if (endedAt === null) await app.must('POST', `${path}/${id}/end`, { outcome: 'done' });
    const ofKind = { kindId: kind.id };
    const decided = [];
    for (const about of ['hands', 'stalls', 'chased']) decided.push(await decide({ about, ...ofKind }));
    await app.moveBy(3 * DAY);
    for (const about of ['hands', 'redone']) decided.push(await decide({ about }));
    expect(decided.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const all = (await listed()).filter(({ about }) => about !== 'exception');
    for (const { about, kindId, madeAt, before } of all) {
      const from = at(Date.parse(madeAt) - app.time.now() - 28 * DAY);
      const of = kindId === null ? '' : `&kind=${kindId}`;
      const { numbers } = await read(`/v1/handoffs/diagnosis?from=${from}&to=${madeAt}${of}`);
      const figures: Json = {
        hands: numbers.changesOfHands,
        stalls: numbers.missed,
        chased: numbers.questions + numbers.warnings + numbers.escalations,
        redone: numbers.returns,
      };
      expect([about, before]).toEqual([about, figures[about]]);
    }
    expect(all.filter(({ before }) => before > 0).length).toBeGreaterThan(2);
  });

  it('writes the treatment of an exception into the kind, which knows it from then on', async () => {
    for (const { id, endedAt } of await listed())
      if (endedAt === null) await app.must('POST', `${path}/${id}/end`, { outcome: 'done' });
    const exception = 'The  budget is not decided';
    const of = { about: 'exception', exception, treatment: 'standardise', addToKind: true };
    const before = await app.must('GET', `/v1/handoff-kinds/${kind.id}`);
    const { body: decided } = await decide({ ...of, kindId: kind.id });
    expect(decided).toMatchObject({ inKind: true, exception });
    const after = await app.must('GET', `/v1/handoff-kinds/${kind.id}`);
    expect(after.exceptions.at(-1)).toEqual({ name: 'The budget is not decided', treatment: 'standardise' });
    expect(after).toMatchObject({ version: before.version + 1, form: before.form });
    // The same exception under another treatment is the same entry, and the earlier action says that it is not so now.
    await decide({ ...of, exception: 'the budget is NOT decided', treatment: 'escalate', kindId: kind.id });
    const again = await app.must('GET', `/v1/handoff-kinds/${kind.id}`);
    expect(again.exceptions).toEqual([
      ...after.exceptions.slice(0, -1),
      { name: 'The budget is not decided', treatment: 'escalate' },
    ]);
    expect((await listed()).slice(0, 2).map(({ inKind }) => inKind)).toEqual([true, false]);
    expect((await listed()).filter(({ about }) => about !== 'exception').every(({ inKind }) => inKind === null)).toBe(
      true,
    );
    const { body: alone } = await decide({ ...of, addToKind: false, exception: 'Rare', kindId: kind.id });
    expect(alone.inKind).toBe(false);
  });

  it('is refused where the kind has no place for its treatment', async () => {
    const of = { about: 'exception', exception: 'x', treatment: 'automate', addToKind: true };
    const pointers = async (body: object) => (await decide(body)).body.errors.map(({ pointer }: Json) => pointer);
    expect(await pointers(of)).toEqual(['/addToKind']);
    expect(await pointers({ addToKind: true, kindId: kind.id })).toEqual(['/addToKind']);
    expect(await pointers({ ...of, exception: 'x'.repeat(201), kindId: kind.id })).toEqual(['/addToKind']);
  });
});

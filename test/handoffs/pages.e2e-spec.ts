import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { type Answer, Client } from '../support/client.js';
import { aHandoffKind } from '../support/handoffs.js';
import { formsOf, type PageForm, sentBy, textOf } from '../support/html-page.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep } from '../support/people.js';

const PUBLIC_URL = 'https://leads.example.com/touchline';
const COMPLETE = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example', phone: '+49 30 1' } },
  billing: { lines: [{ kind: 'fixed', amount: '18400.00' }] },
};

let app: TestApplication;
let browser: Client;
let ann: Json;
let olga: Json;
let keys: Record<'ann' | 'olga' | 'program', string>;
let deals = 0;

beforeAll(async () => {
  app = await TestApplication.start(undefined, { environment: { publicUrl: PUBLIC_URL } });
  browser = new Client(app.url);
  [ann, olga] = [await aRep(app, 'Ann', { timeZone: 'Europe/Berlin' }), await aRep(app, 'Olga')];
  await aDesk(app, [ann]);
  keys = {
    ann: await app.keyFor(['rep'], ann.id),
    olga: await app.keyFor(['rep'], olga.id),
    program: await app.keyFor(['integration']),
  };
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [olga.id] });
  await aHandoffKind(
    app,
    { teamId: team.id, repId: olga.id },
    {
      clientToldWithin: 'PT8H',
      receivers: [
        {
          name: 'Operations',
          teamId: team.id,
          ownerOfDoneRepId: olga.id,
          sections: ['context', 'contacts'],
          checklist: [{ text: 'Invite the client', link: 'https://wiki.example.com/kickoff' }, { text: 'Name a lead' }],
          acknowledgeWithin: 'PT4H',
          completeWithin: 'PT16H',
        },
      ],
    },
  );
});
afterAll(() => app.stop());

async function aHandoff(form: object = {}, isWon = false): Promise<Json> {
  deals += 1;
  const deal = await app.must(
    'POST',
    '/v1/deals',
    {
      name: `Website <${deals}>`,
      account: { name: `Acme ${deals}`, domain: `acme${deals}.example` },
      amount: '18400.00',
      currency: 'EUR',
    },
    { key: keys.ann },
  );
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, form, { key: keys.ann });
  if (isWon) await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, { key: keys.ann });
  return { ...deal.handoff, dealId: deal.id };
}

const ask = (handoff: Json, wanted: string, key: keyof typeof keys = 'program') =>
  app.ask('POST', `/v1/handoffs/${handoff.id}/links`, { for: wanted }, { key: keys[key] });
async function linkTo(handoff: Json, wanted = 'form', key: keyof typeof keys = 'program'): Promise<string> {
  const { status, body } = await ask(handoff, wanted, key);
  expect(status).toBe(201);
  return body.url.replace(PUBLIC_URL, '');
}
const open = (path: string) => browser.get(path, { key: null });
const post = (path: string, sent: URLSearchParams) =>
  browser.ask('POST', path, undefined, {
    key: null,
    raw: sent.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const formNow = (handoff: Json) => app.must('GET', `/v1/handoffs/${handoff.id}/form`, undefined, { key: keys.program });
const handoffNow = (handoff: Json) => app.must('GET', `/v1/handoffs/${handoff.id}`);
const timelineOf = async (handoff: Json): Promise<Json[]> =>
  (await app.must('GET', `/v1/handoffs/${handoff.id}/timeline`)).data;

function formWith({ body }: Answer, button: string): PageForm {
  return formsOf(String(body)).find(({ buttons }) => buttons.some(({ value }) => value === button))!;
}
const press = (path: string, page: Answer, button: string, typed: Record<string, string> = {}) =>
  post(path, sentBy(formWith(page, button), { name: ':do', value: button }, typed));

describe('a link to a form', () => {
  it('opens a page of the form without a key or a script, and changes nothing', async () => {
    const handoff = await aHandoff();
    const path = await linkTo(handoff, 'form', 'ann');
    const before = await timelineOf(handoff);
    const page = await open(path);
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'self';img-src data:;form-action 'self';frame-ancestors 'none';base-uri 'none'",
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.body).not.toMatch(/<script|style=|<\d+>/);
    expect(page.body).toContain('name="viewport"');
    expect(textOf(page.body)).toMatch(/4 things are still missing Why did they buy\?.* Save /);
    expect(textOf(page.body)).toContain('For Ann.');
    for (const [, file] of String(page.body).matchAll(/href="\.\.\/\.\.(\/docs\/[a-z.]+)"/g))
      expect((await open(file!)).status).toBe(200);
    expect(await timelineOf(handoff)).toEqual(before);
  });

  it(`saves what is filled in, under the link's name, and says what is still missing`, async () => {
    const handoff = await aHandoff();
    const path = await linkTo(handoff, 'form', 'ann');
    const page = await open(path);
    const saved = await press(path, page, 'save', {
      context: 'Their shop\nis slow',
      seats: '12',
      risk: 'low',
      margin: '40 %',
      'contacts.dayToDay.name': ' Kim ',
      'contacts.dayToDay.email': 'kim@acme.example',
    });
    expect([saved.status, textOf(saved.body)]).toEqual([
      200,
      expect.stringContaining('It is saved. One thing is still missing.'),
    ]);
    const form = await formNow(handoff);
    expect(form).toMatchObject({
      version: 2,
      values: {
        context: 'Their shop\nis slow',
        seats: 12,
        risk: 'low',
        margin: '40 %',
        contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
      },
    });
    const timeline = await timelineOf(handoff);
    const linked = timeline.find(({ type }) => type === 'handoff.linked')!;
    const amended = timeline.filter(({ type }) => type === 'handoff.amended').at(-1)!;
    expect(linked.actor).toEqual({ type: 'rep', id: ann.id });
    expect(amended.actor).toEqual({ type: 'system', rule: `handoff link ${linked.data.linkId}` });
    const line = await press(path, saved, 'save', {
      'billing.lines.0.kind': 'fixed',
      'billing.lines.0.amount': '18400',
    });
    expect(textOf(line.body)).toContain('Nothing is missing any more.');
    expect((await handoffNow(handoff)).missing).toBe(0);
    // Pressing it again changes nothing.
    const again = await press(path, saved, 'save', {
      'billing.lines.0.kind': 'fixed',
      'billing.lines.0.amount': '18400',
    });
    expect([again.status, (await formNow(handoff)).version]).toEqual([200, form.version + 1]);
  });

  it('shows what is wrong beside its field, keeps what was typed, and saves nothing then', async () => {
    const handoff = await aHandoff(COMPLETE);
    const path = await linkTo(handoff);
    const wrong = await press(path, await open(path), 'save', {
      context: 'Another',
      seats: '900',
      'contacts.dayToDay.email': 'nobody',
    });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.body)).toContain('2 things are not right, so nothing was saved');
    expect(wrong.body).toMatch(/id="seats-errors"><span>Not right: .*500/);
    expect(wrong.body).toContain('value="nobody"');
    expect((await formNow(handoff)).values).toMatchObject(COMPLETE);
    const sent = sentBy(formWith(wrong, 'save'), { name: ':do', value: 'save' }, { seats: '9' });
    sent.set('contacts.dayToDay.email', 'kim@acme.example');
    sent.set('colour', 'red');
    const stranger = await post(path, sent);
    expect([stranger.status, textOf(stranger.body)]).toEqual([422, expect.stringContaining('no field named "colour"')]);
    sent.delete('colour');
    expect((await post(path, sent)).status).toBe(200);
    expect((await formNow(handoff)).values).toMatchObject({ ...COMPLETE, context: 'Another', seats: 9 });
  });

  it('adds and removes entries by buttons, and saves them only when the form is saved', async () => {
    const handoff = await aHandoff(COMPLETE);
    const path = await linkTo(handoff);
    const grown = await press(path, await open(path), 'add billing.lines', { context: 'Typed' });
    expect(grown.status).toBe(200);
    expect((await formNow(handoff)).values).toMatchObject(COMPLETE);
    const two = {
      'billing.lines.0.amount': '8400.00',
      'billing.lines.1.kind': 'fixed',
      'billing.lines.1.amount': '10000.00',
    };
    const saved = await press(path, grown, 'save', two);
    expect(saved.status).toBe(200);
    expect((await formNow(handoff)).values).toMatchObject({
      context: 'Typed',
      billing: {
        lines: [
          { kind: 'fixed', amount: '8400.00' },
          { kind: 'fixed', amount: '10000.00' },
        ],
      },
    });
    const fewer = await press(path, saved, 'remove billing.lines.0');
    await press(path, fewer, 'save', { 'billing.lines.1.amount': '18400.00' });
    expect((await formNow(handoff)).values.billing.lines).toEqual([{ kind: 'fixed', amount: '18400.00' }]);
  });

  it('loses nothing if two people fill in the form at once', async () => {
    const handoff = await aHandoff(COMPLETE);
    const [mine, theirs] = [await linkTo(handoff), await linkTo(handoff)];
    const page = await open(mine);
    await press(theirs, await open(theirs), 'save', { context: 'Theirs', risk: 'high' });
    const stale = await press(mine, page, 'save', { context: 'Mine', seats: '7' });
    expect(stale.status).toBe(409);
    expect(textOf(stale.body)).toContain('Another person has saved this form meanwhile');
    expect(textOf(stale.body)).toContain(
      'Context: another person has saved “Theirs” meanwhile. Your own entry is below.',
    );
    expect(textOf(stale.body)).toContain('Risk: it says “high” now.');
    expect((await formNow(handoff)).values).toMatchObject({ context: 'Theirs' });
    expect((await press(mine, stale, 'save')).status).toBe(200);
    expect((await formNow(handoff)).values).toMatchObject({ ...COMPLETE, context: 'Mine', risk: 'high', seats: 7 });
  });

  it('accepts a limited number of inputs, however few names stand for them', async () => {
    const handoff = await aHandoff();
    const path = await linkTo(handoff);
    const many = (count: number, also: object = {}) => {
      const lines = Array.from({ length: count }, (_, id): [string, string] => [`billing.lines.${id}.kind`, 'usage']);
      const along = { ':version': '2', ':base': '{}', 'billing.lines': String(count), ...also };
      return new URLSearchParams([...lines, ...Object.entries(along)]);
    };
    const refused = await post(path, many(4_900, { ':do': 'add billing.lines' }));
    expect([refused.status, textOf(refused.body)]).toEqual([422, expect.stringContaining('at most 5000 inputs')]);
    expect(formsOf(String(refused.body))[0]!.controls.length).toBeLessThan(50);
    const base = JSON.stringify({ billing: { lines: Array.from({ length: 2_000 }, () => ({})) } });
    expect((await post(path, new URLSearchParams({ ':version': '2', ':base': base, ':do': 'save' }))).status).toBe(422);
    // Nothing typed is lost when there is no room for another entry.
    const full = await post(path, many(997, { ':do': 'add billing.lines', context: 'Typed' }));
    expect([full.status, textOf(full.body)]).toEqual([422, expect.stringContaining('no room for another entry')]);
    expect(full.body).toContain('Typed');
    expect((await formNow(handoff)).values).toEqual({});
  });

  it('accepts only forms, up to a limited size', async () => {
    const handoff = await aHandoff();
    const path = await linkTo(handoff);
    const long = 'ü'.repeat(19_000);
    expect((await press(path, await open(path), 'save', { context: long })).status).toBe(200);
    const large = await post(path, new URLSearchParams({ context: 'x'.repeat(1_100_000) }));
    expect(large).toMatchObject({ status: 413, body: { detail: 'The body may have at most 1 MiB.' } });
    const junk = new URLSearchParams({
      ':version': '3',
      ':base': `${'['.repeat(50_000)}`,
      context: 'New',
      ':do': 'save',
    });
    expect((await post(path, junk)).status).toBeLessThan(500);
    for (const base of ['{"__proto__":{"x":1}}', '{"context":[[[1]]]}', 'null'])
      expect(
        (await post(path, new URLSearchParams({ ':version': '3', ':base': base, ':do': 'save' }))).status,
      ).toBeLessThan(500);
  });
});

it('a form that is too long for a page is shown without inputs', async () => {
  const lines = Array.from({ length: 500 }, () => ({
    kind: 'usage',
    rate: 'r'.repeat(300),
    cap: '1',
    period: 'a month',
  }));
  const handoff = await aHandoff({ billing: { lines } });
  const page = await open(await linkTo(handoff));
  expect(textOf(page.body)).toContain('The form is too long for a page');
  expect(textOf(page.body)).toContain('Lines 500');
  expect(formsOf(String(page.body))).toEqual([]);
});

describe('a link for a receiver', () => {
  it(`shows the receiver's part of the form with later amendments, and records that it was read`, async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const path = await linkTo(handoff, 'operations', 'olga');
    const page = await open(path);
    expect(page.status).toBe(200);
    expect(textOf(page.body)).toContain('It waits for Operations to accept it. Ann answers for it until then.');
    expect(textOf(page.body)).toContain('Phone seen by the parties of this handoff alone +49 30 1');
    expect(textOf(page.body)).toMatch(/The client is Acme \d+\./);
    // The billing is not among their sections.
    expect(textOf(page.body)).not.toContain('18400');
    expect((await timelineOf(handoff)).at(-1)).toMatchObject({ type: 'handoff.read', actor: { type: 'system' } });
    const readings = async () => (await timelineOf(handoff)).filter(({ type }) => type === 'handoff.read').length;
    expect([await open(path), await post(path, new URLSearchParams({ ':do': 'explode' }))]).toMatchObject([
      { status: 200 },
      { status: 422 },
    ]);
    expect(await readings()).toBe(1);
    await app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, { context: 'Their shop is down' }, { key: keys.ann });
    const amended = await open(path);
    expect(textOf(amended.body)).toContain('Context changed was Their shop is slow is now Their shop is down');
    expect(textOf(amended.body)).toContain('Operations: Delivery Owner of done Olga');
    expect(await readings()).toBe(2);
    // The page after pressing a button counts as a reading too.
    await post(await linkTo(handoff, 'operations', 'olga'), new URLSearchParams({ ':do': 'explode' }));
    expect(await readings()).toBe(3);
  });

  it('accepts, ticks and confirms by buttons, and ends with the handoff', async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const path = await linkTo(handoff, 'Operations', 'olga');
    const form = await linkTo(handoff, 'form', 'ann');
    const accepted = await press(path, await open(path), 'accept');
    expect([accepted.status, textOf(accepted.body)]).toEqual([200, expect.stringContaining('It is accepted.')]);
    expect(accepted.body).toContain('href="https://wiki.example.com/kickoff"');
    const tick = formWith(accepted, 'check');
    const ticked = (button: string, ...places: string[]) =>
      new URLSearchParams([...places.map((place): [string, string] => ['check', place]), [':do', button]]);
    expect(tick.buttons.map(({ value }) => value)).toEqual(['check', 'done']);
    expect((await post(path, ticked('check', '0'))).status).toBe(200);
    expect((await handoffNow(handoff)).receivers[0].checklist.map(({ done }: Json) => done)).toEqual([true, false]);
    const early = await post(path, ticked('done', '0'));
    expect([early.status, textOf(early.body)]).toEqual([409, expect.stringContaining('Name a lead')]);
    const done = await post(path, ticked('done', '0', '1'));
    expect([done.status, textOf(done.body)]).toEqual([200, expect.stringContaining('It is confirmed')]);
    // It is done once the client was told what happens next.
    expect((await handoffNow(handoff)).state).toBe('running');
    await app.must('POST', `/v1/handoffs/${handoff.id}/told`);
    expect((await handoffNow(handoff)).state).toBe('done');
    for (const each of [path, form]) {
      const over = await open(each);
      expect([over.status, textOf(over.body)]).toEqual([410, expect.stringContaining('This handoff is over')]);
      expect((await post(each, ticked('accept'))).status).toBe(410);
    }
  });

  it('returns the handoff with the ticked pieces, which the form then requires', async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const path = await linkTo(handoff, 'Operations', 'olga');
    const page = await open(path);
    expect(textOf(page.body)).toContain('Contacts › Day-to-day contact › E-mail');
    expect(textOf(page.body)).not.toContain('Billing ›');
    const nothing = await press(path, page, 'return', { note: 'Whose <number>?' });
    expect([nothing.status, textOf(nothing.body)]).toEqual([422, expect.stringContaining('Tick what is missing.')]);
    expect(nothing.body).toContain('Whose &lt;number&gt;?</textarea>');
    const sent = new URLSearchParams({ note: 'Whose number is it?', ':do': 'return' });
    sent.append('missing', '/contacts/dayToDay/phone');
    sent.append('missing', '/context');
    const returned = await post(path, sent);
    expect([returned.status, textOf(returned.body)]).toEqual([200, expect.stringContaining('It is returned.')]);
    expect((await handoffNow(handoff)).receivers[0]).toMatchObject({
      state: 'returned',
      missing: ['/contacts/dayToDay/phone', '/context'],
      note: 'Whose number is it?',
    });
    await app.must('POST', `/v1/handoffs/${handoff.id}/blockers`, {
      text: 'No logo',
      ownerRepId: ann.id,
      dueAt: new Date(app.time.now() + 86_400_000).toISOString(),
    });
    await app.must('POST', `/v1/handoffs/${handoff.id}/blockers`, {
      text: 'No text.',
      ownerRepId: ann.id,
      dueAt: new Date(app.time.now() + 86_400_000).toISOString(),
    });
    const form = await linkTo(handoff, 'form', 'ann');
    const { body } = await open(form);
    expect(body).toContain('id="contacts.dayToDay.phone-returned"><span>Operations has returned this.</span>');
    const asked = textOf(body);
    expect(asked).toContain('It goes back by itself once every returned field has a new answer');
    expect(asked).toMatch(/Held up: “No text\.” Ann sees to it by /);
    // Faults are listed at the top, with links to their fields.
    const wrong = await press(form, await open(form), 'save', { 'contacts.dayToDay.email': 'none' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatch(/<h1>[^<]*<\/h1>\s*<div class="summary wrong"/);
    expect(wrong.body).toContain('<a href="#contacts.dayToDay.email">');
    expect(asked).toContain('Operations has returned it: Whose number is it?');
    expect(asked).toContain('The deal is worth EUR 18,400.00 net of tax.');
    expect(asked).toContain('The form was handed over. The button at the end saves your changes');
    expect(asked).toMatch(/Held up: “No logo”\. Ann sees to it by [^(]+ \(Europe\/Berlin\)\./);
    expect(asked).toContain('2 things are still missing');
    expect(asked).toContain('Contacts › Day-to-day contact › Phone: Operations has returned this.');
    expect(textOf((await open(path)).body)).toMatch(/What is missing: .*Phone; Context\..*Note: Whose number is it\?/);
    // A returned piece with the same value as before is still missing.
    const half = await press(form, await open(form), 'save', { context: 'Slow' });
    expect(textOf(half.body)).toContain('It is saved. One thing is still missing.');
    await press(form, await open(form), 'save', { context: 'Down', 'contacts.dayToDay.phone': '+49 30 2' });
    expect((await handoffNow(handoff)).receivers[0].state).toBe('waiting');
    // An action that is not possible now is refused with the ones that are.
    const late = await post(path, new URLSearchParams({ ':do': 'done' }));
    expect([late.status, textOf(late.body)]).toEqual([
      409,
      expect.stringContaining('Only an accepted handoff can be processed'),
    ]);
    expect((await post(path, new URLSearchParams({ ':do': 'explode' }))).status).toBe(422);
  });
});

describe('the update to the client on a page', () => {
  it('is shown to the giver while it is owed, and is reported by a button, once', async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const [form, receiving] = [await linkTo(handoff), await linkTo(handoff, 'Operations')];
    const page = await open(form);
    expect(textOf(page.body)).toMatch(/They wait to hear what happens next, by \w+ \d+ .*Hello Kim/s);
    expect(textOf((await open(receiving)).body)).not.toContain('Word to the client');
    const told = await press(form, page, 'told', { note: 'By phone, <today>' });
    expect(textOf(told.body)).toContain('The client knows.');
    expect(textOf(told.body)).not.toContain('Word to the client');
    expect(await handoffNow(handoff)).toMatchObject({ clientTold: { note: 'By phone, <today>', touchId: null } });
    const forged = await post(receiving, new URLSearchParams({ ':do': 'told' }));
    expect([forged.status, textOf(forged.body)]).toEqual([403, expect.stringContaining('Only the giver can report')]);
    const long = await post(form, new URLSearchParams({ ':do': 'told', note: 'x'.repeat(2_001) }));
    expect(long.status).toBe(422);
  });
});

describe('questions on a page', () => {
  it('are asked by a receiver and answered by the giver, once', async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const [form, receiving] = [await linkTo(handoff), await linkTo(handoff, 'Operations')];
    const asking = new URLSearchParams({ ':do': 'ask', text: 'Who <pays>?' });
    const asked = await post(receiving, asking);
    expect(textOf(asked.body)).toContain('It is asked.');
    await post(receiving, asking);
    const page = await open(form);
    expect(textOf(page.body)).toContain('Operations asks Ann: Who <pays>?');
    const before = await post(receiving, new URLSearchParams({ ':do': 'answer 1', text: 'Myself' }));
    expect([before.status, textOf(before.body)]).toEqual([
      403,
      expect.stringContaining('Only the person to whom the question is addressed'),
    ]);
    const empty = await post(form, new URLSearchParams({ ':do': 'answer 1', text: '' }));
    expect([empty.status, textOf(empty.body)]).toEqual([422, expect.stringContaining('Expected')]);
    expect(textOf((await press(form, page, 'answer 1', { text: 'Kim' })).body)).toContain('It is answered.');
    expect(textOf((await open(receiving)).body)).toContain('Ann: Kim');
    const { questions } = await handoffNow(handoff);
    expect(questions).toMatchObject([{ text: 'Who <pays>?', answer: 'Kim', askedBy: { type: 'system' } }]);
  });

  it('are asked by Touchline itself if the deal no longer fits, line by line, and settle themselves', async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const form = await linkTo(handoff);
    const worth = (amount: string) => app.must('PATCH', `/v1/deals/${handoff.dealId}`, { amount }, { key: keys.ann });
    await worth('20000.00');
    const { body } = await open(form);
    expect(textOf(body)).toContain('Touchline asks Ann automatically: The deal is worth EUR 20,000.00 by now');
    expect(textOf(body)).not.toContain('Operations asks');
    expect(body).toMatch(/<p class="written">.*handed over:\nThe fixed lines add up/);
    await worth('18400.00');
    expect(textOf((await open(form)).body)).toContain('Settled automatically: The form fits the deal again.');
  });

  it('can be asked once the handoff has begun', async () => {
    const path = await linkTo(await aHandoff());
    expect(textOf((await open(path)).body)).not.toContain('Questions');
    expect((await post(path, new URLSearchParams({ ':do': 'ask', text: 'Why?' }))).status).toBe(409);
  });
});

describe('links', () => {
  it('can be made by those who may act on their side, and not for the other side', async () => {
    const draft = await aHandoff(COMPLETE);
    const codeOf = async (...asked: Parameters<typeof ask>) => {
      const { status, body } = await ask(...asked);
      return [status, body.type?.split('#')[1]];
    };
    expect(await codeOf(draft, 'Operations', 'program')).toEqual([409, 'handoff-state']);
    expect((await ask(draft, 'Marketing', 'program')).body.errors[0].message).toContain('expected form, Operations');
    expect(await codeOf(draft, 'form', 'olga')).toEqual([403, 'handoff-role']);
    const running = await aHandoff(COMPLETE, true);
    expect(await codeOf(running, 'form', 'olga')).toEqual([403, 'handoff-role']);
    expect(await codeOf(running, 'Operations', 'ann')).toEqual([403, 'handoff-role']);
    const { body } = await ask(running, 'form', 'ann');
    expect(body.expiresAt).toBe(new Date(app.time.now() + 14 * DAY).toISOString());
  });

  it('are for one handoff and one side of it', async () => {
    const [one, other] = [await aHandoff(COMPLETE, true), await aHandoff(COMPLETE)];
    const path = await linkTo(one, 'form', 'ann');
    expect((await post(path, new URLSearchParams({ ':do': 'accept' }))).status).toBe(200);
    expect((await handoffNow(one)).receivers[0].state).toBe('waiting');
    await press(path, await open(path), 'save', { context: 'Changed' });
    expect((await formNow(other)).values.context).toBe(COMPLETE.context);
  });

  it('that were changed, or signed for something else, are not accepted', async () => {
    const path = await linkTo(await aHandoff(), 'form', 'ann');
    const [head, body, signature] = path.replace('/act/handoff/', '').split('.') as [string, string, string];
    for (const token of [`${head}.${body}.${signature.slice(0, -2)}`, `${head}.${body}.`, 'x', 'a.b.c', '%00'])
      for (const answer of [
        await open(`/act/handoff/${token}`),
        await post(`/act/handoff/${token}`, new URLSearchParams()),
      ])
        expect([token, answer.status, textOf(answer.body)]).toEqual([
          token,
          404,
          expect.stringContaining('no link of ours'),
        ]);
    // Nor does it work as a link of a mail.
    expect((await open(path.replace('/act/handoff/', '/act/'))).status).toBe(404);
  });

  it('expire after fourteen days, and when their maker leaves', async () => {
    const handoff = await aHandoff(COMPLETE);
    const cy = await aRep(app, 'Cy');
    await app.must('PATCH', `/v1/deals/${handoff.dealId}`, { ownerRepId: cy.id });
    const { body } = await app.ask(
      'POST',
      `/v1/handoffs/${handoff.id}/links`,
      { for: 'form' },
      { key: await app.keyFor(['rep'], cy.id) },
    );
    const left = body.url.replace(PUBLIC_URL, '');
    const path = await linkTo(handoff);
    await app.must('PUT', `/v1/reps/${cy.id}`, {
      name: 'Cy',
      email: 'cy@example.com',
      active: false,
      openLeads: 'keep',
    });
    expect((await open(left)).status).toBe(403);
    await app.moveBy(14 * DAY - 1_000);
    expect((await open(path)).status).toBe(200);
    await app.moveBy(1_000);
    expect([(await open(path)).status, (await post(path, new URLSearchParams({ ':do': 'save' }))).status]).toEqual([
      410, 410,
    ]);
  });

  it('end with the key that made them, and when their maker leaves the team', async () => {
    const handoff = await aHandoff(COMPLETE, true);
    const key = await app.must('POST', '/v1/api-keys', { name: 'For a while', scopes: ['integration'] });
    const mate = await aRep(app, 'Mate');
    const team = (await app.must('GET', '/v1/teams')).data.find(({ name }: Json) => name === 'Delivery');
    const { name, managerId, repIds } = team;
    const body = { name, ...(managerId && { managerId }) };
    await app.must('PUT', `/v1/teams/${team.id}`, { ...body, repIds: [...repIds, mate.id] });
    const linkBy = async (by: string, wanted: string) =>
      (await app.must('POST', `/v1/handoffs/${handoff.id}/links`, { for: wanted }, { key: by })).url.replace(
        PUBLIC_URL,
        '',
      );
    const [form, receiver] = [
      await linkBy(key.key, 'form'),
      await linkBy(await app.keyFor(['rep'], mate.id), 'Operations'),
    ];
    expect([(await open(form)).status, (await open(receiver)).status]).toEqual([200, 200]);
    await app.must('DELETE', `/v1/api-keys/${key.id}`);
    await app.must('PUT', `/v1/teams/${team.id}`, { ...body, repIds });
    for (const path of [form, receiver]) {
      const [seen, done] = [await open(path), await post(path, new URLSearchParams({ ':do': 'accept' }))];
      expect([seen.status, done.status]).toEqual([403, 403]);
      expect(textOf(seen.body)).toContain('This link is not in use any more');
    }
  });

  it('show nothing sensitive that their maker may not see, and leave it unchanged', async () => {
    const secrets = {
      margin: '40 %',
      contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example', phone: '+49 30 1' } },
    };
    const handoff = await aHandoff({ ...COMPLETE, ...secrets });
    const linkBy = async (asking: object, wanted = 'form') =>
      (await app.must('POST', `/v1/handoffs/${handoff.id}/links`, { for: wanted }, asking)).url.replace(PUBLIC_URL, '');
    const byAdmin = await linkBy({});
    const page = await open(byAdmin);
    for (const secret of ['40 %', '+49 30 1', 'Our margin']) expect(page.body).not.toContain(secret);
    expect((await open(await linkBy({ key: keys.ann }))).body).toContain('40 %');
    const save = { name: ':do', value: 'save' };
    const form = formWith(page, 'save');
    const saved = await post(byAdmin, sentBy(form, save, { context: 'Their shop is slower' }));
    expect(saved.status).toBe(200);
    expect(saved.body).not.toContain('40 %');
    const { values } = await app.must('GET', `/v1/handoffs/${handoff.id}/form`, undefined, { key: keys.ann });
    expect(values).toMatchObject({ ...secrets, context: 'Their shop is slower' });
    const forged = await post(byAdmin, new URLSearchParams([...sentBy(form, save), ['margin', '1 %']]));
    expect(forged.status).toBe(422);
    await app.must('POST', `/v1/deals/${handoff.dealId}/win`);
    const received = await open(await linkBy({}, 'Operations'));
    expect(received.status).toBe(200);
    expect(received.body).not.toContain('+49 30 1');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import PostalMime from 'postal-mime';
import { DeliveryRetention } from '../../src/deliveries/delivery-retention.sweep.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { type Answer, Client } from '../support/client.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { type Arrived, MailServer, mailsAtOnce } from '../support/mail-server.js';
import { aDesk, aLead, aPool, aRep, eventsOf, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const PUBLIC_URL = 'https://leads.example.com/touchline';
const LABELS = { reached: 'I reached them', noAnswer: 'No answer', close: 'Close this lead' } as const;

let mail: MailServer;
let app: TestApplication;
let browser: Client;
let ann: Json;
let bo: Json;

beforeAll(async () => {
  mail = await MailServer.start();
  app = await TestApplication.start(undefined, {
    environment: { smtpUrl: mail.url, mailFrom: 'Touchline <leads@example.com>', publicUrl: PUBLIC_URL },
  });
  browser = new Client(app.url);
  ann = await aRep(app, 'Ann', { timeZone: 'Europe/Berlin' });
  bo = await aRep(app, 'Bo');
  await aDesk(app, [ann, bo], {}, { queueOwnerId: bo.id });
  await aPolicy(app, { within: 'PT1H', warnAt: [50], onBreach: [] }, { time: 'elapsed' });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});
afterEach(async () => {
  mail.arrived.length = 0;
  await mailsAtOnce(app);
});

const toAnn = (name = 'Kim Lee') =>
  aLead(app, { source: 'ads', contact: { name, email: 'kim@example.org' }, owner: { repId: ann.id } });

function linksIn({ text }: Arrived): Record<keyof typeof LABELS, string> {
  const found = Object.entries(LABELS).map(([action, label]) => {
    const [, address] = new RegExp(`${label}: (\\S+)`).exec(text!) ?? [];
    return [action, address!.replace(PUBLIC_URL, '')];
  });
  return Object.fromEntries(found);
}

async function notifiedLead(): Promise<{ lead: Json; links: ReturnType<typeof linksIn> }> {
  mail.arrived.length = 0;
  await mailsAtOnce(app);
  const lead = await toAnn();
  await app.deliver();
  return { lead, links: linksIn(mail.to('ann@example.com')[0]!) };
}

const open = (path: string) => browser.get(path, { key: null });
const press = (path: string, fields: Record<string, string> = {}) =>
  browser.ask('POST', path, undefined, {
    key: null,
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const touches = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/touches`)).data;

function textOf({ body }: Answer): string {
  return String(body)
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the mail of a lead', () => {
  it('has links to work on the lead, in text and HTML, and the API does not show them', async () => {
    const { lead, links } = await notifiedLead();
    const [arrived] = mail.to('ann@example.com');
    for (const path of Object.values(links)) expect(arrived!.html).toContain(`href="${PUBLIC_URL}${path}"`);
    expect(new Set(Object.values(links)).size).toBe(3);
    const [delivery] = (await app.must('GET', `/v1/deliveries?channel=email&leadId=${lead.id}`)).data;
    const whole = await app.must('GET', `/v1/deliveries/${delivery.id}`);
    expect(whole.body).toContain('Kim Lee is yours');
    expect(JSON.stringify(whole)).not.toContain('/act/');
  });

  it('has links for each of several leads, and the same ones when it is sent again', async () => {
    const settings = `/v1/reps/${ann.id}/notification-settings`;
    await app.must('PUT', settings, { email: { digest: 'PT10M' } });
    await app.moveBy(10 * MINUTE);
    await notifiedLead();
    mail.arrived.length = 0;
    mail.trouble = { code: 451, text: 'Later' };
    const leads = [await toAnn('Lou'), await toAnn('Max')];
    mail.turnedAway.length = 0;
    await app.moveBy(10 * MINUTE);
    await app.deliver();
    mail.trouble = null;
    await app.moveBy(MINUTE);
    await app.deliver();
    await app.must('PUT', settings, {});
    const [digest, ...others] = mail.to('ann@example.com');
    expect(others).toEqual([]);
    const found = [...digest!.text!.matchAll(/No answer: (\S+)/g)].map(([, address]) =>
      address!.replace(PUBLIC_URL, ''),
    );
    expect(found).toHaveLength(2);
    const titles = await Promise.all(found.map(async (path) => textOf(await open(path))));
    expect(titles.sort()).toEqual([
      expect.stringContaining('Lou did not answer'),
      expect.stringContaining('Max did not answer'),
    ]);
    const first = await PostalMime.parse(mail.turnedAway[0]!);
    expect([first.text, first.html]).toEqual([digest!.text, digest!.html]);
    await press(found[0]!);
    const touched = await Promise.all(leads.map(touches));
    expect(touched.map((list) => list.length).sort()).toEqual([0, 1]);
  });

  it('has links for the new owner of a lead, but none for the former one', async () => {
    const { lead } = await notifiedLead();
    mail.arrived.length = 0;
    await mailsAtOnce(app);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    await app.deliver();
    expect(mail.to('ann@example.com')[0]!.text).not.toContain('/act/');
    expect(mail.to('bo@example.com')[0]!.text).toContain('/act/');
  });
});

describe('a link', () => {
  it('does nothing when it is opened, by a person or a mail scanner', async () => {
    const { lead, links } = await notifiedLead();
    const before = await leadNow(app, lead);
    for (const path of Object.values(links)) {
      for (const method of ['GET', 'HEAD', 'GET']) {
        const answer = await browser.ask(method, path, undefined, { key: null });
        expect([method, answer.status, answer.type]).toEqual([method, 200, 'text/html']);
      }
    }
    expect(await leadNow(app, lead)).toEqual(before);
    expect(await touches(lead)).toEqual([]);
  });

  it('stays private: its page is not cached, referred to, framed or indexed', async () => {
    const { links } = await notifiedLead();
    const { headers, body } = await open(links.reached);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toMatch(/noindex/);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'self';img-src data:;form-action 'self';frame-ancestors 'none';base-uri 'none'",
    );
    expect(body).not.toMatch(/<script|https?:|kim@example/);
    expect(body).toContain('name="viewport"');
    for (const [, file] of String(body).matchAll(/href="\.\.(\/docs\/[a-z.]+)"/g))
      expect((await open(file!)).status).toBe(200);
  });

  it('records by its button that the rep reached the person, in the chosen way', async () => {
    const { lead, links } = await notifiedLead();
    expect(textOf(await open(links.reached))).toContain('You reached Kim Lee');
    const done = await press(links.reached, { kind: 'email', note: 'Wants a quote\r\nby Friday' });
    expect([done.status, textOf(done)]).toEqual([200, expect.stringContaining('they were reached: e-mail.')]);
    expect(await touches(lead)).toMatchObject([
      { kind: 'email', outcome: 'replied', repId: ann.id, note: 'Wants a quote\nby Friday', automated: false },
    ]);
    expect((await leadNow(app, lead)).clocks.find(({ kind }: Json) => kind === 'firstTouch')).toMatchObject({
      state: 'met',
    });
    const [event] = await eventsOf(app, lead.id, 'lead.touched');
    expect(event!.actor).toMatchObject({ type: 'rep', id: ann.id });
  });

  it('works once, even if pressed several times at once, and then shows what it did and when', async () => {
    const { lead, links } = await notifiedLead();
    const pressed = await Promise.all(Array.from({ length: 6 }, () => press(links.noAnswer)));
    expect(pressed.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    expect(await touches(lead)).toMatchObject([{ kind: 'call', outcome: 'noAnswer' }]);
    await app.moveBy(HOUR);
    for (const answer of [await open(links.noAnswer), await press(links.noAnswer)]) {
      expect(answer.status).toBe(410);
      expect(textOf(answer)).toMatch(/used already On Mon 2 Mar 2026, \d\d:\d\d \(Europe\/Berlin\): It is logged that/);
    }
    expect(await touches(lead)).toHaveLength(1);
    // Another link of the same mail still works.
    expect((await press(links.reached, { kind: 'call' })).status).toBe(200);
    expect(await touches(lead)).toHaveLength(2);
  });

  it('expires after seven days, to the second', async () => {
    const { lead, links } = await notifiedLead();
    await app.moveBy(7 * DAY - 1_000);
    expect((await open(links.reached)).status).toBe(200);
    await app.moveBy(1_000);
    for (const answer of [await open(links.reached), await press(links.reached)])
      expect([answer.status, textOf(answer)]).toEqual([410, expect.stringContaining('This link is too old')]);
    expect(await touches(lead)).toEqual([]);
  });

  it('that was changed, cut off, signed otherwise or not at all is not accepted', async () => {
    const { links } = await notifiedLead();
    const [head, body, signature] = links.reached.replace('/act/', '').split('.') as [string, string, string];
    const other = linksIn(mail.to('ann@example.com')[0]!).close.split('.')[1]!;
    const none = Buffer.from('{"alg":"none","typ":"act+jwt"}').toString('base64url');
    for (const token of [
      `${head}.${body}.${signature.slice(0, -2)}`,
      `${head}.${other}.${signature}`,
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      'x',
      'a.b.c',
      '%00',
      'é',
    ]) {
      for (const answer of [await open(`/act/${encodeURI(token)}`), await press(`/act/${encodeURI(token)}`)])
        expect([token, answer.status, textOf(answer)]).toEqual([
          token,
          404,
          expect.stringContaining('no link of ours'),
        ]);
    }
  });

  it.each<[string, number, string, (lead: Json) => Promise<unknown>]>([
    [
      'has moved on',
      409,
      'The lead has moved on',
      ({ id }) => app.must('POST', `/v1/leads/${id}/reassign`, { repId: bo.id, reason: 'Ann is busy' }),
    ],
    [
      'was closed',
      409,
      'The lead is closed already',
      ({ id }) => app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price' }),
    ],
    [
      'was erased',
      410,
      'The lead was erased',
      () => app.must('POST', '/v1/erasures', { email: 'kim@example.org', reason: 'Asked for' }),
    ],
  ])('of a lead that %s changes nothing, and reveals nothing about the person', async (_, status, title, happens) => {
    const { lead, links } = await notifiedLead();
    await happens(lead);
    const before = await leadNow(app, lead);
    for (const path of Object.values(links)) {
      for (const answer of [await open(path), await press(path, { kind: 'call' })]) {
        expect([answer.status, textOf(answer)]).toEqual([status, expect.stringContaining(title)]);
        expect(answer.body).not.toContain('Kim');
      }
    }
    expect(await leadNow(app, lead)).toEqual(before);
  });

  it('of a rep who is no longer active does nothing', async () => {
    const cy = await aRep(app, 'Cy');
    const lead = await aLead(app, { owner: { repId: cy.id } });
    await app.deliver();
    const { reached } = linksIn(mail.to('cy@example.com')[0]!);
    await app.must('PUT', `/v1/reps/${cy.id}`, {
      name: 'Cy',
      email: 'cy@example.com',
      active: false,
      openLeads: 'keep',
    });
    const answer = await press(reached, { kind: 'call' });
    expect([answer.status, textOf(answer)]).toEqual([403, expect.stringContaining('not in use any more')]);
    expect(await touches(lead)).toEqual([]);
  });

  it('accepts only forms up to a limited size, and no other address accepts forms', async () => {
    const { links } = await notifiedLead();
    const large = await press(links.reached, { note: 'x'.repeat(200_000) });
    expect(large).toMatchObject({ status: 413, body: { detail: 'The body may have at most 128 KiB.' } });
    const wrong = await press(links.reached, { kind: 'pigeon', note: 'x'.repeat(10_001) });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong)).toMatch(/10,?000/);
    expect((await press(`/v1/leads`, { source: 'web' })).status).toBe(401);
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, raw: 'source=web' };
    expect((await app.post('/v1/leads', undefined, form)).status).toBe(400);
    expect((await press(links.reached, { kind: 'call' })).status).toBe(200);
  });
});

describe('the link that closes a lead', () => {
  it('offers the reasons in use, and requires the fields of the chosen one', async () => {
    await app.must('POST', '/v1/disposition-reasons', {
      code: 'too_dear',
      category: 'lost',
      label: 'Too dear <for them>',
      requires: ['amount', 'competitor', 'next_step', 'note'],
      fieldTypes: { next_step: { type: 'choice', values: ['none', 'call next year'] } },
      intent: 'realButLost',
    });
    const { lead, links } = await notifiedLead();
    const chosen = await open(links.close);
    expect(textOf(chosen)).toContain('Close Kim Lee');
    expect(chosen.body).toContain('href="?reason=too_dear"');
    expect(chosen.body).toContain('Too dear &lt;for them&gt;');
    expect(chosen.body).not.toContain('erased');
    expect((await press(links.close)).status).toBe(422);
    expect((await press(`${links.close}?reason=nothing`)).status).toBe(422);
    const page = `${links.close}?reason=too_dear&utm_source=mail`;
    expect((await open(page)).body).toContain('name="field.amount"');
    const wrong = await press(page, { 'field.amount': 'a lot', 'field.next_step': 'none', note: 'Says <so>' });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong)).toMatch(/Amount Expected a decimal amount/);
    expect(textOf(wrong)).toContain('Competitor The reason too_dear requires competitor.');
    expect(wrong.body).toContain('Says &lt;so&gt;</textarea>');
    expect((await leadNow(app, lead)).status).toBe('open');
    const right = {
      'field.amount': '1200.50',
      'field.competitor': 'Acme',
      'field.next_step': 'none',
      note: 'Says <so>',
    };
    const done = await press(page, right);
    expect([done.status, textOf(done)]).toEqual([200, expect.stringContaining('The lead was closed: Too dear')]);
    const closed = await leadNow(app, lead);
    expect(closed).toMatchObject({ status: 'lost' });
    expect(closed.disposition).toMatchObject({
      reason: 'too_dear',
      note: 'Says <so>',
      fields: { amount: '1200.50', competitor: 'Acme', next_step: 'none' },
    });
    expect(textOf(await open(links.close))).toContain('The lead was closed: Too dear');
  });

  it('works with any names of fields and input', async () => {
    const { links } = await notifiedLead();
    for (const kind of ['constructor', '__proto__', 'hasOwnProperty']) {
      const refused = await press(links.reached, { kind, ['__proto__']: 'x' });
      expect([refused.status, textOf(refused)]).toEqual([422, expect.stringContaining('You reached Kim Lee')]);
    }
    await app.must('POST', '/v1/disposition-reasons', {
      code: 'odd',
      category: 'lost',
      label: 'Odd',
      intent: 'realButLost',
      requires: ['constructor', 'toString'],
    });
    const page = `${links.close}?reason=odd`;
    expect(textOf(await open(page))).toContain('Constructor To string Note');
    const done = await press(page, { 'field.constructor': 'Acme', 'field.toString': 'x' });
    expect([done.status, textOf(done)]).toEqual([200, expect.stringContaining('The lead was closed: Odd')]);
  });

  it(`reads the day of return in the rep's time zone`, async () => {
    const { lead, links } = await notifiedLead();
    const page = `${links.close}?reason=not_now`;
    for (const [given, says] of [
      ['', 'The reason not_now requires wakeAt.'],
      ['soon', 'Expected a day and a time, such as 2026-03-02 09:00.'],
      ['2020-01-01T09:00', 'Expected an instant in the future.'],
    ]) {
      const answer = await press(page, { 'field.wakeAt': given! });
      expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining(says!)]);
    }
    // Half a year later, the clocks in Berlin are one hour further ahead.
    expect((await press(page, { 'field.wakeAt': '2026-09-01T09:00' })).status).toBe(200);
    expect(await leadNow(app, lead)).toMatchObject({
      status: 'nurturing',
      disposition: { fields: { wakeAt: '2026-09-01T07:00:00.000Z' } },
    });
  });

  it('requires attempts as the API does', async () => {
    const { lead, links } = await notifiedLead();
    const page = `${links.close}?reason=unresponsive_after_contact`;
    const answer = await press(page);
    expect(answer.status).toBe(422);
    expect(textOf(answer)).toContain('0 of 3 attempts');
    expect((await leadNow(app, lead)).status).toBe('open');
  });
});

it('a used link is remembered for as long as it would be valid, and then forgotten', async () => {
  const { links } = await notifiedLead();
  await press(links.noAnswer);
  const used = async () => {
    await app.application.app.get(DeliveryRetention).forget();
    return (await app.application.app.get(Database).query('select 1 from used_link')).count;
  };
  expect(await used()).toBeGreaterThan(0);
  await app.moveBy(7 * DAY - 1_000);
  expect(await used()).toBeGreaterThan(0);
  await app.moveBy(1_000);
  expect(await used()).toBe(0);
  expect((await press(links.noAnswer)).status).toBe(410);
});

it('no log contains a link, even after a failure, which leaves nothing done', async () => {
  const said: string[] = [];
  for (const level of ['error', 'warn', 'log', 'debug'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation((line: unknown) => void said.push(String(line)));
  const { lead, links } = await notifiedLead();
  await app.asOwner(`
    create function fail() returns trigger language plpgsql as $$ begin raise exception 'It fails'; end $$;
    create trigger fail before insert on used_link for each row execute function fail()`);
  const answer = await press(links.reached, { kind: 'call' });
  await app.asOwner('drop trigger fail on used_link; drop function fail');
  jest.restoreAllMocks();
  expect(answer.status).toBe(500);
  expect(said.join('\n')).toContain('POST /act/:token');
  expect(said.join('\n')).not.toContain(links.reached.slice(-43));
  expect(await touches(lead)).toEqual([]);
  expect((await press(links.reached, { kind: 'call' })).status).toBe(200);
});

it('without a key to sign with, mails have no links and no link works', async () => {
  const own = await TestApplication.start(undefined, {
    environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com', secretsKey: undefined },
  });
  await aDesk(own, ['Dot']);
  await aLead(own);
  await own.deliver();
  expect(mail.to('dot@example.com')[0]!.text).not.toContain('/act/');
  const answer = await new Client(own.url).get('/act/a.b.c', { key: null });
  expect([answer.status, textOf(answer)]).toEqual([404, expect.stringContaining('not in use here')]);
  await own.stop();
});

describe('the link of a lead that is offered', () => {
  /** A lead that Ann and Bo may claim, and the link in Ann's mail. */
  async function offered(): Promise<{ lead: Json; path: string }> {
    const pool = await aPool(app, `Callbacks ${Math.random()}`, [ann, bo], { strategy: 'claim' });
    const email = `${Math.random()}@example.com`;
    const { id: ownerId } = await aRep(app, 'Dee', { email });
    mail.arrived.length = 0;
    const lead = await aLead(app, { contact: { name: 'Kim Lee' }, owner: { repId: ownerId } });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: pool.id, reason: 'Wants to be called back' });
    await app.deliver();
    const { text } = mail.to('ann@example.com')[0]!;
    expect(text).toContain('Kim Lee is offered to members of Callbacks');
    for (const label of Object.values(LABELS)) expect(text).not.toContain(label);
    const [, address] = /Claim this lead: (\S+)/.exec(text!)!;
    return { lead, path: address!.replace(PUBLIC_URL, '') };
  }

  it('gives the lead to the first rep who presses its button, and tells others that it is gone', async () => {
    const { lead, path } = await offered();
    const page = await open(path);
    expect([page.status, textOf(page)]).toEqual([200, expect.stringMatching(/Claim Kim Lee.*The first to claim it/s)]);
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    const done = await press(path);
    expect([done.status, textOf(done)]).toEqual([200, expect.stringContaining('The lead is yours.')]);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    const again = await press(path);
    expect([again.status, textOf(again)]).toEqual([410, expect.stringContaining('used already')]);
    const late = await offered();
    await app.must('POST', `/v1/leads/${late.lead.id}/claim`, { repId: bo.id });
    const gone = await press(late.path);
    expect([gone.status, textOf(gone)]).toEqual([409, expect.stringContaining('no longer offered')]);
    expect(textOf(gone)).toContain('Bo has it.');
    expect((await leadNow(app, late.lead)).ownerId).toBe(bo.id);
  });

  it('explains why a claim is refused, and works once the obstacle is gone', async () => {
    const { lead, path } = await offered();
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const refused = await press(path);
    expect([refused.status, textOf(refused)]).toEqual([422, expect.stringContaining('is not available')]);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    expect((await press(path)).status).toBe(200);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });
});

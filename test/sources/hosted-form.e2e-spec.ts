import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  await aDesk(app, ['Ann']);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const aConnection = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/inbound', { name: 'Website', kind: 'form', source: 'website', ...fields });
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads')).data;

async function visit({ key }: Json, query = '', headers: Record<string, string> = {}) {
  const answer = await request(`${app.url}/f/${key}${query}`, { headers });
  return { status: answer.statusCode, headers: answer.headers, html: await answer.body.text() };
}

/** Sends the form as the page that was opened has it, filled in. */
async function fillIn(connection: Json, fields: Record<string, string>, { query = '', openForMs = MINUTE } = {}) {
  const { html } = await visit(connection, query, { referer: 'https://www.example.com/news' });
  await app.moveBy(openForMs);
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
    ([, name, value]) => [name!, value!.replaceAll('&#34;', '"').replaceAll('&amp;', '&')] as [string, string],
  );
  const body = new URLSearchParams([...Object.entries(fields), ...hidden]);
  const answer = await request(`${app.url}/f/${connection.key}${query}`, {
    method: 'POST',
    body: body.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
  });
  await app.application.app.get(Arrivals).idle();
  return { status: answer.statusCode, headers: answer.headers, html: await answer.body.text() };
}

const KIM = { 'contact.name': 'Kim Lee', 'contact.email': 'kim@example.com', message: 'Call me' };

describe('the form that every connection of a form has', () => {
  it('is a page without scripts, cookies and anything from elsewhere', async () => {
    const connection = await aConnection();
    expect(connection.formUrl).toBe(connection.url.replace('/in/', '/f/'));
    const { status, headers, html } = await visit(connection);
    expect([status, headers['content-type'], headers['set-cookie']]).toEqual([
      200,
      'text/html; charset=utf-8',
      undefined,
    ]);
    expect(html).not.toMatch(/<script|(?:src|href)="(?!data:)/);
    const [, style] = /<style>(.*?)<\/style>/s.exec(html)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`,
    );
  });

  it('makes a lead with the click, the campaign and the pages that led to it', async () => {
    const connection = await aConnection();
    const query = '?gclid=Cj0KCQ&utm_campaign=spring&utm_term=crm%20%22x%22&email=no';
    const { status, html } = await fillIn(connection, KIM, { query });
    expect([status, html]).toEqual([200, expect.stringContaining('Thank you')]);
    expect(await leads()).toMatchObject([
      {
        source: 'website',
        campaign: 'spring',
        message: 'Call me',
        landingPage: `${connection.formUrl}${query}`,
        contact: { name: 'Kim Lee', email: 'kim@example.com' },
        clickIds: { gclid: 'Cj0KCQ' },
        attributes: { referrer: 'https://www.example.com/news', utm_term: 'crm "x"' },
      },
    ]);
    expect((await leads())[0]!.consent).toBeUndefined();
  });

  it('says beside each field what is wrong, and loses nothing that was typed', async () => {
    const connection = await aConnection();
    const { status, html } = await fillIn(connection, {
      'contact.name': '',
      'contact.email': 'kim@',
      message: '<b>"Hi',
    });
    expect(status).toBe(422);
    expect(html).toContain('<title>Error: Contact us</title>');
    expect(
      [...html.matchAll(/<strong class="error" id="error-(\d)">([^<]+)/g)].map(([, at, text]) => [at, text]),
    ).toEqual([
      ['1', 'Please fill this in.'],
      ['2', 'Please enter an e-mail address, such as kim@example.com.'],
    ]);
    expect(html).toContain('aria-describedby="error-2"');
    expect(html).toContain('value="kim@"');
    expect(html).toContain('&lt;b&gt;&#34;Hi</textarea>');
    expect(await leads()).toEqual([]);
  });

  it('asks for an address or a number that reaches somebody', async () => {
    const fields = [{ field: 'contact.name' }, { field: 'contact.phone' }, { field: 'contact.email' }];
    const connection = await aConnection({ hosted: { fields } });
    for (const given of [
      { 'contact.name': 'Kim' },
      { 'contact.phone': 'none' },
      { 'contact.email': 'test@test.com' },
    ]) {
      const { status, html } = await fillIn(connection, given);
      expect([status, html]).toEqual([422, expect.stringContaining('at which we can reach you')]);
    }
    expect((await fillIn(connection, { 'contact.phone': '+49 151 12345605' })).status).toBe(200);
    expect(await leads()).toHaveLength(1);
  });

  it('waits if a program filled it in: too fast, or what people do not see', async () => {
    const connection = await aConnection({ origins: ['https://www.example.com'] });
    await fillIn(connection, KIM, { openForMs: 1_999 });
    await fillIn(connection, { ...KIM, _trap: 'x' });
    const { data } = await app.must('GET', '/v1/inbound/arrivals?state=waiting');
    expect(data.map(({ reason }: Json) => reason)).toEqual(['trap', 'tooFast']);
    // Its own page may send, whatever other pages may.
    await fillIn(connection, KIM, { openForMs: 2_000 });
    expect(await leads()).toHaveLength(1);
  });

  it('leads on to the page of the connection', async () => {
    const connection = await aConnection({ redirect: 'https://www.example.com/danke' });
    expect((await visit(connection)).headers['content-security-policy']).toContain(
      "form-action 'self' https://www.example.com;",
    );
    const { status, headers } = await fillIn(connection, KIM);
    expect([status, headers.location]).toEqual([303, 'https://www.example.com/danke']);
  });

  it('is gone with its address, and other connections have none', async () => {
    const connection = await aConnection();
    await app.must('POST', `/v1/inbound/${connection.id}/rotate`, { formerFor: 'PT0S' });
    const gone = await visit(connection);
    expect([gone.status, gone.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(gone.html).toContain('There is no form here');
    const tool = await aConnection({ name: 'Tool', kind: 'json' });
    expect([tool.formUrl, (await visit(tool)).status]).toEqual([null, 404]);
  });
});

describe('a form of its own', () => {
  const hosted = {
    title: 'Demo <anfragen>',
    language: 'de',
    fields: [
      { field: 'contact.email', required: true },
      { field: 'attributes.team', label: 'Welches Team?', options: ['Vertrieb', 'Service'] },
    ],
    consentText: 'Ja & gern',
    privacyUrl: 'https://www.example.com/privacy',
    thanks: 'Wir rufen an.',
    colours: { background: '#14171c', accent: '#9cc9ff' },
  };

  it('speaks its language, and says its own words', async () => {
    const connection = await aConnection({ hosted });
    expect(connection.hosted.fields[0]).toEqual({ field: 'contact.email', required: true, long: false });
    const { html } = await visit(connection);
    for (const part of [
      '<html lang="de">',
      '<h1>Demo &lt;anfragen&gt;</h1>',
      'Welches Team? <span class="aside">(freiwillig)</span>',
      '<option>Vertrieb</option>',
      'href="https://www.example.com/privacy"',
      'background:#14171c',
      '<button>Absenden</button>',
    ])
      expect(html).toContain(part);
    const { html: thanks } = await fillIn(connection, {
      'contact.email': 'kim@example.com',
      'attributes.team': 'Service',
    });
    expect(thanks).toContain('Wir rufen an.');
    expect(await leads()).toMatchObject([
      { attributes: { team: 'Service' }, consent: { adUserData: 'denied', adPersonalization: 'denied' } },
    ]);
  });

  it('stores what people agree to', async () => {
    const connection = await aConnection({ hosted });
    await fillIn(connection, { 'contact.email': 'kim@example.com', _consent: 'Ja & gern' });
    expect(await leads()).toMatchObject([
      {
        consent: { adUserData: 'granted', adPersonalization: 'granted' },
        attributes: { consentText: 'Ja & gern' },
      },
    ]);
  });

  it.each<[object, string]>([
    [{ fields: [{ field: 'contact.email' }, { field: 'contact.email' }] }, '/hosted/fields/1/field'],
    [{ fields: [{ field: 'contact.mail' }, { field: 'contact.email' }] }, '/hosted/fields/0/field'],
    [{ fields: [{ field: 'source' }, { field: 'contact.email' }] }, '/hosted/fields/0/field'],
    [{ fields: [{ field: 'attributes.x' }, { field: 'contact.email' }] }, '/hosted/fields/0/label'],
    [{ fields: [{ field: 'contact.name' }] }, '/hosted/fields'],
    [{ colours: { background: '#ffffff', accent: '#777777' } }, '/hosted/colours/accent'],
    [{ colours: { background: 'white' } }, '/hosted/colours/background'],
    [{ language: 'it' }, '/hosted/language'],
  ])('%j is refused at %s', async (wrong, pointer) => {
    const answer = await app.ask('POST', '/v1/inbound', { name: 'W', kind: 'form', source: 's', hosted: wrong });
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([422, [pointer]]);
  });

  it('is for forms alone', async () => {
    const answer = await app.ask('POST', '/v1/inbound', { name: 'W', kind: 'json', source: 's', hosted: {} });
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([422, ['/hosted']]);
  });
});

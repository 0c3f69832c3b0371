import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { Looking } from '../../src/sources/asked/looking.service.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { HubspotServer } from '../support/hubspot-server.js';
import { ACCOUNT, CLIENT_SECRET, LinkedinServer, notified, signedByLinkedin } from '../support/linkedin-server.js';
import { APP_SECRET, MetaServer, PAGE_ID, signed, told } from '../support/meta-server.js';
import { aPool, aRep } from '../support/people.js';
import { inBrowser, PHONE } from './browsing.js';

inBrowser('an admin who connects a form', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(() => app.stop());

  const send = async (url: string, fields: Record<string, string>) => {
    const path = new URL(url).pathname;
    const answer = await fetch(`${app.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    await app.application.app.get(Arrivals).idle();
    return answer.status;
  };

  it('gets from a product to a lead with an owner by clicking, and takes in what waits', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/configure');
    await page.getByRole('link', { name: 'Connections' }).last().click();
    await page.getByRole('link', { name: 'Add a connection' }).click();
    await page.getByRole('button', { name: 'Form of a website' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Contact form');
    await page.getByLabel('Pages that may send').fill('www.example.com');
    await page.getByRole('button', { name: 'Make the connection' }).click();
    // What the server finds wrong stands beside the field.
    await page
      .getByLabel('Pages that may send')
      .locator('..')
      .getByText(/Expected/)
      .waitFor();
    await page.getByLabel('Pages that may send').fill('');
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByRole('heading', { name: 'Contact form' }).waitFor();
    await page.getByText('can only be reached from within your network').waitFor();
    await page.getByText('Nothing has arrived yet').waitFor();
    await device.requireAccessible();

    const url = (await page.locator('.copied code').first().textContent())!;
    expect(await send(url, { name: 'Kim Lee', email: 'kim@example.com' })).toBe(202);
    await page.getByRole('link', { name: 'Kim Lee' }).waitFor();
    await page.getByText('belongs to Ann').waitFor();

    expect(await send(url, { name: 'Jo Fox', email: 'jo@example.com', _gotcha: 'x' })).toBe(202);
    await page.getByText('It waits.').waitFor();
    await page.getByRole('button', { name: 'Look at it' }).first().click();
    await page.getByRole('dialog', { name: 'As it came' }).getByText('jo%40example.com').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByRole('link', { name: 'Jo Fox' }).waitFor();

    await page.getByText('A form to copy').click();
    expect(await page.locator('.copied code').nth(1).textContent()).toContain(`<form action="${url}"`);
    await page.getByRole('button', { name: 'Change the address …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Change it' }).click();
    await page.locator('.copied code').first().filter({ hasNotText: url }).waitFor();
    await page.getByRole('link', { name: 'Connections' }).last().click();
    await page
      .getByRole('row', { name: /Contact form/ })
      .getByText('Form of a website')
      .waitFor();
    await device.requireAccessible();
    expect(await send(url, { note: 'nobody' })).toBe(202);
    await page.goto(`${app.url}/console/health`);
    await page.getByText('1 rejected, 0 waiting').waitFor();
    await device.requireAccessible();
    await page.getByRole('link', { name: 'Contact form' }).click();
    await page.getByText('It is no lead.').waitFor();
    // The refused form is the only one.
    expect(device.wrongs).toEqual([expect.stringContaining('422')]);
  });

  it('makes a form without a website, in which a visitor is told what is missing', async () => {
    const connection = await app.must('POST', '/v1/inbound', {
      name: 'Demo',
      kind: 'form',
      source: 'demo',
      // Its own page may send, whatever other pages may.
      origins: ['https://www.example.com'],
    });
    const desk = await aDevice();
    const page = await desk.logIn(app.url, ADMIN_KEY, `/console/connections/${connection.id}`);
    await page.getByText('Change the form').click();
    await page.getByLabel('Heading').fill('Ask for a demo');
    await page.getByRole('button', { name: '+ Phone' }).click();
    await page.getByRole('button', { name: 'Remove: Name' }).click();
    await page.getByLabel('A question of your own').fill('Which team?');
    await page.getByRole('button', { name: 'Add the question' }).click();
    await page.getByRole('button', { name: 'Up: Which team?' }).click();
    await page.getByLabel('Answers to choose from').fill('Sales\nService');
    await page.getByLabel('What people may agree to').fill('Ad platforms may get my data.');
    await page.getByLabel('Button and links').fill('#dddddd');
    await page.getByRole('button', { name: 'Save the form' }).click();
    await page.getByText('differ too little to be read').waitFor();
    await page.getByLabel('Button and links').fill('#8f1717');
    await page.getByRole('button', { name: 'Save the form' }).click();
    const framed = page.frameLocator('iframe');
    await framed.getByRole('heading', { name: 'Ask for a demo' }).waitFor();
    await desk.requireAccessible();

    const phone = await aDevice(PHONE);
    const visitor = phone.page;
    await visitor.goto(`${app.url}/f/${connection.key}?utm_campaign=spring`);
    await phone.requireAccessible();
    expect(await visitor.locator('label').allTextContents()).toEqual([
      ...['E-mail', 'Message (optional)', 'Which team? (optional)', 'Phone (optional)'],
      ...[' Ad platforms may get my data.', 'Leave this empty '],
    ]);
    await visitor.getByLabel('Message').fill('Hello');
    await visitor.getByRole('button', { name: 'Send' }).click();
    await visitor.getByText('Please fill this in.').waitFor();
    await phone.requireAccessible();
    const email = visitor.getByRole('textbox', { name: 'E-mail' });
    expect(await visitor.evaluate('document.activeElement.name')).toBe('contact.email');
    expect(await visitor.getByLabel('Message').inputValue()).toBe('Hello');
    await email.fill('mo@example.com');
    await visitor.getByLabel('Which team?').selectOption('Service');
    await visitor.getByLabel('Ad platforms may get my data.').check();
    await app.moveBy(60_000);
    await visitor.getByRole('button', { name: 'Send' }).click();
    await visitor.getByRole('heading', { name: 'Thank you' }).waitFor();
    await phone.requireAccessible();
    await app.application.app.get(Arrivals).idle();
    const { data } = await app.must('GET', '/v1/leads?source=demo');
    expect(data).toMatchObject([
      {
        campaign: 'spring',
        message: 'Hello',
        consent: { adUserData: 'granted' },
        attributes: { 'Which team?': 'Service' },
      },
    ]);
  });
});

inBrowser('an admin who connects Meta lead ads', (aDevice) => {
  let app: TestApplication;
  let meta: MetaServer;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    meta = await MetaServer.start();
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(async () => {
    await app.stop();
    await meta.stop();
  });

  const work = async () => {
    await app.application.app.get(Looking).look();
    await app.application.app.get(Dispatch).look();
    await app.application.app.get(Arrivals).idle();
  };
  const tell = async (url: string, ids: readonly (string | number)[]) => {
    const body = JSON.stringify(told(ids));
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signed(body) };
    return (await fetch(`${app.url}${new URL(url).pathname}`, { method: 'POST', body, headers })).status;
  };

  it('gets from the product to a lead with an owner, and is told when the access token expires', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/connections/add');
    await page.getByRole('button', { name: 'Meta lead ads' }).click();
    await page.getByText('The id of the page is on the page').waitFor();
    await page.getByLabel('App secret').fill(APP_SECRET);
    await page.getByLabel('Id of the page').fill('Acme');
    await page.getByLabel('Access token of the page').fill(meta.token);
    await page.getByText('Another address of the Graph API').click();
    await page.getByLabel('Its address, such as that of a proxy').fill(meta.url);
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page
      .getByLabel('Id of the page')
      .locator('..')
      .getByText(/Expected/)
      .waitFor();
    await page.getByLabel('Id of the page').fill(PAGE_ID);
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByRole('heading', { name: 'Meta lead ads' }).waitFor();
    await page.getByText('Touchline is about to ask Meta').waitFor();
    await device.requireAccessible();

    const [url, token] = await page.locator('.copied code').allTextContents();
    const shake = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token!, 'hub.challenge': '42' });
    expect(await (await fetch(`${app.url}${new URL(url!).pathname}?${shake.toString()}`)).text()).toBe('42');
    await work();
    await page.getByText('Meta tells Touchline of new leads of the page').waitFor();

    expect(await tell(url!, [444444444444])).toBe(200);
    await page.getByText('Meta’s sample arrived').waitFor();
    meta.add('1234567890123456', app.time.now(), { full_name: 'Kim Lee', email: 'kim@example.com' });
    expect(await tell(url!, ['1234567890123456'])).toBe(200);
    await page.getByText('Its fields are still to be fetched').waitFor();
    await work();
    await page.getByRole('link', { name: 'Kim Lee' }).waitFor();
    await page.getByText('belongs to Ann').waitFor();

    meta.token = 'EAAG-the-second-access-token';
    meta.add('1234567890123457', app.time.now(), { full_name: 'Jo Fox', email: 'jo@example.com' });
    await tell(url!, ['1234567890123457']);
    await work();
    await page.getByText('Once a new access token is entered').waitFor();
    await device.requireAccessible();
    // The refused form is the only one.
    expect(device.wrongs).toEqual([expect.stringContaining('422')]);
  });
});

inBrowser('an admin who connects Calendly', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(() => app.stop());

  it('sees a stranger who books a meeting become a lead with an owner', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/connections/add');
    await page.getByRole('button', { name: 'Calendly' }).click();
    await page.getByLabel('Signing key').fill('the-signing-key');
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByText('Book a meeting. It arrives below.').waitFor();
    const url = (await page.locator('.copied code').first().textContent())!;
    const body = JSON.stringify({
      event: 'invitee.created',
      created_at: '2026-03-02T09:00:00Z',
      payload: {
        uri: 'https://api.calendly.com/scheduled_events/E/invitees/A',
        email: 'kim@example.com',
        name: 'Kim Lee',
        scheduled_event: { name: 'Intro call', start_time: '2026-03-05T10:00:00Z' },
      },
    });
    const v1 = createHmac('sha256', 'the-signing-key').update(`17.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'calendly-webhook-signature': `t=17,v1=${v1}` };
    const sent = await fetch(`${app.url}${new URL(url).pathname}`, { method: 'POST', body, headers });
    expect(sent.status).toBe(200);
    await page.getByText('belongs to Ann').waitFor();
    await page.getByRole('link', { name: 'Kim Lee' }).click();
    await page
      .getByText(/meeting booked for/)
      .first()
      .waitFor();
    await device.requireAccessible();
    expect(device.wrongs).toEqual([]);
  });
});

inBrowser('an admin who connects HubSpot', (aDevice) => {
  let app: TestApplication;
  let hubspot: HubspotServer;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    hubspot = await HubspotServer.start();
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(async () => {
    await app.stop();
    await hubspot.stop();
  });

  const look = async () => {
    await app.moveBy(120_000);
    await app.application.app.get(Looking).look();
    await app.application.app.get(Arrivals).idle();
  };

  it('gets from the product to a lead with an owner with a service key, and is told when it is refused', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/connections/add');
    await page.getByRole('button', { name: 'HubSpot' }).click();
    await page.getByText('Development › Keys › Service keys').waitFor();
    await page.getByLabel('Service key').fill(hubspot.key);
    await page.getByLabel('Ids of forms').fill('a_form');
    await page.getByText('Another address of HubSpot’s API').click();
    await page.getByLabel('Its address, such as that of a proxy').fill(hubspot.url);
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page
      .getByLabel('Ids of forms')
      .locator('..')
      .getByText(/Expected/)
      .waitFor();
    await page.getByLabel('Ids of forms').fill('');
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByRole('heading', { name: 'HubSpot', exact: true }).waitFor();
    await page.getByText('Nothing has arrived yet').waitFor();
    await page.getByText('Touchline has looked for new submissions').waitFor();
    await device.requireAccessible();

    hubspot.aForm('f1', 'Demo');
    hubspot.submit('f1', app.time.now(), { email: 'kim@example.com', firstname: 'Kim', lastname: 'Lee' }, 'c-1');
    hubspot.aContact(51, app.time.now(), { email: 'kim@example.com', hs_object_source: 'FORM' });
    await look();
    await page.getByRole('link', { name: 'Kim Lee' }).waitFor();
    await page.getByText('belongs to Ann').waitFor();

    hubspot.key = 'pat-eu1-the-second-service-key';
    await look();
    await page.getByText('Once a new service key is entered').waitFor();
    await device.requireAccessible();
    // The refused form is the only one.
    expect(device.wrongs).toEqual([expect.stringContaining('422')]);
  });
});

inBrowser('an admin who connects LinkedIn', (aDevice) => {
  let app: TestApplication;
  let linkedin: LinkedinServer;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    linkedin = await LinkedinServer.start();
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(async () => {
    await app.stop();
    await linkedin.stop();
  });

  const work = async () => {
    await app.application.app.get(Looking).look();
    await app.application.app.get(Dispatch).look();
    await app.application.app.get(Arrivals).idle();
  };
  const tell = async (url: string, id: string, action?: 'DELETED') => {
    const body = JSON.stringify(notified(id, action));
    const headers = { 'content-type': 'application/json', 'x-li-signature': signedByLinkedin(body) };
    return (await fetch(`${app.url}${new URL(url).pathname}`, { method: 'POST', body, headers })).status;
  };

  it('gets from the product to a lead with an owner, which is erased when it is deleted there', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/connections/add');
    await page.getByRole('button', { name: 'LinkedIn lead forms' }).click();
    await page.getByText('only to apps that its Lead Sync programme has approved').waitFor();
    await page.getByLabel('Client secret of the app').fill(CLIENT_SECRET);
    await page.getByLabel('Access token').fill(linkedin.token);
    await page.getByLabel('Ad account or page').fill('512345678');
    await page.getByText('Another address of LinkedIn’s API').click();
    await page.getByLabel('Its address, such as that of a proxy').fill(linkedin.url);
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page
      .getByLabel('Ad account or page')
      .locator('..')
      .getByText(/Expected/)
      .waitFor();
    await page.getByLabel('Ad account or page').fill(ACCOUNT);
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByRole('heading', { name: 'LinkedIn lead forms' }).waitFor();
    await page.getByText('Touchline is about to ask LinkedIn').waitFor();

    await work();
    await page.getByText('LinkedIn tells Touchline of new leads').waitFor();
    const url = (await page.locator('.copied code').first().textContent())!;
    linkedin.add('abc-1', app.time.now(), { 1: 'Kim', 2: 'Lee', 3: 'kim@example.com' });
    expect(await tell(url, 'abc-1')).toBe(200);
    await page.getByText('Its fields are still to be fetched').waitFor();
    await work();
    await page.getByRole('link', { name: 'Kim Lee' }).waitFor();
    await page.getByText('belongs to Ann').waitFor();
    await device.requireAccessible();

    expect(await tell(url, 'abc-1', 'DELETED')).toBe(200);
    await app.application.app.get(Replaying).takeDue();
    await page.getByText('what it had become is erased').waitFor();
    await page.reload();
    await page.getByText('what it had become is erased').waitFor();
    await page.getByText('Kim Lee').waitFor({ state: 'detached' });
    await device.requireAccessible();
    // The refused form is the only one.
    expect(device.wrongs).toEqual([expect.stringContaining('422')]);
  });
});

inBrowser('an admin who connects Dialpad', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(() => app.stop());

  it('sees a missed call of a stranger become a lead with an owner', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/connections/add');
    await page.getByRole('button', { name: 'Twilio' }).waitFor();
    await page.getByRole('button', { name: 'Dialpad' }).click();
    await page.getByLabel('Secret').fill('the-secret-of-the-webhook');
    await page.getByLabel('Missed calls of people whom no lead knows become leads').check();
    await page.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByText('hangup and missed as the call_states').waitFor();
    const url = (await page.locator('.copied code').first().textContent())!;
    const call = {
      call_id: 1,
      state: 'missed',
      direction: 'inbound',
      external_number: '+4915112345605',
      date_started: app.time.now() - 20_000,
      contact: { name: 'Kim Lee' },
    };
    const [header, claims] = [{ alg: 'HS256', typ: 'JWT' }, call].map((each) =>
      Buffer.from(JSON.stringify(each)).toString('base64url'),
    );
    const signed = `${header}.${claims}`;
    const body = `${signed}.${createHmac('sha256', 'the-secret-of-the-webhook').update(signed).digest('base64url')}`;
    expect((await fetch(`${app.url}${new URL(url).pathname}`, { method: 'POST', body })).status).toBe(200);
    await page.getByRole('link', { name: 'Kim Lee' }).waitFor();
    await page.getByText('belongs to Ann').waitFor();
    await device.requireAccessible();
    expect(device.wrongs).toEqual([]);
  });
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Sessions } from '../../src/console/sessions/sessions.service.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { Endpoint } from '../support/endpoint.js';
import { aDesk, aLead, aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('an operator', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
  });
  afterAll(async () => {
    await app.stop();
  });

  it('sees whether the engine works, and what waits', async () => {
    const { reps } = await aDesk(app, ['Ann']);
    await app.must('PUT', `/v1/reps/${reps[0]!.id}/availability`, { available: false });
    await aLead(app);
    const device = await aDevice(PHONE);
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/health');
    await page.getByRole('heading', { name: 'Touchline works' }).waitFor();
    await page.getByText('1 lead is without an owner').waitFor();
    await page.getByText('Everything has arrived').waitFor();
    await device.requireAccessible();
    const hold = await app.must('POST', '/v1/enforcement/holds', {
      scope: 'all',
      until: '2026-03-02T17:00:00Z',
      reason: 'Move',
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Enforcement is held' }).waitFor();
    await app.must('DELETE', `/v1/enforcement/holds/${hold.id}`);
    await app.must('POST', '/v1/leads/dispositions', {
      filter: { source: 'web' },
      all: true,
      disposition: {
        category: 'lost',
        reason: (await app.must('GET', '/v1/disposition-reasons?limit=100')).data.find(
          (each: { category: string; requires: string[] }) => each.category === 'lost' && each.requires.length === 0,
        ).code,
      },
    });
    await app.settleJobs();
    await page.reload();
    await page.getByText('Closing of many leads').waitFor();
  });

  it('gives people and programs access, and takes it away again', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/access');
    await page.getByText('create a key for each of them below').waitFor();
    await page.getByText('Add somebody').click();
    await page.getByLabel('Name', { exact: true }).fill('Noor Haddad');
    await page.getByLabel('E-mail address').fill('noor@example.com');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('noor@example.com: read everything').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Noor' }).getByRole('button', { name: 'Change …' }).click();
    const rights = page.getByRole('dialog', { name: 'Access of Noor Haddad' });
    await rights.getByLabel('of the reps they manage').check();
    await device.requireAccessible();
    await rights.getByRole('button', { name: 'Save' }).click();
    await rights.getByText('Expected a rep: whoever has the scope rep or manager').waitFor();
    await rights.getByLabel('of the reps they manage').uncheck();
    await rights.getByLabel('Update leads').check();
    await rights.getByRole('button', { name: 'Save' }).click();
    await page.getByText('read everything; update leads').waitFor();
    await page.getByText('Create a key', { exact: true }).click();
    await page.getByLabel('Name of the key').fill('Web site');
    await page.getByRole('button', { name: 'Create the key' }).click();
    const key = await page.locator('.secret code').textContent();
    const send = (name: string) =>
      app.post('/v1/leads', { source: 'web', contact: { email: `${name}@example.org` } }, { key: key! });
    expect((await send('first')).status).toBe(201);
    await device.requireAccessible();

    await page.getByRole('listitem').filter({ hasText: 'Web site' }).getByRole('button', { name: 'Revoke …' }).click();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Web site' }).waitFor({ state: 'detached' });
    await until('the key is refused', async () => (await send('second')).status === 401);
    await page.getByRole('listitem').filter({ hasText: 'Noor' }).getByRole('button', { name: 'Remove …' }).click();
    await page.getByRole('button', { name: 'Remove them' }).click();
    await page.getByText('noor@example.com').waitFor({ state: 'detached' });
  });

  it('lets a rep in by a key where no mail is sent', async () => {
    const { id: repId } = await aRep(app, 'Ora');
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/access');
    await page.getByText('Create a key', { exact: true }).click();
    await page.getByLabel('Name of the key').fill('Ora’s laptop');
    await page.getByRole('combobox', { name: /^Access/ }).selectOption('Their own leads');
    await page.getByRole('combobox', { name: /^Rep/ }).selectOption('Ora');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Create the key' }).click();
    const key = (await page.locator('.secret code').textContent())!;
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Ora’s laptop' })
      .getByText(/expires/)
      .waitFor();
    await device.close();
    const ofOra = await aDevice();
    await ofOra.logIn(app.url, key);
    await ofOra.page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect((await app.ask('GET', '/v1/me', undefined, { key })).body).toMatchObject({ scopes: ['rep'], repId });
  });

  it('takes no scope away from a user by changing another one', async () => {
    const { id } = await app.must('POST', '/v1/users', {
      email: 'fay@example.com',
      name: 'Fay',
      scopes: ['read', 'feedback'],
    });
    const gil = await aRep(app, 'Gil');
    await app.must('POST', '/v1/users', {
      email: 'gil@example.com',
      name: 'G. Gilbert',
      scopes: ['rep'],
      repId: gil.id,
    });
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/access');
    await page.getByText('gil@example.com: their own leads, as the rep Gil').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Fay' }).getByRole('button', { name: 'Change …' }).click();
    const rights = page.getByRole('dialog', { name: 'Access of Fay' });
    await rights.getByLabel('Update leads').check();
    await rights.getByRole('button', { name: 'Save' }).click();
    await page.getByText('read everything; update leads, deals and contracts; fetch conversions').waitFor();
    expect((await app.must('GET', `/v1/users/${id}`)).scopes.sort()).toEqual(['feedback', 'integration', 'read']);
  });

  it('finds their own devices among those of everybody else', async () => {
    const browser = { method: 'GET', headers: {}, ip: '127.0.0.1' };
    const { email } = await app.must('POST', '/v1/users', {
      email: 'gus@example.com',
      name: 'Gus',
      scopes: ['read'],
    });
    const sessions = app.application.app.get(Sessions);
    for (let count = 0; count < 100; count += 1) await sessions.beginByAddress(email, browser);
    const device = await aDevice();
    await device.logIn(app.url, ADMIN_KEY, '/console/account');
    await device.page.getByText('this one').waitFor();
  });

  it('finds deliveries that did not arrive, and sends them again', async () => {
    const endpoint = await Endpoint.start();
    endpoint.answers = () => 410;
    const hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.received'] });
    await aLead(app, { contact: { email: 'lee@example.org' } });
    await app.deliver();
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/deliveries');
    await page.getByLabel(/^Webhook/).selectOption({ label: endpoint.url });
    await page.getByText('Answered 410').first().waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'lead.received' }).first().click();
    await page.getByText('What is sent').click();
    await device.requireAccessible();
    endpoint.answers = () => 204;
    const { id } = await app.must('GET', `/v1/webhooks/${hook.id}`);
    await app.post(`/v1/webhooks/${id}/resume`);
    await page.getByRole('button', { name: 'Send it again' }).click();
    await noticed(page, 'Sending again');
    await app.deliver();
    await page.getByRole('cell', { name: '204' }).first().waitFor();

    const before = endpoint.received.length;
    await page.getByRole('button', { name: 'Send again …' }).click();
    await page.getByLabel('Only what did not arrive').uncheck();
    await device.requireAccessible();
    await page.getByLabel('Until (exclusive)').fill('2026-03-02T23:59');
    await page.getByRole('button', { name: 'Send them again' }).click();
    await noticed(page, 'Sending again');
    await app.deliver();
    expect(endpoint.received.length).toBeGreaterThan(before);
    await device.close();
    await endpoint.stop();
  });

  it('reads events, the newest first, and those of one lead alone', async () => {
    const lead = await aLead(app, { contact: { email: 'mo@example.org' } });
    await app.feedsCaughtUp();
    const device = await aDevice(PHONE);
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/events?type=lead.received');
    const newest = page.getByRole('listitem').filter({ hasText: 'lead.received' }).first();
    await newest.getByText('lead.received').click();
    await newest.getByText('"source": "web"').waitFor();
    await device.requireAccessible();
    await newest.getByRole('link', { name: 'All of it' }).click();
    await page.getByText('lead.queued').or(page.getByText('lead.assigned')).first().waitFor();
    expect(new URL(page.url()).searchParams.get('subjectId')).toBe(lead.id);
    await page.getByText('lead.received').first().click();
    await page.getByRole('link', { name: 'The lead' }).first().click();
    await page.getByRole('heading', { name: 'mo@example.org' }).waitFor();
  });

  it('reads which part of the configuration was changed, and opens it', async () => {
    const team = await app.must('POST', '/v1/teams', { name: 'Inbound', repIds: [] });
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'Outbound', repIds: [] });
    await app.feedsCaughtUp();
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/events?type=config.changed');
    const newest = page.locator('.events > li').first();
    await newest.getByText('config.changed team replaced, version 2 · The key ADMIN_KEY').click();
    await device.requireAccessible();
    await newest.getByRole('link', { name: 'The team' }).click();
    await page.getByRole('heading', { name: 'Outbound' }).waitFor();
  });

  it('reads earlier events, back to the first', async () => {
    const leads = Array.from({ length: 101 }, (_, index) => ({
      source: 'fair',
      contact: { email: `visitor-${index + 1}@example.org` },
    }));
    await app.must('POST', '/v1/leads/batch', { leads });
    await app.feedsCaughtUp();
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/events?type=lead.received');
    const events = page.locator('.events > li');
    await events.nth(99).waitFor();
    expect(await events.count()).toBe(100);
    await page.getByRole('button', { name: 'Older' }).click();
    await events.nth(100).waitFor();
    await page.getByRole('button', { name: 'Older' }).waitFor({ state: 'detached' });
    await device.requireAccessible();
  });
});

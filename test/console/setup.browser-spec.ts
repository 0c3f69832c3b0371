import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { DESK, inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('an admin who sets up a company', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
  });
  afterAll(async () => {
    await app.stop();
  });

  const step = (page: Page, title: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });
  const isDone = (page: Page, title: string) =>
    step(page, title).getByText('done', { exact: true }).waitFor({ state: 'attached' });

  it('gets from an empty database to a lead that is served, by clicking alone', async () => {
    const device = await aDevice({ ...DESK, timezoneId: 'Europe/Berlin' });
    const page = await device.logIn(app.url, ADMIN_KEY);
    await page.getByRole('heading', { name: 'Set up', level: 1 }).waitFor();
    await device.requireAccessible();

    const offices = step(page, 'Offices and their hours');
    await offices.getByLabel('Name', { exact: true }).fill('Berlin');
    expect(await offices.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
    await offices.getByLabel('Public holidays').selectOption('DE-BE');
    await offices.getByText('also becomes that of the company').waitFor();
    // Whatever fails on the way, the same form can be sent again.
    await page.route('**/v1/settings', (route) => route.fulfill({ status: 500, json: { title: 'It failed' } }));
    await offices.getByRole('button', { name: 'Save the office' }).click();
    await offices.getByRole('alert').waitFor();
    await page.unroute('**/v1/settings');
    await offices.getByRole('button', { name: 'Save the office' }).click();
    await offices.getByText('closed on public holidays of Germany: Berlin').waitFor();
    await isDone(page, 'Offices and their hours');
    await offices.getByLabel('Name', { exact: true }).fill('New York');
    await offices.getByLabel('Time zone').selectOption('America/New_York');
    await offices.getByLabel('Fri', { exact: true }).uncheck();
    await offices.getByRole('button', { name: 'Add an office' }).click();
    await offices.getByText('Mon–Thu 09:00–17:00, America/New York').waitFor();
    await offices.getByRole('button', { name: 'Next' }).click();

    const people = step(page, 'People');
    const add = async (name: string, office: string) => {
      await people.getByLabel('Name', { exact: true }).fill(name);
      await people.getByLabel('E-mail address').fill(`${name.toLowerCase()}@example.com`);
      await people.getByLabel('Office').selectOption(office);
      await people.getByRole('button', { name: 'Add', exact: true }).click();
      await people.getByText(`${name.toLowerCase()}@example.com, ${office}`).waitFor();
    };
    await add('Ann', 'Berlin');
    await add('Bo', 'New York');
    // The next person gets the same office by default.
    expect(await people.getByLabel('Office').locator('option:checked').textContent()).toBe('New York');
    await people.getByRole('button', { name: 'Next' }).click();

    const turns = step(page, 'Who gets which lead');
    // Whoever is left out stays out, unless they are ticked.
    await turns.getByRole('checkbox', { name: 'Bo' }).uncheck();
    await turns.getByRole('button', { name: 'Send every lead to them in turn' }).click();
    const left = turns.getByRole('group', { name: 'Get no leads yet' });
    expect(await left.getByRole('checkbox', { name: 'Bo' }).isChecked()).toBe(false);
    await left.getByRole('checkbox', { name: 'Bo' }).check();
    await turns.getByRole('button', { name: /^Add to / }).click();
    await left.waitFor({ state: 'detached' });
    await turns.getByRole('button', { name: 'Next' }).click();
    const promises = step(page, 'How soon they call');
    await promises.getByLabel('Called within five minutes').check();
    await promises.getByRole('button', { name: 'Promise it' }).click();
    await promises.getByRole('button', { name: 'Next' }).click();

    const trial = step(page, 'Try it');
    await trial.getByRole('button', { name: 'Send a test lead' }).click();
    await trial.getByText(/belongs to (Ann|Bo)/).waitFor();
    await trial.getByText('A test lead, which does not count as a turn').waitFor();
    await page.getByRole('heading', { name: 'Leads are served' }).waitFor();
    await device.requireAccessible();

    await trial.getByRole('button', { name: 'Next' }).click();
    const leadsIn = step(page, 'Let leads in');
    await leadsIn.getByLabel('Name of the key').fill('Web site');
    await leadsIn.getByRole('button', { name: 'Create a key' }).click();
    const command = await leadsIn.locator('pre').last().textContent();
    const [, key] = command!.match(/Bearer (\S+)'/)!;
    const lead = { source: 'web', contact: { name: 'Kim Lee', email: 'kim@example.org' } };
    expect(command).toContain(JSON.stringify(lead));
    expect((await app.post('/v1/leads', lead, { key: key! })).status).toBe(201);

    await page.getByText('When a subscription is signed, onboarding learns what goes live').waitFor();
    await page.getByLabel('Who answers for Finance').selectOption('Bo');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Add these kinds of handoff' }).click();
    await page.getByRole('link', { name: 'Subscription: customer success to sales' }).waitFor();
    const { data: kinds } = await app.must('GET', '/v1/handoff-kinds');
    const { data: reps } = await app.must('GET', '/v1/reps');
    expect(kinds.map(({ start }: Json) => start.on).sort()).toEqual(['deal.won', 'delivery.completed', 'renewal.due']);
    expect(kinds.flatMap(({ receivers }: Json) => receivers).filter(({ name }: Json) => name === 'Finance')).toEqual(
      [1, 2].map(() => expect.objectContaining({ ownerOfDoneRepId: reps.find(({ name }: Json) => name === 'Bo').id })),
    );

    // Nobody receives but whoever answers for it.
    const { data: teams } = await app.must('GET', '/v1/teams');
    const receiving = new Map(
      kinds.flatMap(({ receivers }: Json) => receivers.map((each: Json) => [each.teamId, each])),
    );
    for (const { id, repIds } of teams.filter((team: Json) => receiving.has(team.id)))
      expect([id, repIds]).toEqual([id, [(receiving.get(id) as Json).ownerOfDoneRepId]]);

    // The time zone of the first office, not that of the second.
    expect((await app.must('GET', '/v1/settings')).timeZone).toBe('Europe/Berlin');
    const { data: calendars } = await app.must('GET', '/v1/calendars');
    expect(calendars).toMatchObject([
      { name: 'Berlin', timeZone: 'Europe/Berlin', holidayRegion: 'DE-BE', hours: { fri: [['09:00', '17:00']] } },
      { name: 'New York', timeZone: 'America/New_York', hours: { thu: [['09:00', '17:00']] } },
    ]);
    expect(calendars[1].hours).not.toHaveProperty('fri');
    const { data: users } = await app.must('GET', '/v1/users');
    expect(users.map(({ email, scopes }: { email: string; scopes: string[] }) => [email, ...scopes])).toEqual([
      ['ann@example.com', 'rep'],
      ['bo@example.com', 'rep'],
    ]);
  });

  it('is asked whether reversed hours are a night shift, and can change an office', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/setup');
    const offices = step(page, 'Offices and their hours');
    await offices.getByRole('heading').click();
    await offices.getByLabel('Name', { exact: true }).fill('Manila');
    await offices.locator('input[type=time]').first().fill('17:00');
    await offices.locator('input[type=time]').last().fill('09:00');
    const night = offices.getByLabel('They work at night, from 17:00 until 09:00 of the next day');
    await offices.getByRole('button', { name: 'Add an office' }).click();
    // The browser asks for the box, and nothing is sent.
    await night.check();
    expect((await app.must('GET', '/v1/calendars')).data.map(({ name }: { name: string }) => name)).not.toContain(
      'Manila',
    );
    await device.requireAccessible();
    await offices.getByRole('button', { name: 'Add an office' }).click();
    await offices.getByText('17:00–09:00 of the next day').waitFor();
    await night.waitFor({ state: 'detached' });
    await offices.getByRole('link', { name: 'Change Manila' }).click();
    await page.getByRole('heading', { name: 'Manila' }).waitFor();
    await page.getByText('of the next day').first().waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Manila at night');
    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await noticed(page, 'Saved');
    await page.getByRole('link', { name: 'Set up' }).click();
    await step(page, 'Offices and their hours').getByText('Manila at night').waitFor({ state: 'attached' });
  });

  it('sees what is wrong with their input, which stays', async () => {
    const device = await aDevice(PHONE);
    const { page } = device;
    await aRep(app, 'Kim');
    const hours = { mon: [['09:00', '17:00']] };
    await app.must('POST', '/v1/calendars', { name: 'Lisbon', timeZone: 'Europe/Lisbon', hours });
    await device.logIn(app.url, ADMIN_KEY, '/console/setup');
    const people = step(page, 'People');
    await people.getByRole('heading').click();
    await people.getByLabel('Name', { exact: true }).fill('Kim Two');
    await people.getByLabel('E-mail address').fill('kim@example.com');
    await people.getByRole('button', { name: 'Add', exact: true }).click();
    await people.getByRole('alert').waitFor();
    expect(await people.getByRole('alert').textContent()).toContain('has this');
    expect(await people.getByLabel('Name', { exact: true }).inputValue()).toBe('Kim Two');
    await device.requireAccessible();
    const offices = step(page, 'Offices and their hours');
    await offices.getByRole('heading').click();
    const name = offices.getByRole('textbox', { name: /^Name/ });
    for (const [typed, said] of [
      [' ', 'Expected some text'],
      ['LISBON', 'Another office has this name'],
    ] as const) {
      await name.fill(typed);
      await offices.getByRole('button', { name: 'Add an office' }).click();
      await offices.locator('label .fault').filter({ hasText: said }).waitFor();
    }
    await device.requireAccessible();
  });

  it('becomes a rep when they add one with their own address', async () => {
    await app.must('POST', '/v1/users', { email: 'Olga@example.com', name: 'Olga', scopes: ['admin'] });
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/setup');
    const people = step(page, 'People');
    await people.getByRole('heading').click();
    await people.getByLabel('Name', { exact: true }).fill('Olga');
    await people.getByLabel('E-mail address').fill('olga@example.com');
    await people.getByRole('button', { name: 'Add', exact: true }).click();
    const olga = async () =>
      (await app.must('GET', '/v1/users')).data.find(({ name }: { name: string }) => name === 'Olga');
    await until('she is the rep, too', async () => (await olga()).repId !== null);
    expect((await olga()).scopes.sort()).toEqual(['admin', 'rep']);
  });
});

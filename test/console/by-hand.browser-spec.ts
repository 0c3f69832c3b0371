import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';
import { inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('a rep with a phone', (aDevice) => {
  let app: TestApplication;
  let key: string;
  let ann: Json;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    await app.must('PUT', '/v1/settings', { duplicates: 'join' });
    const { reps } = await aDesk(app, ['Ann']);
    ann = reps[0]!;
    key = await app.keyFor(['rep'], ann.id);
  });
  afterAll(() => app.stop());

  it('adds whoever has called, corrects the number, and notes what is good to know', async () => {
    const device = await aDevice(PHONE);
    const page = await device.logIn(app.url, key, '/console/leads');
    await page.getByRole('link', { name: 'Add a lead' }).first().click();
    await page.getByLabel('Name').fill('Kim Lee');
    await page.getByLabel('Phone').fill('030 901820');
    await page.getByLabel('What they want').fill('A demo');
    await page.getByLabel('Source').fill('phone');
    await page.getByLabel('Who answers them').selectOption('I do');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Add the lead' }).click();
    await page.getByRole('heading', { name: 'Kim Lee', level: 1 }).waitFor();
    await noticed(page, 'The lead is added');

    await page.getByRole('button', { name: 'Correct' }).click();
    const correcting = page.getByRole('dialog', { name: 'Correct: Kim Lee' });
    await correcting.getByLabel('Phone').fill('030 901821');
    await correcting.getByLabel('E-mail address').fill('kim@example.com');
    await device.requireAccessible();
    await correcting.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'kim@example.com' }).waitFor();

    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Note').fill('After 16:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Add the note' }).click();
    await page.getByText('Ann noted (“After 16:00”)').waitFor();
    const { data } = await app.must('GET', '/v1/leads');
    expect(data).toMatchObject([
      {
        ownerId: ann.id,
        source: 'phone',
        message: 'A demo',
        contact: { phone: '030 901821', email: 'kim@example.com' },
      },
    ]);
  });

  it('sees who it might be while they type, and adds no second lead of a person', async () => {
    const device = await aDevice(PHONE);
    const page = await device.logIn(app.url, key, '/console/leads/add');
    await page.getByLabel('E-mail address').fill('kim@example.com');
    await page.getByRole('status').getByRole('link', { name: 'Kim Lee' }).waitFor();
    await device.requireAccessible();
    await page.getByLabel('Source').fill('event');
    await page.getByRole('button', { name: 'Add the lead' }).click();
    await noticed(page, 'They have a lead already');
    expect((await app.must('GET', '/v1/leads')).data).toHaveLength(1);
  });
});

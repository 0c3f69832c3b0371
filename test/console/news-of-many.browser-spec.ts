import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { inBrowser } from './browsing.js';

inBrowser('a rep who is told of many leads at once', (aDevice) => {
  let app: TestApplication;
  let ann: Json;
  let bo: Json;
  let dealt: Json[];

  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    [ann, bo] = (await theReps(app, ['Ann', 'Bo'], { timeZone: 'UTC' })) as [Json, Json];
    await aDesk(app, [ann], {}, { queueOwnerId: ann.id });
    await aPolicy(app, { within: 'P1D', warnAt: [], onBreach: [] }, { time: 'elapsed' });
    await of('Own', bo);
    dealt = [];
    for (const name of ['Kim', 'Lee', 'Max']) dealt.push(await of(name, ann));
    await app.must('POST', '/v1/leads/reassign', {
      ids: dealt.map(({ id }) => id),
      to: { repId: bo.id },
      reason: 'Ann has too many',
    });
  });
  afterEach(() => app.stop());

  const of = (name: string, owner: Json) =>
    aLead(app, { contact: { name, email: `${name.toLowerCase()}@example.org` }, owner: { repId: owner.id } });
  const showing = (page: Page, wanted: readonly string[]) =>
    until(`the list is ${wanted}`, async () => {
      const names = await page.getByRole('option').locator('strong').allTextContents();
      return names.sort().join() === wanted.join();
    });

  it('sees exactly those in the inbox behind the link, what comes later beside them, and then all', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, await app.keyFor(['rep'], bo.id), '/console/notifications');
    await page.getByRole('link', { name: /^3 leads are yours/ }).click();
    await page.getByText(/^3 leads are yours: many were reassigned at once/).waitFor();
    await showing(page, ['Kim', 'Lee', 'Max']);
    await device.requireAccessible();
    await of('Zoe', bo);
    await app.must('POST', `/v1/leads/${dealt[1]!.id}/disposition`, { category: 'lost', reason: 'price' });
    await showing(page, ['Kim', 'Max']);
    await page.getByRole('link', { name: 'Show the whole inbox' }).click();
    await showing(page, ['Kim', 'Max', 'Own', 'Zoe']);
  });

  it('gets there by the link of a message, which is read then', async () => {
    const told = (await notificationsOf(app, bo)).find(({ type }) => type === 'leads.moved')!;
    const device = await aDevice();
    const page = await device.logIn(app.url, await app.keyFor(['rep'], bo.id), `/console/inbox?of=${told.id}`);
    await showing(page, ['Kim', 'Lee', 'Max']);
    expect((await notificationsOf(app, bo)).find(({ id }) => id === told.id)!.readAt).not.toBeNull();
  });
});

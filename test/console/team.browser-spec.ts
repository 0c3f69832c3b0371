import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';
import { type Device, inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('a manager with their team', (aDevice) => {
  let app: TestApplication;
  let mia: Json;
  let ann: Json;
  let bo: Json;
  let device: Device;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    mia = await aRep(app, 'Mia');
    [ann, bo] = [await aRep(app, 'Ann', { managerId: mia.id }), await aRep(app, 'Bo', { managerId: mia.id })];
    await allTo(app, await aPool(app, 'Desk', [ann, bo]));
  });
  afterEach(() => app.stop());

  const open = async (key: string, path: string, options?: object) => {
    device = await aDevice(options);
    return device.logIn(app.url, key, path);
  };
  const asManager = async (path: string, options?: object) =>
    open(await app.keyFor(['manager'], mia.id), path, options);
  const absencesOf = async ({ id }: Json) => (await app.must('GET', `/v1/reps/${id}/absences`)).data;

  it('reads whole phrases on a phone, and what to do if nobody works here', async () => {
    const page = await open(ADMIN_KEY, '/console/team', PHONE);
    const sentence = page.getByRole('cell', { name: 'Gets no new leads: they are in no pool' });
    await sentence.waitFor();
    expect((await sentence.boundingBox())!.width).toBeGreaterThan(180);
    for (const { id } of [ann, bo, mia])
      await app.must('PUT', `/v1/reps/${id}`, { ...(await app.must('GET', `/v1/reps/${id}`)), active: false });
    await page.reload();
    await page.getByText('Nobody works here yet').waitFor();
    await device.requireAccessible();
  });

  it('plans an absence with somebody who covers, sees it at once, and removes it', async () => {
    const page = await asManager('/console/team');
    await page.getByText('3 active').waitFor();
    await device.requireAccessible();
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    await page.getByRole('link', { name: 'Floor' }).click();
    await page.getByRole('heading', { name: 'Floor' }).waitFor();
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByRole('row').filter({ hasText: 'ann@' }).getByText('Gets no new leads').waitFor();
    await page.getByRole('link', { name: 'Ann' }).click();
    await page.getByText('None are planned.').waitFor();
    await page.getByRole('button', { name: 'Plan an absence …' }).click();
    await page.getByLabel('From').fill('2026-03-03T09:00');
    await page.locator('input[name=to]').fill('2026-03-02T08:00');
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByRole('alert').waitFor();
    await page.locator('input[name=to]').fill('2026-03-06T18:00');
    await app.must('POST', `/v1/reps/${bo.id}/absences`, { from: '2026-03-05T09:00Z', to: '2026-03-09T09:00Z' });
    await page.getByLabel('Who covers').selectOption({ label: 'Mia' });
    await page.getByLabel('When it begins').selectOption({ label: 'all open leads go to others' });
    await page.getByLabel('Who covers').selectOption({ label: 'Bo' });
    await page
      .getByText('Bo is away too, Thu 5 Mar, 09:00 – Mon 9 Mar, 09:00. For that time, nobody covers.')
      .waitFor();
    await page.getByLabel('Why').fill('Holiday');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Plan it' }).click();
    await noticed(page, 'The absence is planned');
    await page.getByText('Holiday; all open leads go to others; Bo covers').waitFor();
    expect(await absencesOf(ann)).toMatchObject([
      { from: '2026-03-03T09:00:00.000Z', to: '2026-03-06T18:00:00.000Z', openLeads: 'reassignAll', coverRepId: bo.id },
    ]);
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('None are planned.').waitFor();
    expect(await absencesOf(ann)).toEqual([]);
  });

  it('offboards a rep after a preview of who gets what', async () => {
    const leads = [await aLead(app), await aLead(app), await aLead(app), await aLead(app)];
    const page = await asManager('/console/leads');
    await page.getByRole('cell', { name: 'Ann' }).nth(1).waitFor();
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByRole('link', { name: 'Ann' }).click();
    await page.getByRole('button', { name: 'Offboard …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Ann has 2 open leads: say who gets them.').selectOption({ label: 'Bo' });
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'See what would happen' }).click();
    await dialog.getByText('Leads: 2 are handed over to Bo').waitFor();
    await dialog.getByText('Pool Desk: goes on without them').waitFor();
    await dialog.getByRole('button', { name: 'Offboard Ann now' }).click();
    await noticed(page, 'Ann is offboarded');
    await page.getByText('No longer active.').waitFor();
    const owners = await Promise.all(leads.map(async ({ id }) => (await app.must('GET', `/v1/leads/${id}`)).ownerId));
    expect(owners).toEqual([bo.id, bo.id, bo.id, bo.id]);
    await page.getByRole('link', { name: 'Leads' }).click();
    await page.getByRole('cell', { name: 'Bo' }).nth(3).waitFor();
  });

  it('plans when a rep leaves, on a phone, and withdraws it', async () => {
    const page = await asManager(`/console/team/${bo.id}`, PHONE);
    await page.getByRole('button', { name: 'Plan an absence …' }).click();
    await page.getByLabel('When it begins').waitFor();
    const [width, shown] = ['scrollWidth', 'clientWidth'].map((each) => `document.querySelector('dialog').${each}`);
    expect(await page.evaluate(`${width} - ${shown}`)).toBe(0);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Offboard …' }).click();
    await page.getByText('Bo has nothing to hand over.').waitFor();
    await page.getByLabel(/^When/).fill('2026-03-31T18:00');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByText('Leaves on Tue 31 Mar, 18:00', { exact: true }).waitFor();
    await device.requireAccessible();
    expect(await app.must('GET', `/v1/reps/${bo.id}/offboard`)).toMatchObject({ at: '2026-03-31T18:00:00.000Z' });
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('button', { name: 'Offboard …' }).waitFor();
    expect((await app.get(`/v1/reps/${bo.id}/offboard`)).status).toBe(404);
  });

  it('changes a plan, which keeps its successors and its instant', async () => {
    const cy = await aRep(app, 'Cy', { managerId: ann.id });
    // In turn, so that each has one.
    for (const _ of [ann, bo]) await aLead(app);
    const plan = { leads: { repId: bo.id }, reports: { managerId: null }, at: '2026-03-31T18:00:00.000Z' };
    await app.must('POST', `/v1/reps/${ann.id}/offboard`, plan);
    const page = await asManager(`/console/team/${ann.id}`);
    await page.getByText('Leads: 1 is handed over to Bo').waitFor();
    await page.getByText('Next manager of Cy: Nobody').waitFor();
    await page.getByRole('button', { name: 'Change …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Ann manages others: expected their next manager.').selectOption({ label: 'Mia' });
    await dialog.getByRole('button', { name: 'See what would happen' }).click();
    await dialog.getByText('Leaves on Tue 31 Mar, 18:00.').waitFor();
    await dialog.getByText('Leads: 1 is handed over to Bo').waitFor();
    await dialog.getByText('Next manager of Cy: Mia').waitFor();
    await dialog.getByRole('button', { name: 'Plan it' }).click();
    await noticed(page, 'Ann leaves on Tue 31 Mar, 18:00');
    expect(await app.must('GET', `/v1/reps/${ann.id}/offboard`)).toMatchObject({
      at: plan.at,
      reports: [cy.id],
      request: { leads: plan.leads, reports: { managerId: mia.id } },
    });
    await app.must('POST', `/v1/reps/${bo.id}/offboard`, { leads: { repId: mia.id } });
    await page.reload();
    await page.getByText('Bo is inactive.').waitFor();
    await page.getByRole('button', { name: 'Change …' }).click();
    expect(await dialog.getByLabel(/^Ann has 1 open lead/).inputValue()).toBe('');
  });

  it('changes a plan, which keeps who gets what comes before its instant', async () => {
    const plan = { leads: { repId: bo.id }, accounts: { repId: mia.id }, at: '2026-03-31T18:00:00.000Z' };
    await app.must('POST', `/v1/reps/${ann.id}/offboard`, plan);
    const page = await asManager(`/console/team/${ann.id}`);
    await page.getByRole('button', { name: 'Change …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('If they have any accounts by then').selectOption({ label: 'Bo' });
    await dialog.getByRole('button', { name: 'See what would happen' }).click();
    await dialog.getByRole('button', { name: 'Plan it' }).click();
    await noticed(page, 'Ann leaves on Tue 31 Mar, 18:00');
    expect((await app.must('GET', `/v1/reps/${ann.id}/offboard`)).request).toEqual({
      leads: { repId: bo.id },
      accounts: { repId: bo.id },
    });
  });

  it('says how a rep is notified, and the rep changes it without losing what a program chose', async () => {
    const settings = `/v1/reps/${ann.id}/notification-settings`;
    const types = ['lead.assigned', 'sla.warned', 'handoff.asked'];
    await app.must('PUT', settings, { email: { types, digest: 'PT45M' } });
    const page = await open(await app.keyFor(['rep'], ann.id), `/console/team/${ann.id}`);
    await page.getByText(/^At most one in 45 minutes\. Leads that come.*; Deadlines.*; Handoffs and deals$/).waitFor();
    await page.getByText('Never: their Slack member id is not set').waitFor();
    await page.getByRole('button', { name: 'Change how …' }).click();
    const dialog = page.getByRole('dialog');
    const mail = dialog.getByRole('group', { name: 'E-mail' });
    expect(await mail.getByLabel('How often').locator('option:checked').textContent()).toBe(
      'At most one in 45 minutes',
    );
    await mail.getByLabel('Handoffs and deals').uncheck();
    await mail.getByLabel('The summary of the team').check();
    await dialog.getByLabel('Slack member id').fill('ann');
    await dialog.getByLabel('Outside their hours').selectOption({ label: 'They wait until work begins' });
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Slack member id').fill('U0123ABC');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await noticed(page, 'The settings are saved');
    // The dialog, which fades away, has an option of the same text.
    await page.getByRole('definition').filter({ hasText: 'They wait until work begins' }).waitFor();
    expect(await app.must('GET', settings)).toMatchObject({
      email: { types: ['lead.assigned', 'sla.warned', 'team.summary'], digest: 'PT45M' },
      slack: { memberId: 'U0123ABC', digest: 'PT0S' },
      quietHours: 'offHours',
      summary: 'day',
    });
  });

  it('is offered nothing about reps of others, and reps plan only their own absences', async () => {
    const zoe = await aRep(app, 'Zoe');
    const page = await asManager(`/console/team/${zoe.id}`);
    await page.getByText('There is no such rep, or they do not belong to your team.').waitFor();
    await device.close();
    const own = await open(await app.keyFor(['rep'], zoe.id), '/console/account');
    await own.getByRole('link', { name: 'Your absences' }).click();
    await own.getByRole('button', { name: 'Plan an absence …' }).waitFor();
    expect(await own.getByRole('button', { name: 'Offboard …' }).count()).toBe(0);
    await device.close();
    const admin = await open(ADMIN_KEY, `/console/team/${zoe.id}`);
    await admin.getByRole('link', { name: 'All settings' }).click();
    await admin.getByLabel('Name', { exact: true }).fill('Zoe Quick');
    await admin.getByRole('button', { name: 'Save …' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await noticed(admin, 'Saved');
    await admin.getByRole('link', { name: 'Team' }).click();
    await admin.getByRole('link', { name: 'Zoe Quick' }).click();
    await admin.getByRole('heading', { name: 'Zoe Quick' }).waitFor();
  });
});

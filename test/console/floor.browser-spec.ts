import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { DESK, Device, inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('a manager at the floor', (aDevice) => {
  let app: TestApplication;
  let mia: Json;
  let ann: Json;
  let bo: Json;
  let device: Device;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    mia = await aRep(app, 'Mia');
    [ann, bo] = [await aRep(app, 'Ann', { managerId: mia.id }), await aRep(app, 'Bo', { managerId: mia.id })];
    await allTo(app, await aPool(app, 'Desk', [ann, bo]), { queueOwnerId: mia.id });
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed' });
  });
  afterEach(() => app.stop());

  const open = async (key: string, options?: object, path = '/console/floor') => {
    device = await aDevice(options);
    const page = await device.logIn(app.url, key, path);
    await page.getByRole('heading', { name: 'Floor' }).waitFor();
    return page;
  };
  const asManager = async (options?: object) => open(await app.keyFor(['manager'], mia.id), options, '/console');
  const named = (name: string) => aLead(app, { contact: { name, email: `${name.toLowerCase()}@example.org` } });
  const ownerOf = async ({ id }: Json) => (await app.must('GET', `/v1/leads/${id}`)).ownerId;
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

  it('sees what is due first, its owner, and who could take a lead', async () => {
    const kim = await named('Kim');
    await app.moveBy(60_000);
    const lee = await named('Lee');
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const page = await asManager();
    await rowOf(page, 'Kim').waitFor();
    const rows = await page.getByRole('row').allTextContents();
    expect([rows[1], rows[2]]).toEqual([expect.stringContaining('Kim'), expect.stringContaining('Lee')]);
    const roster = page.getByRole('complementary', { name: 'Who could take a lead' });
    await roster.getByText('is next').waitFor();
    expect(await roster.getByRole('listitem').filter({ hasText: 'Bo' }).textContent()).toMatch(/Bonot available/);
    await page.getByText('2 open').waitFor();
    await device.requireAccessible();
    await page.getByLabel('Owner').selectOption({ label: (await ownerOf(kim)) === ann.id ? 'Ann' : 'Bo' });
    await page.getByText('1 open').waitFor();
    expect(await ownerOf(lee)).not.toBe(await ownerOf(kim));
  });

  it('sees every column, however long the names are', async () => {
    const long = 'Maximiliane-Josephine Freifrau von Hohenlohe-Langenburg-Schillingsfürst';
    const desk = await aPool(app, 'Long', [await aRep(app, long, { email: 'max@example.com' })]);
    await allTo(app, desk);
    await aLead(app, { source: `partner-${'x'.repeat(60)}`, contact: { name: long }, company: { name: long } });
    await app.must('POST', `/v1/leads/${(await named('Kim')).id}/reassign`, { repId: ann.id, reason: 'Knows them' });
    const page = await open(ADMIN_KEY, { viewport: { width: 1280, height: 800 } });
    await rowOf(page, 'Maximiliane').getByTitle(`${long} ${long}`).waitFor();
    await rowOf(page, 'Kim').getByText('1 ×').waitFor();
    const hiddenPx = `(() => { const { scrollWidth, clientWidth } = document.querySelector('.beside .scrolls'); return scrollWidth - clientWidth; })()`;
    expect(await page.evaluate(hiddenPx)).toBe(0);
    const [owner, pool] = [
      (await page.locator('.filters select').nth(0).boundingBox())!,
      (await page.locator('.filters select').nth(1).boundingBox())!,
    ];
    expect(owner.x + owner.width).toBeLessThanOrEqual(pool.x);
    expect(await rowOf(page, 'Maximiliane').getByRole('cell', { name: long, exact: true }).getAttribute('title')).toBe(
      long,
    );
  });

  it('sees what is due beside the name, and whole names of reps, at any width', async () => {
    const [policy] = (await app.must('GET', '/v1/sla-policies')).data;
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...policy, time: 'working' });
    const long = 'Maximiliane-Josephine Freifrau von Hohenlohe-Langenburg-Schillingsfürst';
    const max = await aRep(app, long, { email: 'max@example.com' });
    const pool = await aPool(app, 'Long', [max, ann]);
    await app.moveBy(9 * 3_600_000);
    await aLead(app, { contact: { name: long }, owner: { repId: max.id } });
    const hiddenPx = (page: Page) =>
      page.evaluate(
        `(() => { const { scrollWidth, clientWidth } = [...document.querySelectorAll('table')].at(-1).parentElement; return scrollWidth - clientWidth; })()`,
      );
    const endOf = async (what: Locator) => {
      const { x, width } = (await what.boundingBox())!;
      return x + width;
    };
    for (const viewport of [{ width: 1280, height: 800 }, PHONE.viewport]) {
      const page = await open(ADMIN_KEY, { viewport });
      const [chip, name] = [page.locator('td .chip'), page.getByRole('link', { name: long })];
      expect(await chip.textContent()).toContain('until Tue 09:00');
      expect(await endOf(chip)).toBeLessThanOrEqual(await endOf(page.locator('td:has(> .chip)')));
      const [due, lead] = [(await chip.boundingBox())!, (await name.boundingBox())!];
      expect((await endOf(chip)) <= lead.x || lead.y + lead.height <= due.y).toBe(true);
      await page.getByLabel('All that are shown').check();
      await page.getByRole('button', { name: 'Move 1 …' }).click();
      await page.getByLabel('To').selectOption({ label: 'Ann' });
      await page.getByLabel('Why').fill('Knows them');
      await page.getByRole('button', { name: 'See what would happen' }).click();
      await page.getByRole('columnheader', { name: 'Gives' }).waitFor();
      expect(await hiddenPx(page)).toBe(0);
      await page.goto(`${app.url}/console/configure/pools/${pool.id}`);
      await page.getByRole('columnheader', { name: 'Missed' }).waitFor();
      expect(await hiddenPx(page)).toBe(0);
      await device.close();
    }
    device = await aDevice({ viewport: { width: 1280, height: 800 } });
    await device.logIn(app.url, await app.keyFor(['rep'], max.id));
    const row = device.page.getByRole('option');
    expect(await endOf(row.locator('.chip'))).toBeLessThanOrEqual((await row.locator('.who').boundingBox())!.x);
  });

  it('sees whose a key of a rep is', async () => {
    await app.must('POST', '/v1/api-keys', { name: 'Phone', scopes: ['rep'], repId: ann.id });
    const page = await open(ADMIN_KEY);
    await page.goto(`${app.url}/console/access`);
    await page.getByText(/^Phone of Ann: their own leads, never used/).waitFor();
  });

  it('reads on empty pages what will be there, and how it gets there', async () => {
    const page = await open(ADMIN_KEY);
    for (const [path, text] of [
      ['floor', 'Leads appear here as soon as they come in'],
      ['leads', 'They appear here as soon as a web site or another program sends them'],
      ['leads?q=kim', 'No leads match.'],
      ['access', 'Whoever you add logs in by e-mail'],
    ] as const) {
      await page.goto(`${app.url}/console/${path}`);
      await page.getByText(text).waitFor();
      await device.requireAccessible();
    }
  });

  it('is offered only the actions that their key allows', async () => {
    await named('Kim');
    const page = await open(await app.keyFor(['read']), { ...PHONE, colorScheme: 'dark' });
    await rowOf(page, 'Kim').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Move|Give)/ }).count()).toBe(0);
    // The owner is below the name, within the width of the phone.
    const { x, width } = (await rowOf(page, 'Kim')
      .getByRole('cell', { name: /^(Ann|Bo)$/ })
      .boundingBox())!;
    expect(x + width).toBeLessThan(PHONE.viewport.width);
    await device.requireAccessible();
  });

  it('moves several leads at once after a preview, and undoes it', async () => {
    const leads = [await named('Kim'), await named('Lee')];
    const before = await Promise.all(leads.map(ownerOf));
    const page = await asManager();
    await page.getByLabel('All that are shown').check();
    await page.getByRole('button', { name: 'Move 2 …' }).click();
    await page.getByLabel('To').selectOption({ label: 'Desk' });
    await page.getByLabel('Why').fill('Ann is at the fair');
    const look = page.getByRole('button', { name: 'See what would happen' });
    await look.click();
    // What is changed after a look is looked at again.
    await page.getByRole('button', { name: /^Move \d$/ }).waitFor();
    await page.getByLabel('To').selectOption({ label: 'Bo' });
    await look.click();
    await page.getByText('1 stays: It is theirs already.').waitFor();
    await device.requireAccessible();
    expect(await Promise.all(leads.map(ownerOf))).toEqual(before);
    await page.getByRole('button', { name: 'Move 1' }).click();
    await noticed(page, 'Moved 1 lead');
    expect(await Promise.all(leads.map(ownerOf))).toEqual([bo.id, bo.id]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await noticed(page, 'Undone: 1 lead went back');
    expect(await Promise.all(leads.map(ownerOf))).toEqual(before);
  });

  it('closes several leads at once after a preview, and undoes it', async () => {
    const [kim, lee, max] = [await named('Kim'), await named('Lee'), await named('Max')];
    const statusOf = async ({ id }: Json) => (await app.must('GET', `/v1/leads/${id}`)).status;
    const page = await asManager();
    await page.getByRole('link', { name: 'Leads' }).click();
    await rowOf(page, 'Kim').getByText('Open').waitFor();
    await page.getByRole('link', { name: 'Floor' }).click();
    await rowOf(page, 'Kim').getByRole('checkbox').check();
    await rowOf(page, 'Lee').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Close 2 …' }).click();
    await page.getByRole('button', { name: 'Gone stale' }).click();
    await page.getByLabel(/^Working days/).fill('10');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText(/^They come back from .* to .*, at most 1 a day\.$/).click();
    const days = page.getByRole('dialog').getByRole('row');
    // The heading, and a day for each lead.
    await days.nth(2).waitFor();
    expect(await days.count()).toBe(3);
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Another reason' }).click();
    // Somebody else is faster with one of them.
    await app.must('POST', `/v1/leads/${lee.id}/disposition`, { category: 'lost', reason: 'price' });
    await page.getByRole('button', { name: 'Spam' }).click();
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText(/^1 stays open/).waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Another reason' }).click();
    await page.getByRole('button', { name: 'Spam' }).click();
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByRole('dialog').getByText('Spam', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Close 1' }).click();
    await noticed(page, '1 lead closed, 1 left alone');
    expect(await Promise.all([kim, lee, max].map(statusOf))).toEqual(['suppressed', 'lost', 'open']);
    await page.getByRole('link', { name: 'Leads' }).click();
    await rowOf(page, 'Kim').getByText('Suppressed').waitFor();
    await page.getByRole('link', { name: 'Floor' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await noticed(page, 'Undone: 1 lead reopened');
    expect(await statusOf(kim)).toBe('open');
    await rowOf(page, 'Kim').getByRole('checkbox').waitFor();
  });

  it('closes more leads than one request does, by a job, and undoes that', async () => {
    const leads = Array.from({ length: 1_001 }, () => ({ source: 'fair', contact: {} }));
    await app.must('POST', '/v1/leads/batch', { leads: leads.slice(1) });
    await app.must('POST', '/v1/leads/batch', { leads: leads.slice(0, 1) });
    const page = await asManager();
    await page.getByLabel(/^Pool/).selectOption({ label: 'Desk' });
    await page.getByRole('button', { name: 'Close all 1001 that match …' }).click();
    await page.getByRole('button', { name: 'Spam' }).click();
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByRole('button', { name: 'Close up to 1001' }).click();
    await noticed(page, 'Leads are being closed');
    await page.getByText('Leads are being closed as “Spam”: 0 so far').waitFor();
    await app.settleJobs();
    await page.getByText('1001 leads closed as “Spam”. Until 09:15 that can be undone.').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Leads closed as “Spam” are being reopened').waitFor();
    await app.settleJobs();
    await page.getByText('1001 open').waitFor();
    await page.getByText('are being reopened').waitFor({ state: 'detached' });
  });

  it('sees beside a field what is wrong with it, and closes nothing if nothing is open', async () => {
    const seats = { code: 'few_seats', label: 'Too few seats', category: 'lost', intent: 'realButLost' };
    await app.must('POST', '/v1/disposition-reasons', {
      ...seats,
      requires: ['seats'],
      fieldTypes: { seats: { type: 'integer' } },
    });
    const kim = await named('Kim');
    const page = await asManager();
    await page.getByLabel('All that are shown').check();
    await page.getByRole('button', { name: 'Close 1 …' }).click();
    await page.getByRole('button', { name: 'Too few seats' }).click();
    await page.getByLabel('Seats').fill('1e2');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.locator('.field:has(input[name=seats])').getByRole('alert').waitFor();
    await app.must('POST', `/v1/leads/${kim.id}/disposition`, { category: 'lost', reason: 'price' });
    await page.getByLabel('Seats').fill('3');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText(/^1 stays open/).waitFor();
    await page.getByRole('button', { name: 'See what would happen' }).waitFor();
    expect(await page.getByRole('button', { name: 'Close 0' }).count()).toBe(0);
  });

  it('reads why a lead did not go back when its move was undone', async () => {
    const kim = await named('Kim');
    const to = (await ownerOf(kim)) === ann.id ? 'Bo' : 'Ann';
    const page = await asManager();
    await page.getByLabel('All that are shown').check();
    await page.getByRole('button', { name: 'Move 1 …' }).click();
    await page.getByLabel('To').selectOption({ label: to });
    await page.getByLabel('Why').fill('Ann is at the fair');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByRole('button', { name: 'Move 1', exact: true }).click();
    await noticed(page, 'Moved 1 lead');
    await app.must('POST', `/v1/leads/${kim.id}/reassign`, { repId: mia.id, reason: 'I know her' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await noticed(page, '0 of 1 lead went back: A person has given it to somebody else since.');
  });

  it('sees why a lead has no owner, and assigns it', async () => {
    for (const { id } of [ann, bo]) await app.must('PUT', `/v1/reps/${id}/availability`, { available: false });
    const kim = await named('Kim');
    const page = await asManager(PHONE);
    await page.getByRole('heading', { name: 'Waiting for a rep: 1' }).waitFor();
    await page.getByText(/Nobody has it. Nobody in Desk can take it now/).waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Give to …' }).tap();
    await page.getByLabel('To').selectOption({ label: 'Ann (takes no leads now)' });
    await page.getByLabel('Why').fill('Back in a minute');
    await page.getByRole('button', { name: 'See what would happen' }).tap();
    await page.getByRole('button', { name: 'Move 1' }).tap();
    await noticed(page, 'Moved 1 lead');
    expect(await ownerOf(kim)).toBe(ann.id);
    await page.getByRole('heading', { name: 'Waiting for a rep' }).waitFor({ state: 'detached' });
  });

  it('sees who has a lead that is late and that nobody else can take, until somebody can', async () => {
    const [policy] = (await app.must('GET', '/v1/sla-policies')).data;
    const firstTouch = { within: 'PT5M', maxReassignments: 3, onBreach: [{ after: 'PT0S', do: 'reassign' }] };
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...policy, firstTouch });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const kim = await named('Kim');
    await app.moveBy(6 * 60_000);
    const page = await open(ADMIN_KEY);
    const waits = page.getByRole('region', { name: 'Waiting for a rep: 1' });
    await waits.getByText('Late with Ann, who has it until it moves.').waitFor();
    expect(await waits.textContent()).not.toMatch(/\/v1|Nobody has it/);
    await device.requireAccessible();
    await page.goto(`${app.url}/console/health`);
    await page.getByText('1 lead is late with no other rep available.').waitFor();
    await page.getByRole('heading', { name: 'Touchline works' }).waitFor();
    await page.goBack();
    await waits.waitFor();
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: true });
    await app.moveBy(60_000);
    expect(await ownerOf(kim)).toBe(bo.id);
    await waits.waitFor({ state: 'detached' });
  });

  it('sees as due what is owed now, not what was missed before it came back', async () => {
    const kim = await aLead(app, { contact: { name: 'Kim' }, owner: { repId: ann.id } });
    await app.moveBy(31 * 60_000);
    for (const { id } of [bo, ann]) await app.must('POST', `/v1/leads/${kim.id}/reassign`, { repId: id, reason: 'x' });
    const page = await open(ADMIN_KEY);
    await rowOf(page, 'Kim').getByText('in time').waitFor();
    await page.getByRole('link', { name: 'Kim' }).click();
    await page.getByRole('complementary', { name: 'Kim' }).getByText('in time').waitFor();
    await page
      .getByText(/first touch by Ann.*missed|missed.*first touch/i)
      .first()
      .waitFor();
  });

  it('holds enforcement on a bad day, if they may', async () => {
    const page = await open(ADMIN_KEY);
    await page.getByRole('button', { name: 'Hold enforcement …' }).click();
    await page.getByLabel('Why').fill('The dialer is down');
    await page.getByRole('button', { name: 'Hold', exact: true }).click();
    await page.getByText('Enforcement is held').waitFor();
    await device.requireAccessible();
    expect((await app.must('GET', '/v1/enforcement/holds')).data).toMatchObject([{ reason: 'The dialer is down' }]);
    await page.getByRole('button', { name: 'Resume now' }).click();
    await page.getByText('Enforcement is held').waitFor({ state: 'detached' });
  });

  it('sees what was missed and why, and undoes a storm after a preview', async () => {
    const [policy] = (await app.must('GET', '/v1/sla-policies')).data;
    const firstTouch = { within: 'PT5M', maxReassignments: 1, onBreach: [{ after: 'PT0S', do: 'reassign' }] };
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...policy, firstTouch });
    const kim = await named('Kim');
    const before = await ownerOf(kim);
    await app.moveBy(6 * 60_000);
    expect(await ownerOf(kim)).not.toBe(before);
    const page = await open(ADMIN_KEY, DESK, '/console/floor');
    await page.getByRole('link', { name: 'Breaches' }).click();
    await page.getByText('1 lead with a miss').waitFor();
    await page.getByText('Kim').click();
    await page
      .getByText(/missed|breached/)
      .first()
      .waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Undo many misses …' }).click();
    await page.getByLabel('From').fill('2026-03-02T08:00');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('1 lead goes back').waitFor();
    expect(await ownerOf(kim)).not.toBe(before);
    await page.getByRole('button', { name: 'Undo it' }).click();
    await noticed(page, 'Undone: 1 lead goes back');
    expect(await ownerOf(kim)).toBe(before);
  });
});

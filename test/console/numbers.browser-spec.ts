import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { DESK, Device, inBrowser, PHONE } from './browsing.js';

const REASONS = '0 leads were closed for a reason, 0 % of 3. 0 of 3 leads were won.';

inBrowser('numbers', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  beforeAll(async () => {
    // The browser requests the last days by its own clock.
    app = await TestApplication.start(new Date(Date.now() - 3_600_000).toISOString());
    await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), timeZone: 'America/New_York' });
    await aDesk(app, ['Ann']);
    await aPolicy(app, { within: 'PT10M' }, { time: 'elapsed' });
    for (const [source, waitMs] of [
      ['google-ads', 60_000],
      ['google-ads', 11 * 60_000],
      ['web', 120_000],
    ] as const) {
      const lead = await aLead(app, {
        source,
        contact: { name: `${source} ${waitMs}`, email: `${waitMs}@example.org` },
      });
      await app.moveBy(waitMs);
      await aTouch(app, lead, { outcome: 'connected' });
    }
    await app.reportsCaughtUp();
  });
  afterAll(async () => {
    await app.stop();
  });

  const open = async (path: string, options?: object): Promise<Page> => {
    device = await aDevice({ ...DESK, ...options, timezoneId: 'Europe/Berlin' });
    return device.logIn(app.url, ADMIN_KEY, path);
  };
  const cells = (page: Page, row: string) =>
    page.locator('.figures').getByRole('row').filter({ hasText: row }).getByRole('cell').allInnerTexts();

  it('show how fast leads are called, link to those leads, and match their CSV', async () => {
    const page = await open('/console/numbers');
    await page
      .getByText(
        /^3 times a lead came in or came back, 3 of them with a first touch, after 2 min in the median\. 2 of 3 leads were answered in time \(67 %\)\. 2 of 3 promises of owners to make first touch were kept \(67 %\)\.$/,
      )
      .waitFor();
    const shown = (await cells(page, 'google-ads')).map((text) => text.trim());
    expect(shown.slice(0, 5)).toEqual(['2', '2', '50 % of 2', '50 % of 2', '0']);
    await device.requireAccessible();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const csv = readFileSync((await file.path())!, 'utf8');
    expect(csv.split('\n').find((line) => line.startsWith('google-ads'))).toMatch(/^google-ads,.*\b2\b/);
    await page.getByRole('link', { name: 'google-ads' }).click();
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
    await page.getByRole('row').nth(2).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await page.getByRole('button', { name: /^Source: google-ads/ }).click();
    await page.getByRole('row').nth(3).waitFor();
    await device.requireAccessible();
  });

  it('are shaded by hour and weekday in the zone of the company, and say what is shown', async () => {
    const page = await open('/console/numbers/speed?by=rep');
    const map = page.locator('.heat');
    await map.waitFor();
    const figures = (await map.getByRole('cell').allInnerTexts())
      .map((text) => text.trim())
      .filter((text) => text !== '');
    expect(figures.reduce((sum, figure) => sum + Number(figure), 0)).toBe(3);
    await page.getByText(/^Leads received since \d+ \w+ \d{4}, days of America\/New_York$/).waitFor();
    await page.getByLabel('Shown').selectOption('In time');
    expect((await map.getByRole('cell').allInnerTexts()).filter((text) => /^\d+ %$/.test(text))).not.toEqual([]);
    await device.requireAccessible();
  });

  it('and lists appear for any address, even one with invalid filters', async () => {
    const page = await open('/console/numbers/speed?days=abc');
    for (const [path, heading] of [
      ['numbers/speed?days=abc', 'How fast'],
      ['revenue/forecast?at=x', 'What will come'],
      ['leads?receivedFrom=2026-99-99T', 'Leads'],
      ['handoffs?startedFrom=2026-13-45T00:00', 'Handoffs'],
    ] as const) {
      await page.goto(`${app.url}/console/${path}`);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await page.locator('table, .empty, .wrong').first().waitFor();
      expect(await page.getByText('This page cannot be shown').count()).toBe(0);
    }
  });

  it('are not shown for a report that does not exist, which says where the others are', async () => {
    const page = await open('/console/numbers/nonsense');
    for (const path of ['revenue/toString', 'numbers/constructor']) {
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      await page.goto(`${app.url}/console/${path}`);
    }
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await device.requireAccessible();
    await page.getByRole('link', { name: 'All reports' }).click();
    await page.getByText(/^3 times a lead came in or came back, /).waitFor();
  });

  it('say that leads count for each of their owners, to who sees the figures of some reps', async () => {
    device = await aDevice();
    const { data } = await app.must('GET', '/v1/reps');
    await device.logIn(app.url, await app.keyFor(['rep'], data[0].id), '/console/numbers');
    await device.page.getByText('Counted is each time that a lead was yours, even if somebody else has it').waitFor();
    await device.page.getByText('3 times a lead was to be answered, 3 of them with a first touch').waitFor();
    await device.page.getByRole('columnheader', { name: 'To answer' }).waitFor();
    await device.close();
    device = await aDevice();
    await device.logIn(app.url, await app.keyFor(['manager'], data[0].id), '/console/numbers');
    await device.page.getByText('A lead counts for each of your reps who had it, so one lead can count').waitFor();
  });

  it('of every report are one step away, also on a phone', async () => {
    const page = await open('/console/numbers', { ...PHONE, colorScheme: 'dark' });
    const weekdays = page.locator('.heat tbody th');
    await weekdays.getByText('Wed').waitFor();
    const heights = await weekdays.evaluateAll((days) =>
      days.map((day) => (day as unknown as { clientHeight: number }).clientHeight),
    );
    expect(new Set(heights).size).toBe(1);
    for (const [name, question, sentence] of [
      ['Promises', 'What did we promise', '3 promises: 2 kept, 1 missed, 0 running, 0 ended before the deadline.'],
      ['Reasons', 'What becomes of the leads', REASONS],
      ['Open leads', 'What lies around', '3 leads are open, 0 of them without a first touch.'],
      [
        'Follow-up',
        'After how many calls',
        '3 leads were reached, after 1 try in the median. Planned steps: 0, of which 0 missed.',
      ],
      ['Moves', 'How often do leads change hands'],
      ['Fairness', 'Is the dealing fair'],
      ['Handoffs', 'How does work change hands'],
      ['Before and after', 'What has changed since we work like this', /since: 0 % of 3\.$/],
    ] as const) {
      await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name }).tap();
      await page.getByRole('heading', { name: question }).waitFor();
      await page.locator('.figures, .empty').waitFor();
      if (sentence !== undefined) await page.getByText(sentence, { exact: true }).waitFor();
      await device.requireAccessible();
    }
  });

  it('of reasons say how many leads were won, which need no reason', async () => {
    const sold = await TestApplication.start(new Date(Date.now() - 3_600_000).toISOString());
    try {
      await aDesk(sold, ['Ann']);
      const lead = await aLead(sold);
      await aLead(sold, { contact: { email: 'kim@example.org' } });
      await sold.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
      await sold.reportsCaughtUp();
      device = await aDevice(DESK);
      const page = await device.logIn(sold.url, ADMIN_KEY, '/console/numbers/reasons');
      await page
        .getByText('0 leads were closed for a reason, 0 % of 2. 1 of 2 leads were won.', { exact: true })
        .waitFor();
      await page.getByRole('columnheader', { name: 'Won', exact: true }).waitFor();
    } finally {
      await sold.stop();
    }
  });

  it('show what routing rules in shadow would have done', async () => {
    const shadowed = await TestApplication.start(new Date(Date.now() - 3_600_000).toISOString());
    try {
      const { reps, pool } = await aDesk(shadowed, ['Ann', 'Bo']);
      await shadowed.must('PUT', '/v1/routing', {
        rules: [{ name: 'Web', when: { field: 'source', op: 'eq', value: 'web' }, assign: { repId: reps[0].id } }],
        fallback: { poolId: pool.id },
        mode: 'shadow',
      });
      await aLead(shadowed, { owner: { repId: reps[1].id } });
      device = await aDevice();
      await device.logIn(shadowed.url, ADMIN_KEY, '/console/numbers/shadow');
      const { page } = device;
      await page.getByText('Of 1 lead, the rules would have given 1 to a rep, 0 of them').waitFor();
      const elsewhere = page.getByRole('table', { name: 'Leads that would have gone elsewhere' });
      expect((await elsewhere.getByRole('row').nth(1).getByRole('cell').allTextContents()).slice(1, 3)).toEqual([
        'Bo',
        'Ann',
      ]);
      await page.getByRole('rowheader', { name: 'Web' }).waitFor();
      await device.requireAccessible();
    } finally {
      await shadowed.stop();
    }
  });
});

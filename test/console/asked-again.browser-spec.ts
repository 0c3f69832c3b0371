import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { type Device, inBrowser, noticed, PHONE } from './browsing.js';

const NUMBER = '+49 30 901820';
const OTHER_NUMBER = '+49 171 2345678';
const KIM = { name: 'Kim Lee', email: 'kim@acme.example' };

inBrowser('a rep with a lead whose person asked again', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  let ann: Json;
  let pool: Json;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    ann = await aRep(app, 'Ann');
    ({ pool } = await aDesk(app, [ann]));
    await aPolicy(app, {}, { time: 'elapsed' });
  });
  afterEach(() => app.stop());

  const open = async (path: string, options?: object, key?: string) => {
    device = await aDevice(options);
    return device.logIn(app.url, key ?? (await app.keyFor(['rep'], ann.id)), path);
  };
  const facts = (page: Page) => page.getByRole('complementary');
  const again = (page: Page) => page.getByRole('region', { name: 'Sent again' });

  it('reads what they sent again, and what of it the lead does not have', async () => {
    const lead = await aLead(app, { contact: KIM, message: 'Tell me more' });
    const page = await open(`/console/leads/${lead.id}`);
    await page.getByRole('heading', { name: 'Kim Lee' }).waitFor();
    expect(await again(page).count()).toBe(0);
    await app.moveBy(60_000);
    await aLead(app, { source: 'fair', campaign: 'spring', contact: KIM, message: 'Me again' });
    await app.moveBy(60_000);
    const name = 'Kim Smith';
    await aLead(app, {
      contact: { ...KIM, name, phone: OTHER_NUMBER },
      message: 'Call me there',
      attributes: { size: 'L' },
    });
    await page.reload();
    await again(page).getByText('Mon 2 Mar, 09:01 from fair · spring').waitFor();
    const forms = again(page).getByRole('listitem');
    expect(await forms.count()).toBe(2);
    const latest = forms.first();
    for (const text of ['Call me there', 'Other name', name, 'Number', 'size', 'L'])
      await latest.getByText(text, { exact: true }).waitFor();
    expect(await latest.getByRole('link', { name: OTHER_NUMBER }).getAttribute('href')).toBe(`tel:${OTHER_NUMBER}`);
    expect(await forms.nth(1).getByText('Other name').count()).toBe(0);
    await device.requireAccessible();
  });

  it('is led to the other leads of the person, with their state and owner', async () => {
    const bo = await aRep(app, 'Bo');
    const first = await aLead(app, { contact: { ...KIM, phone: NUMBER } });
    await app.must('POST', `/v1/leads/${first.id}/disposition`, { category: 'suppress', reason: 'competitor' });
    const later = await aLead(app, { contact: { ...KIM, name: 'K. Lee' } });
    expect(later.duplicateOf).toBe(first.id);
    const page = await open(`/console/leads/${later.id}`);
    await facts(page).getByText('Asked before').waitFor();
    await facts(page).getByText('Kim Lee, suppressed, of Ann').waitFor();
    await facts(page).getByRole('link', { name: 'Kim Lee' }).click();
    await facts(page).getByText('Asked later').waitFor();
    await facts(page).getByText('K. Lee, open, of Ann').waitFor();
    await device.requireAccessible();
    await app.must('POST', `/v1/leads/${first.id}/reopen`, { reason: 'A mistake' });
    await app.must('POST', `/v1/leads/${first.id}/reassign`, { repId: bo.id, reason: 'Hers' });
    await page.goto(`${app.url}/console/leads/${later.id}`);
    await facts(page).getByText('Another lead of this person, which you may not see').waitFor();
  });

  it('is neither offered to call nor to text where only the number is suppressed, but to write', async () => {
    await app.must('POST', '/v1/suppressions', { phone: NUMBER, reason: 'do_not_contact' });
    const lead = await aLead(app, { contact: { ...KIM, phone: NUMBER } });
    const page = await open('/console/inbox');
    await page.getByRole('option').getByText('Do not call or text. First touch').waitFor();
    const says = 'Do not call or text: phone number suppressed (Does not want to be contacted)';
    await facts(page).getByText(`${says}, since `).waitFor();
    const offered = async () => {
      await facts(page).getByRole('button', { name: 'Log an e-mail' }).waitFor();
      expect(await facts(page).getByRole('button', { name: 'Log a call' }).count()).toBe(0);
      expect(await facts(page).getByRole('link', { name: NUMBER }).count()).toBe(0);
      await facts(page).getByText(NUMBER).waitFor();
      await facts(page).getByRole('link', { name: KIM.email }).waitFor();
    };
    await offered();
    await page.keyboard.press('c');
    await noticed(page, `${says}.`);
    await device.requireAccessible();
    await page.goto(`${app.url}/console/leads/${lead.id}`);
    await offered();
    await page.keyboard.press('e');
    await page.getByRole('dialog', { name: 'E-mail: Kim Lee' }).waitFor();
  });

  it('is not offered to contact somebody who is suppressed altogether, on a phone either', async () => {
    const lead = await aLead(app, { contact: { ...KIM, phone: NUMBER } });
    await app.must('POST', '/v1/suppressions', { email: KIM.email, reason: 'do_not_contact' });
    const page = await open(`/console/leads/${lead.id}`, PHONE);
    await facts(page)
      .getByText(/^Do not contact: e-mail address suppressed/)
      .waitFor();
    await facts(page).getByRole('button', { name: 'Close', exact: true }).waitFor();
    expect(await facts(page).getByRole('button', { name: /^Log/ }).count()).toBe(0);
    expect(await facts(page).locator('a[href^="tel:"], a[href^="mailto:"]').count()).toBe(0);
    await device.requireAccessible();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await facts(page).getByRole('button', { name: 'Open again' }).waitFor();
    await facts(page)
      .getByText(/^Do not contact: e-mail address suppressed/)
      .waitFor();
  });

  it('reads by which door a lead was closed', async () => {
    const student = { field: 'source', op: 'eq', value: 'campus' };
    const closing = { name: 'Students', when: student, assign: { dispose: { category: 'recycle', reason: 'stale' } } };
    const all = { name: 'All', when: {}, assign: { poolId: pool.id } };
    await app.must('PUT', '/v1/routing', { rules: [closing, all], fallback: {} });
    const price = { category: 'lost', reason: 'price' };
    const byRule = await aLead(app, { source: 'campus' });
    const byAnn = await aLead(app);
    const key = await app.keyFor(['rep'], ann.id);
    await app.must('POST', `/v1/leads/${byAnn.id}/disposition`, price, { key });
    const inBulk = await aLead(app);
    await app.must('POST', '/v1/leads/dispositions', { ids: [inBulk.id], disposition: price }, { key });
    await app.must('POST', '/v1/suppressions', { email: KIM.email, reason: 'do_not_contact' });
    const suppressed = await aLead(app, { contact: KIM });
    const page = await open('/console/leads', undefined, await app.keyFor(['read']));
    for (const [lead, by] of [
      [byRule, 'the rule “Students”, as it came in'],
      [byAnn, 'Ann'],
      [inBulk, 'Ann, with other leads at once'],
      [suppressed, 'Touchline as it came in, because its person is suppressed'],
    ] as const) {
      await page.goto(`${app.url}/console/leads/${lead.id}`);
      await facts(page).getByText(`${by}, Mon 2 Mar, 09:00`, { exact: true }).waitFor();
    }
    await facts(page)
      .getByText(/^Do not contact: e-mail address suppressed/)
      .waitFor();
    await device.requireAccessible();
  });

  it('reads by when a lead has to be out of its queue, and who has to act', async () => {
    await app.must('POST', '/v1/queues', { name: 'Audit', ownerRepId: ann.id, within: 'PT4H' });
    const rule = { name: 'Quiz', when: {}, assign: { queue: 'Audit' } };
    await app.must('PUT', '/v1/routing', { rules: [rule], fallback: {} });
    const lead = await aLead(app, { contact: KIM });
    const outBy = Date.parse(lead.queuePromise.outBy);
    const page = await open(`/console/leads/${lead.id}`);
    await facts(page)
      .getByText(/^Audit\. It has to be out of it by Mon 2 Mar, \d\d:00, within 4 hours of work\. Ann has to act\.$/)
      .waitFor();
    await device.requireAccessible();
    await app.moveTo(outBy);
    await page.reload();
    await facts(page)
      .getByText(/^It was to be out of it by Mon 2 Mar, \d\d:00, within 4 hours of work\.$/)
      .waitFor();
  });

  it('does not read of an erased lead that its contact cannot be read', async () => {
    const lead = await aLead(app, { contact: { ...KIM, phone: '12' } });
    await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Request 17' });
    const page = await open(`/console/leads/${lead.id}`, undefined, ADMIN_KEY);
    await facts(page)
      .getByText(/^the erasure of its person, Mon 2 Mar, 09:00$/)
      .waitFor();
    expect(await page.getByText('This is not a complete phone number.').count()).toBe(0);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ContactsAnew } from '../../src/engine/contacts-anew.sweep.js';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, allTo, aPool, aRep, leadNow, theReps, timelineOf } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const OLD = { contact: { name: 'Kim', phone: '+44 07700 900115' } };
const PRESENT = '07700 900115';

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann] = await theReps(app, ['Ann']);
  await aDesk(app, [ann]);
  await app.must('PUT', '/v1/settings', { defaultCountry: 'GB' });
  await app.mark();
});
let lead: Json;
beforeEach(async () => {
  lead = await aLead(app, OLD);
  await aLead(app, { contact: { name: 'Lee', email: '-x-', phone: '+49 30 901820' } });
  await app.must('POST', '/v1/accounts', { name: 'Acme', contacts: [{ phone: '+44 07700 900116' }] });
  // As an earlier version has stored them.
  await app.asOwner(`
    update lead set phone_key = '+4407700900115' where phone_key = '+447700900115';
    update lead set email_key = '-x-' where contact->>'email' = '-x-';
    update account_contact set phone_key = '+4407700900116';
    update contact_rereading set finished_at = null, table_place = 0, after_id = null, changed = 0, same = 0`);
});
afterEach(() => app.back());
afterAll(() => app.stop());

const readAnew = () => app.application.app.get(ContactsAnew, { strict: false }).readAll(() => true);
const found = async (path: string) => (await app.must('GET', path)).data.map(({ id }: Json) => id);

it('a lead whose number an earlier version misread is found by any spelling before it is read anew', async () => {
  expect(await found(`/v1/leads?phone=${encodeURIComponent(PRESENT)}`)).toEqual([lead.id]);
  const again = await app.ask('POST', '/v1/leads', { source: 'web', contact: { phone: PRESENT } });
  expect([again.status, again.body.id]).toEqual([200, lead.id]);
  const touches = [{ phone: PRESENT, kind: 'call', outcome: 'noAnswer' }];
  const { results } = await app.must('POST', '/v1/touches/batch', { touches });
  expect(results).toMatchObject([{ status: 'recorded', leadId: lead.id }]);
  const held = await app.must('GET', `/v1/subject-access?phone=${encodeURIComponent(PRESENT)}`);
  expect(held.data.map(({ id }: Json) => id)).toEqual([lead.id]);
  const erased = await app.must('POST', '/v1/erasures', { phone: PRESENT, reason: 'Asked for it' });
  expect(erased.leads).toBe(1);
});

it('all contacts are read anew once, and keep their owners', async () => {
  await readAnew();
  const rows = await app.database.ask('select phone_key, email_key, owner_id from lead order by id');
  expect(rows).toMatchObject([
    { phone_key: '+447700900115', email_key: null, owner_id: ann.id },
    { phone_key: '+4930901820', email_key: null, owner_id: ann.id },
  ]);
  expect(await app.database.ask('select phone_key from account_contact')).toMatchObject([
    { phone_key: '+447700900116' },
  ]);
  const [state] = await app.database.ask(
    'select changed, same, finished_at is not null as finished from contact_rereading',
  );
  expect(state).toMatchObject({ changed: 3, same: 0, finished: true });
});

it('a country or a list of placeholders that is set later is asked of all contacts', async () => {
  const { version: _, updatedAt: __, defaultCountry: ___, ...body } = await app.must('GET', '/v1/settings');
  await app.must('PUT', '/v1/settings', body);
  const national = await aLead(app, { contact: { name: 'Mia', phone: '030 901821' } });
  expect(national.issues).toContain('unreadablePhone');
  await readAnew();
  const placeholders = [...body.placeholders, 'mia@agency.example'];
  await aLead(app, { contact: { name: 'Mia', email: 'mia@agency.example' } });
  await app.must('PUT', '/v1/settings', { ...body, defaultCountry: 'DE', placeholders });
  await readAnew();
  expect(await found(`/v1/leads?phone=${encodeURIComponent('+49 30 901821')}`)).toEqual([national.id]);
  expect((await app.must('GET', `/v1/leads/${national.id}`)).issues ?? []).not.toContain('unreadablePhone');
  expect(await app.database.ask(`select from lead where email_key = 'mia@agency.example'`)).toEqual([]);
});

it('leads that waited for review are served once their number can be read, as if they came in', async () => {
  const setCountry = await withoutCountry();
  const send = (phone: string, fields: object = {}) => aLead(app, { contact: { name: 'Mia', phone }, ...fields });
  const [mia, unwanted, still] = [await send('030 901821'), await send('030 901822'), await send('ask Mia')];
  await app.must('POST', '/v1/suppressions', { phone: '+49 30 901822', reason: 'do_not_contact' });
  await aPolicy(app);
  await app.moveBy(HOUR);
  await setCountry();
  const now = await leadNow(app, mia);
  expect(now).toMatchObject({ ownerId: ann.id, queue: null });
  expect(now.issues).toBeUndefined();
  expect(clockOf(now)).toMatchObject({ state: 'running', repId: ann.id, dueAt: '2026-03-02T16:05:00.000Z' });
  expect((await timelineOf(app, mia)).slice(-3)).toEqual([
    'Assigned to Ann from Desk, after it had waited (“somebody can be reached by it now”)',
    'First touch is due by Mon 2 Mar 2026, 16:05 (UTC)',
    'First response is measured without a deadline',
  ]);
  expect((await notificationsOf(app, ann)).map(({ leadId }: Json) => leadId)).toContain(mia.id);
  expect(await leadNow(app, unwanted)).toMatchObject({ status: 'suppressed', ownerId: null, clocks: [] });
  expect(await leadNow(app, still)).toMatchObject({ status: 'open', ownerId: null, policy: null });
  expect((await app.must('GET', '/v1/routing/queue?queue=review')).data.map(({ leadId }: Json) => leadId)).toEqual([
    still.id,
  ]);
});

it('a lead that was put away in review, or moved out of it, is as any other once its number can be read', async () => {
  await aPolicy(app);
  const setCountry = await withoutCountry();
  const send = (phone: string) => aLead(app, { contact: { name: 'Mia', phone } });
  const [asleep, moved] = [await send('030 901821'), await send('030 901822')];
  const wakeAt = new Date(app.time.now() + 30 * DAY).toISOString();
  await app.must('POST', `/v1/leads/${asleep.id}/disposition`, {
    category: 'nurture',
    reason: 'not_now',
    fields: { wakeAt },
  });
  await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: ann.id, reason: 'I know them' });
  expect(await leadNow(app, moved)).toMatchObject({ ownerId: ann.id, policy: null, clocks: [] });
  await app.moveBy(HOUR);
  await setCountry();
  const now = await leadNow(app, moved);
  expect([now.ownerId, now.issues]).toEqual([ann.id, undefined]);
  expect(clockOf(now)).toMatchObject({ state: 'running', repId: ann.id, dueAt: '2026-03-02T16:05:00.000Z' });
  expect((await leadNow(app, asleep)).issues).toBeUndefined();
  await app.moveBy(30 * DAY);
  expect(await leadNow(app, asleep)).toMatchObject({ status: 'open', ownerId: ann.id, queue: null, cycle: 2 });
});

it('leads that can be read belong to the persons who have others', async () => {
  const bo = await aRep(app, 'Bo');
  await allTo(app, await aPool(app, 'Pair', [ann, bo]));
  const setCountry = await withoutCountry();
  const send = (name: string, phone: string) => aLead(app, { contact: { name, phone } });
  const [first, second] = [await send('Kim', '030 901823'), await send('Kim', '030 901823')];
  const own = await aLead(app, { contact: { name: 'Lou', phone: '+49 30 901824' }, owner: { repId: bo.id } });
  const ofLou = [await send('Lou', '030 901824'), await send('Lou', '030 901824')];
  const customer = await aLead(app, { contact: { name: 'Max', phone: '+49 30 901825' }, owner: { repId: bo.id } });
  await app.must('POST', `/v1/leads/${customer.id}/milestones`, { name: 'won' });
  const ofMax = await send('Max', '030 901825');
  await setCountry();
  const [one, other] = [await leadNow(app, first), await leadNow(app, second)];
  expect([one.duplicateOf, other.duplicateOf, other.ownerId]).toEqual([undefined, first.id, one.ownerId]);
  for (const each of ofLou)
    expect(await leadNow(app, each)).toMatchObject({ duplicateOf: expect.any(String), ownerId: bo.id });
  expect((await leadNow(app, ofLou[0]!)).duplicateOf).toBe(own.id);
  expect(await leadNow(app, ofMax)).toMatchObject({ duplicateOf: customer.id, ownerId: bo.id });
});

it('a reading that is cut off goes on where it ended, on one node at a time', async () => {
  await app.asOwner(`update contact_rereading set table_place = 1, changed = 7`);
  await readAnew();
  const [state] = await app.database.ask('select changed, finished_at is not null as finished from contact_rereading');
  expect(state).toMatchObject({ changed: 8, finished: true });
});

/** Lets numbers of no country be unreadable. @returns what sets the country again, and reads all contacts by it */
async function withoutCountry(): Promise<() => Promise<void>> {
  const { version: _, updatedAt: __, defaultCountry: ___, ...body } = await app.must('GET', '/v1/settings');
  await app.must('PUT', '/v1/settings', body);
  await readAnew();
  return async () => {
    await app.must('PUT', '/v1/settings', { ...body, defaultCountry: 'DE' });
    await readAnew();
  };
}

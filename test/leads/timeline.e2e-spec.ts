import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, allTo, aPool, aRep, aTouch, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('the timeline and notifications use only the time zone of their reader', async () => {
  const berlin = await app.must('POST', '/v1/calendars', {
    name: 'Berlin',
    timeZone: 'Europe/Berlin',
    hours: { mon: [['09:00', '19:00']] },
  });
  const ann = await aRep(app, 'Ann', { calendarId: berlin.id });
  await aDesk(app, [ann], { calendarId: berlin.id });
  await aPolicy(app, { within: 'PT1H', warnAt: [50] });
  const lead = await aLead(app);
  await app.moveBy(31 * 60_000);
  await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer', direction: 'outbound' });
  const theirs = { key: await app.keyFor(['rep'], ann.id) };
  const told = async (asking?: { key: string }): Promise<string> =>
    (await app.must('GET', `/v1/leads/${lead.id}/timeline`, undefined, asking)).data
      .map(({ text }: Json) => text)
      .join('\n');
  expect(await told(theirs)).toContain('is due by Mon 2 Mar 2026, 17:00 (Europe/Berlin)');
  expect(await told(theirs)).toContain('was on time: Mon 2 Mar 2026, 16:31 (Europe/Berlin)');
  expect(await told(theirs)).not.toMatch(/UTC|\dT\d/);
  expect(await told()).toContain('is due by Mon 2 Mar 2026, 16:00 (UTC)');
  expect(await told()).not.toMatch(/Berlin\)|\dT\d/);
  const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`, undefined, theirs);
  expect(data.map(({ text }: Json) => text)).toContain(
    'A lead from web received Mon 2 Mar 2026, 16:00 (Europe/Berlin) waits for your first touch, due by Mon 2 Mar 2026, 17:00 (Europe/Berlin)',
  );
});

describe('the timeline says', () => {
  let cy: Json;
  let dee: Json;
  let pool: Json;
  beforeAll(async () => {
    [cy, dee] = [await aRep(app, 'Cy'), await aRep(app, 'Dee')];
    pool = await aPool(app, 'Shop desk', [cy, dee]);
    await allTo(app, pool);
    await app.must('POST', '/v1/sources', { code: 'site-2', label: 'Shop', duplicates: 'join' });
  });
  const lead = (email: string, fields: object = {}) => aLead(app, { source: 'site-2', contact: { email }, ...fields });
  const lost = ({ id }: Json) => app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price' });

  it('from which pool a lead was dealt, and nothing of it when a person moves it or its owner gets it back', async () => {
    const one = await lead('pool@example.org');
    const [first, other] = one.ownerId === cy.id ? [cy, dee] : [dee, cy];
    await lost(one);
    await app.must('POST', `/v1/leads/${one.id}/reopen`, { reason: 'A mistake' });
    await app.must('POST', `/v1/leads/${one.id}/reassign`, { repId: other.id, reason: 'Knows them' });
    const said = (await timelineOf(app, one)).filter((text) => /Received|Assigned|Moved|Reopened/.test(text));
    expect(said).toEqual([
      'Received from Shop',
      `Assigned to ${first.name} from ${pool.name}, when it came in`,
      'Reopened by hand',
      `Assigned to ${first.name}, reopened (“A mistake”)`,
      `Moved from ${first.name} to ${other.name}: by hand (“Knows them”)`,
    ]);
  });

  it('that the person called, and who was passed over as they are away', async () => {
    const one = await lead('caller@example.org');
    const [first, other] = one.ownerId === cy.id ? [cy, dee] : [dee, cy];
    await lost(one);
    await app.moveBy(60_000);
    await app.must('PUT', `/v1/reps/${first.id}/availability`, { available: false });
    await aTouch(app, one, { kind: 'call', direction: 'inbound', outcome: 'connected' });
    await app.must('PUT', `/v1/reps/${first.id}/availability`, { available: true });
    expect((await timelineOf(app, one)).filter((text) => /cycle|Assigned/.test(text)).slice(1)).toEqual([
      'A new cycle: the person called',
      `Assigned to ${other.name} from ${pool.name}, after the person called, as ${first.name} is away`,
    ]);
    const [{ text }] = (await app.must('GET', `/v1/reps/${other.id}/notifications`)).data;
    expect(text).toMatch(
      new RegExp(`^A lead from Shop .+ is yours, after the person called, as ${first.name} is away$`),
    );
  });

  it('what of a lead was suppressed as it came in, and since when', async () => {
    const one = await lead('asked@example.org');
    const suppress = { category: 'suppress', reason: 'do_not_contact' };
    await app.must('POST', `/v1/leads/${one.id}/disposition`, suppress);
    const since = 'suppressed since \\w+ \\d+ Mar 2026, .+ \\(UTC\\)';
    expect((await timelineOf(app, await lead('asked@example.org'))).at(-1)).toMatch(
      new RegExp(`^Closed as it came in, because its e-mail address has been ${since}, when another lead was closed: `),
    );
    await app.must('POST', '/v1/suppressions', { phone: '+49 30 901820', reason: 'do_not_contact' });
    const byPhone = await aLead(app, { source: 'site-2', contact: { phone: '+49 30 901820' } });
    expect((await timelineOf(app, byPhone)).at(-1)).toMatch(
      new RegExp(`^Closed as it came in, because its phone number has been ${since}, by an entry in the list: `),
    );
  });
});

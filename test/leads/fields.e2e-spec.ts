import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, faults } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('an unknown time zone is refused wherever leads are sent', async () => {
  const contact = { email: 'kim@example.org', timeZone: 'Mars/Olympus' };
  const refused = await app.post('/v1/leads', { source: 'web', contact });
  expect([refused.status, ...faults(refused)]).toEqual([422, '/contact/timeZone timeZone']);
  expect(refused.body.errors[0].message).toMatch(/^Expected an IANA time zone, such as Europe\/Berlin, not "/);
  const lead = await aLead(app, { contact: { ...contact, timeZone: 'Europe/Berlin' } });
  expect(lead.contact.timeZone).toBe('Europe/Berlin');
  const amended = await app.ask('PATCH', `/v1/leads/${lead.id}`, { contact: { timeZone: 'CET+1' } });
  expect([amended.status, ...faults(amended)]).toEqual([422, '/contact/timeZone timeZone']);
  const batch = await app.post('/v1/leads/batch', {
    leads: [
      { source: 'web', contact },
      { source: 'web', contact: {} },
    ],
  });
  expect(batch.body.results.map(({ status }: Json) => status)).toEqual(['invalid', 'created']);
});

it('a number that JSON readers would round is refused', async () => {
  const attributes = '{"crmId":9007199254740993,"exact":9007199254740991,"share":0.25}';
  const raw = `{"source":"web","attributes":${attributes}}`;
  const refused = await app.ask('POST', '/v1/leads', undefined, { raw });
  expect([refused.status, ...faults(refused)]).toEqual([422, '/attributes/crmId value']);
  expect(refused.body.errors[0].message).toBe(
    'Expected text, a number up to 9007199254740991 (send longer ids as text), true or false.',
  );
  const sent = { source: 'web', attributes: { exact: 9_007_199_254_740_991, share: -0.25 } };
  expect((await app.must('POST', '/v1/leads', sent)).attributes).toEqual(sent.attributes);
});

it('employees are a number or a band, which is stored as it was sent', async () => {
  const lead = await aLead(app, { company: { employees: '51-200' } });
  expect((await app.must('GET', `/v1/leads/${lead.id}`)).company).toEqual({ employees: '51-200' });
  const amended = await app.must('PATCH', `/v1/leads/${lead.id}`, { company: { employees: '1,000+' } });
  expect(amended.company).toEqual({ employees: '1,000+' });
  for (const employees of ['Self-employed', '1', '10,001+', '51 to 200', '11–50 employees', '1 employee'])
    expect((await aLead(app, { company: { employees } })).company).toEqual({ employees });
  for (const employees of ['many', '<50', '200-51', '200 to 51']) {
    const refused = await app.post('/v1/leads', { source: 'web', company: { employees } });
    expect([refused.status, ...faults(refused)]).toEqual([422, '/company/employees value']);
    expect(refused.body.errors[0].message).toBe(
      'Expected a whole number (50), a band with the smaller number first ("51-200", "51 to 200", "1000+"), either of them with "employees" after it, or "Self-employed".',
    );
  }
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

let app: TestApplication;
let made: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  made = await app.must('GET', '/v1/policies/ready-made');
});
afterAll(() => app.stop());

it('every ready-made policy is accepted as it is, and can be previewed', async () => {
  for (const { body } of made.policies) {
    const policy = await app.must('POST', '/v1/sla-policies', body);
    expect(policy).toMatchObject(body);
    const preview = await app.ask('POST', '/v1/sla-policies/preview', { policy: body, lead: { source: 'web' } });
    expect(preview.status).toBe(200);
  }
});

it('every ready-made cadence is accepted as the follow-up of a policy', async () => {
  for (const { code, body } of made.cadences) {
    const policy = { name: code, firstTouch: { within: 'PT1H' }, followUp: body };
    expect((await app.must('POST', '/v1/sla-policies', policy)).followUp).toMatchObject(body);
  }
});

it('every ready-made calendar is accepted as it is, and has the holidays of its country', async () => {
  for (const { code, body } of made.calendars) {
    const { id } = await app.must('POST', '/v1/calendars', body);
    const { data } = await app.must('GET', `/v1/calendars/${id}/days?from=2026-12-25&to=2026-12-26`);
    expect([code, data[0].why]).toEqual([code, 'holiday']);
  }
});

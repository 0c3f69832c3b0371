import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

let app: TestApplication;
let connection: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  connection = await app.must('POST', '/v1/inbound', { name: 'Website', kind: 'form', source: 'website' });
});
afterAll(() => app.stop());

const submit = (to: TestApplication) =>
  fetch(`${to.url}/in/${connection.key}`, {
    method: 'POST',
    body: new URLSearchParams({ name: 'Kim', email: 'kim@example.com' }),
  });
const stored = async (): Promise<Json[]> => (await app.must('GET', '/v1/inbound/arrivals')).data;

describe('a program without a key to encrypt with', () => {
  it('asks senders to come again, and stores nothing', async () => {
    const lost = await TestApplication.start(undefined, {
      database: app.database,
      environment: { secretsKey: undefined },
    });
    try {
      const answer = await submit(lost);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await stored()).toEqual([]);
    } finally {
      await lost.application.close();
    }
    expect((await submit(app)).status).toBe(202);
  });
});

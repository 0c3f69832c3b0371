import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { anImport, runToEnd } from './imports.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const erase = (email: string) => app.must('POST', '/v1/erasures', { email, reason: 'asked' });

describe('an erasure', () => {
  it('takes a person out of a file that waits, and out of what was refused of others', async () => {
    const file = 'Email,Phone,Note\nann@example.com,,\nbo@example.com,,\n,12,call ANN@example.com first\n';
    const waiting = await anImport(app, file);
    const done = await anImport(app, file);
    await runToEnd(app, done.id);
    const certificate = await erase('Ann@example.com');
    expect(JSON.stringify(certificate)).toContain('Rows of imported files');
    const { columns } = await app.must('GET', `/v1/imports/${waiting.id}`);
    expect(columns[0].samples).toEqual(['bo@example.com']);
    expect(await runToEnd(app, waiting.id)).toMatchObject({ created: 1, rejected: 2 });
    for (const { id } of [waiting, done]) {
      const { data } = await app.must('GET', `/v1/imports/${id}/rejected`);
      expect(JSON.stringify(data).toLowerCase()).not.toContain('ann@example.com');
    }
  });
});

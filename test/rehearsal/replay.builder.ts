import { expect } from '@jest/globals';
import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

export const iso = (at: number) => new Date(at).toISOString();

/** Replays routing, up to now unless the draft says otherwise, and returns the result. */
export async function replay(app: TestApplication, from: number, draft: object = {}): Promise<Json> {
  const asked = await app.must('POST', '/v1/routing/replay', { from: iso(from), to: iso(app.time.now()), ...draft });
  await app.settleJobs();
  const job = await app.must('GET', `/v1/jobs/${asked.id}`);
  expect(job).toMatchObject({ kind: 'routingReplay', state: 'done', progress: 1 });
  return job.result;
}

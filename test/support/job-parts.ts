import { jest } from '@jest/globals';
import { JobRunners } from '../../src/engine/workers.service.js';
import type { JobKind } from '../../src/jobs/job.js';
import type { TestApplication } from './application.js';

/** Runs all jobs, and does `work` after the given number of parts of one kind, as another node would. */
export async function settleJobsAround(
  app: TestApplication,
  { kind, parts }: { readonly kind: JobKind; readonly parts: number },
  work: () => Promise<unknown>,
): Promise<void> {
  const runner = app.application.app.get(JobRunners).of(kind);
  const step = runner.step.bind(runner);
  let done = 0;
  const steps = jest.spyOn(runner, 'step').mockImplementation(async (job, cursor) => {
    const next = await step(job, cursor);
    done += 1;
    if (done === parts) await work();
    return next;
  });
  try {
    await app.settleJobs();
  } finally {
    steps.mockRestore();
  }
}

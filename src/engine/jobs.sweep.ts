import { Injectable } from '@nestjs/common';
import { RUNS_WAIT } from '../disposition/bulk-run.store.js';
import { JOBS_WAIT } from '../jobs/job.store.js';
import { MS_PER_HOUR, MS_PER_SECOND } from '../platform/duration.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { Jobs } from './jobs.service.js';
import { Pulse } from './pulse.sweep.js';

/** Looks for jobs that nobody works on. A job that was cut off is taken again when its node's time for it is over. */
@Injectable()
export class JobsSweep {
  constructor(periodic: Periodic, pulse: Pulse, jobs: Jobs) {
    pulse.whileWaiting(`${JOBS_WAIT} or ${RUNS_WAIT}`, {
      name: 'jobs',
      everyMs: MS_PER_SECOND,
      run: (goOn) => jobs.settle(() => !goOn()),
      failing: 'A job was cut off',
    });
    periodic.add({
      name: 'old-jobs',
      everyMs: MS_PER_HOUR,
      run: () => jobs.forget(),
      failing: 'Old jobs could not be forgotten',
    });
  }
}

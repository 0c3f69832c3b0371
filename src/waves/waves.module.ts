import { Module } from '@nestjs/common';
import { JOB_RESULTS } from '../admin/jobs/job.schema.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { Pulse } from '../engine/pulse.sweep.js';
import { JobRunners } from '../engine/workers.service.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import { WaveResultSchema } from './wave.schema.js';
import { WAVES_WAIT, WaveStore } from './wave.store.js';
import { WAVE_CHECK } from './wave-check.store.js';
import { WaveGiving } from './wave-giving.service.js';
import { WaveJob } from './wave-job.service.js';
import { WavesController } from './waves.controller.js';
import { Waves } from './waves.service.js';

JOB_RESULTS.add(WaveResultSchema);
SETUP_CHECKS.add(WAVE_CHECK);

@Module({
  controllers: [WavesController],
  providers: [WaveGiving, WaveJob, Waves, WaveStore],
})
export class WavesModule {
  constructor(runners: JobRunners, pulse: Pulse, job: WaveJob, giving: WaveGiving) {
    runners.add('activation', job);
    pulse.whileWaiting(WAVES_WAIT, {
      name: 'waves',
      everyMs: MS_PER_SECOND,
      run: (goOn) => giving.settle(goOn),
      failing: 'A wave of promises was cut off',
    });
  }
}

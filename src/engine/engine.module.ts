import { Global, Module } from '@nestjs/common';
import { RUNS_WAIT } from '../disposition/bulk-run.store.js';
import { JOBS_WAIT } from '../jobs/job.store.js';
import { TellingOfActs } from '../lifecycle/news/telling-of-acts.service.js';
import { NEWS_WAIT } from '../notifications/news-of-acts.store.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { AbsencesWorker } from './absences.worker.js';
import { BulkClosingJob, BulkUndoJob } from './bulk-closing-job.service.js';
import { ChangeDryRunJob } from './change-dry-run-job.service.js';
import { ConfigurationFollower } from './configuration-follower.service.js';
import { ContactsAnew } from './contacts-anew.sweep.js';
import { DueLeadsStore } from './due-leads.store.js';
import { DueSweep } from './due-sweep.service.js';
import { Engine } from './engine.service.js';
import { EngineSweep } from './engine.sweep.js';
import { Following } from './following.service.js';
import { HoldsWorker } from './holds.worker.js';
import { Jobs } from './jobs.service.js';
import { LeadEnforcementWorker } from './lead-enforcement.worker.js';
import { PlannedRulesWorker } from './planned-rules.worker.js';
import { PulseStore } from './pulse.store.js';
import { Pulse } from './pulse.sweep.js';
import { QueueWorker } from './queue.worker.js';
import { QueueOutlook } from './queue-outlook.service.js';
import { QueuePromises } from './queue-promises.service.js';
import { ReadableLeads } from './readable-leads.service.js';
import { ReplanningWorker } from './replanning.worker.js';
import { ReplanningForecasts } from './replanning-forecast.service.js';
import { SetAside } from './set-aside.js';
import { SilenceService } from './silence.service.js';
import { SuppressionDigest } from './suppression-digest.service.js';
import { Watchdog } from './watchdog.sweep.js';
import { WordIndexSweep } from './word-index.sweep.js';
import { JobRunners, Workers } from './workers.service.js';

const OFFERED = [DueSweep, EngineSweep, Following, Pulse, Watchdog, JobRunners, Workers, SetAside];

/** Everything that happens by the passage of time. */
@Global()
@Module({
  providers: [
    ...OFFERED,
    AbsencesWorker,
    BulkClosingJob,
    BulkUndoJob,
    ChangeDryRunJob,
    ConfigurationFollower,
    DueLeadsStore,
    Engine,
    HoldsWorker,
    Jobs,
    LeadEnforcementWorker,
    PlannedRulesWorker,
    PulseStore,
    QueueOutlook,
    QueuePromises,
    QueueWorker,
    ReplanningWorker,
    ReplanningForecasts,
    SilenceService,
    SuppressionDigest,
    WordIndexSweep,
    ContactsAnew,
    ReadableLeads,
  ],
  exports: OFFERED,
})
export class EngineModule {
  constructor(
    periodic: Periodic,
    pulse: Pulse,
    jobs: Jobs,
    silence: SilenceService,
    digest: SuppressionDigest,
    telling: TellingOfActs,
  ) {
    pulse.whileWaiting(NEWS_WAIT, {
      name: 'news',
      everyMs: MS_PER_SECOND,
      run: (goOn) => telling.settle(goOn),
      failing: 'Nobody was told of what the office did',
    });
    // A job that was cut off can be taken again once its node's time for it has run out.
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
    periodic.add({
      name: 'silence',
      everyMs: 5 * MS_PER_MINUTE,
      run: () => silence.look(),
      failing: 'It is not known whether touches still come',
    });
    periodic.add({
      name: 'suppression',
      everyMs: 5 * MS_PER_MINUTE,
      run: () => digest.look(),
      failing: 'The owner of the queue was not notified of leads that were kept out',
    });
  }
}

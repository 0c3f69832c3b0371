import { Module } from '@nestjs/common';
import { JOB_RESULTS } from '../admin/jobs/job.schema.js';
import { JobRunners } from '../engine/workers.service.js';
import { DryRunSchema } from './backtest/backtest.schema.js';
import { Backtest } from './backtest/backtest.service.js';
import { BacktestStore } from './backtest/backtest.store.js';
import { PolicyDryRunService } from './policy-dry-run.service.js';
import { PolicyPreviewService } from './policy-preview.service.js';
import { PolicyToolsController } from './policy-tools.controller.js';
import { ReplaySchema } from './replay/replay.schema.js';
import { ReplayStore } from './replay/replay.store.js';
import { ReplayJob } from './replay/replay-job.service.js';
import { ReplaysService } from './replay/replays.service.js';
import { RoutingPreviewController } from './routing-preview.controller.js';
import { PreviewService } from './routing-preview.service.js';

JOB_RESULTS.add(DryRunSchema, ReplaySchema);

@Module({
  controllers: [RoutingPreviewController, PolicyToolsController],
  providers: [
    PolicyDryRunService,
    PolicyPreviewService,
    PreviewService,
    Backtest,
    BacktestStore,
    ReplaysService,
    ReplayJob,
    ReplayStore,
  ],
})
export class RehearsalModule {
  constructor(runners: JobRunners, backtest: Backtest, replays: ReplayJob) {
    runners.add('policyDryRun', backtest);
    runners.add('routingReplay', replays);
  }
}

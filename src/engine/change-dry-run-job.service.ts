import { Injectable } from '@nestjs/common';
import { DryRuns, type RequestedChange } from '../admin/dry-runs.service.js';
import type { Consequence } from '../documents/version.schema.js';
import type { JobRunner, JobStep, TakenJob } from '../jobs/job.js';
import { OverloadError, Refusal } from '../platform/input/refusal.js';
import { EffectTally } from './effect.js';
import { ReplanningForecast } from './replanning-forecast.service.js';

const NOTHING: Consequence = { clocks: 0, complete: true, effect: new EffectTally().read() };

/** Computes what a change would do to promises, however many there are. */
@Injectable()
export class ChangeDryRunJob implements JobRunner {
  /**
   * The forecast that this node is working on. It is only in memory, so another node that takes the job starts again.
   */
  private going: { readonly jobId: string; readonly forecast: ReplanningForecast } | undefined;

  constructor(private readonly dryRuns: DryRuns) {}

  async step({ id, request }: Pick<TakenJob, 'id' | 'request'>): Promise<JobStep> {
    try {
      if (this.going?.jobId !== id) return await this.begin(id, request as RequestedChange);
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof OverloadError) throw error;
      return { kind: 'refused', error: `The configuration has changed meanwhile. ${error.message}` };
    }
    const { forecast } = this.going;
    if (await forecast.goOn()) return goingOn(forecast);
    this.going = undefined;
    return doneWith(forecast.consequence);
  }

  private async begin(jobId: string, requested: RequestedChange): Promise<JobStep> {
    const { consequence, foreseen } = await this.dryRuns.rehearse(requested);
    if (!(foreseen?.rest instanceof ReplanningForecast)) return doneWith(consequence ?? NOTHING);
    this.going = { jobId, forecast: foreseen.rest };
    return goingOn(foreseen.rest);
  }
}

function goingOn({ promises, progress }: ReplanningForecast): JobStep {
  return { kind: 'goOn', cursor: { promises }, progress };
}

function doneWith({ effect, ...replanned }: Consequence): JobStep {
  return { kind: 'done', result: { replanned, effect } };
}

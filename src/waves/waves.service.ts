import { Injectable } from '@nestjs/common';
import { JobsService } from '../admin/jobs/jobs.service.js';
import type { Caller } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { personalIn } from '../disposition/bulk-closing.js';
import { JobStore } from '../jobs/job.store.js';
import { faultsOfNamed } from '../leads/filter-faults.js';
import type { LeadFilter } from '../leads/lead-filter.store.js';
import { LeadTallyStore } from '../leads/lead-tally.store.js';
import { faultsOfReceived } from '../leads/touch.js';
import { type Sight, workSightOf } from '../leads/visibility.js';
import { type Fault, fault, under } from '../platform/input/fault.js';
import { NotFoundError, refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { startOfDay } from '../platform/values/day.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { instantsOfWaves } from './wave.js';
import type { ActivateBody } from './wave.schema.js';
import { type WaveLeft, WaveStore } from './wave.store.js';

/** What a job plans, with who asked for it. */
export interface WaveRequest extends ActivateBody {
  readonly caller: Caller;
}

/** Plans when open leads get their first promise, and shows and ends what is planned. */
@Injectable()
export class Waves {
  constructor(
    private readonly store: WaveStore,
    private readonly tallies: LeadTallyStore,
    private readonly jobs: JobsService,
    private readonly jobStore: JobStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** Returns what would be planned. Changes nothing. */
  async foresee(body: ActivateBody, caller: Caller) {
    const directory = await this.directories.now();
    refuse(faultsOf(body, directory));
    const { asked, sight } = selectionOf({ ...body, caller }, this.time.now(), directory);
    const { leads, byOwner } = await this.tallies.tally(asked, sight);
    return { leads, days: daysOf(this.planFor(leads, body, directory), leads, body.perDay), owners: byOwner };
  }

  async activate(body: ActivateBody, caller: Caller) {
    refuse(faultsOf(body, await this.directories.now()));
    const { requestId: _, ...asking } = caller;
    return this.jobs.begin('activation', { ...body, caller: asking } satisfies WaveRequest, caller);
  }

  planFor(leads: number, { perDay, from }: ActivateBody, directory: Directory): Instant[] {
    const now = this.time.now();
    const { timeZone } = directory.content.settings;
    const first = from === undefined ? now : startOfDay(from, timeZone);
    return instantsOfWaves(leads, { perDay, from: Math.max(first, now), hours: directory.hours.ofDefault.working });
  }

  async list() {
    const plans = groupBy(await this.store.readPlans(this.database), ({ jobId }) => jobId);
    return { data: [...plans].map(([id, left]) => ({ id, ...wavesView(left) })) };
  }

  async get(jobId: string) {
    return wavesView(await this.store.readLeft(this.database, jobId));
  }

  /** Ends what is still to come. */
  async cancel(jobId: string): Promise<void> {
    const isKnown = await this.database.transaction(async (tx) => {
      const isPlanning = await this.jobStore.cancelIfRunning(tx, jobId, this.time.now(), 'activation');
      const ended = await this.store.cancel(tx, jobId);
      return isPlanning || ended > 0 || (await this.jobStore.find(tx, jobId))?.kind === 'activation';
    });
    if (!isKnown) throw new NotFoundError('activation', jobId);
  }
}

/** Returns the leads that are asked for, without those that came since. */
export function selectionOf(
  { filter, caller }: Pick<WaveRequest, 'filter' | 'caller'>,
  until: Instant,
  directory: Directory,
): { readonly asked: LeadFilter; readonly sight: Sight } {
  const asked: LeadFilter = { receivedTo: toIso(until + 1), ...filter, status: 'open', policy: 'none' };
  return { asked, sight: workSightOf(caller, directory) };
}

function daysOf(instants: readonly Instant[], leads: number, perDay: number) {
  return instants.map((at, day) => dayView({ at, leads: Math.min(perDay, leads - day * perDay) }));
}

function wavesView(left: readonly WaveLeft[]) {
  return { leads: left.reduce((sum, { leads }) => sum + leads, 0), days: left.map(dayView) };
}

export function dayView({ at, leads }: WaveLeft) {
  return { at: toIso(at), leads };
}

function faultsOf({ filter = {}, policyId }: ActivateBody, { content }: Directory): Fault[] {
  const single = personalIn(filter).map((name) =>
    fault(`/filter/${name}`, 'withAll', `Expected no ${name}, because it finds single persons.`),
  );
  const isUnknown =
    policyId !== undefined && !content.policies.some(({ policy }) => policy.id === policyId.toLowerCase());
  return [
    ...under('/filter', [...faultsOfReceived(filter), ...faultsOfNamed(filter, content)]),
    ...single,
    ...(isUnknown ? [fault('/policyId', 'unknownId', `There is no policy ${policyId}.`)] : []),
  ];
}

import { Injectable, Logger } from '@nestjs/common';
import { ConfigurationService } from '../configuration/configuration.service.js';
import type { Directory } from '../directory/directory.js';
import { LeadStore } from '../leads/lead.store.js';
import { system } from '../platform/actor.js';
import { isUnavailable, type Tx } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import { QueueStore } from './queue.store.js';
import { type RepTimer, RepTimerStore } from './rep-timers.store.js';
import { Router, type ToRoute } from './router.service.js';
import { requestByRules, requestPool } from './routing-requests.js';
import { SET_ASIDE_MS, whyOf } from './set-aside.js';
import type { LeadCase, Work } from './work.js';

const LEADS_MAX = 1_000;
const NOTHING_TO_MOVE = { moved: 0, left: 0 };

/** What happens by the clock to reps: they go away, their leads are taken over as the absence says, they come back. */
@Injectable()
export class RepTimersService {
  private readonly logger = new Logger('repTimers');

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly timers: RepTimerStore,
    private readonly leads: LeadStore,
    private readonly configuration: ConfigurationService,
    private readonly router: Router,
    private readonly queue: QueueStore,
  ) {}

  /** Carries out one timer that is due, or a batch of one. @returns whether anything was done */
  async sweepOnce(): Promise<boolean> {
    let timer: RepTimer | undefined;
    try {
      return await this.lifecycle.perform(async (scene) => {
        timer = await this.timers.claimDue(scene.tx, scene.now);
        return timer !== undefined && (await this.carryOut(scene, timer));
      });
    } catch (error) {
      if (timer === undefined || isUnavailable(error)) throw error;
      return this.setAside(timer, error);
    }
  }

  /** One timer that cannot be carried out must not keep all else that is due from happening: it is tried again later. */
  private async setAside({ id, kind, repId }: RepTimer, cause: unknown): Promise<boolean> {
    const wasDue = await this.lifecycle.perform(({ tx, now }) => this.timers.postpone(tx, id, now, now + SET_ASIDE_MS));
    if (wasDue)
      this.logger.error(`${kind} of rep ${repId} cannot be carried out and is set aside for a minute: ${whyOf(cause)}`);
    return wasDue;
  }

  /** @returns whether anything was done */
  private async carryOut(scene: Scene, timer: RepTimer): Promise<boolean> {
    const { tx, now, directory } = scene;
    await this.timers.lockRep(tx, timer.repId);
    switch (timer.kind) {
      case 'absenceStart': {
        // Set aside for so long that the rep has come back: nobody is to read of them afterwards that they went away.
        if (await this.timers.hasEnded(tx, timer.absenceId!)) break;
        // Whoever was back before the engine could look keeps everything.
        const moves = timer.openLeads !== 'keep' && isAbsent(directory, timer.repId, now);
        const { moved, left } = moves ? await this.moveLeads(scene, timer) : NOTHING_TO_MOVE;
        // More than a batch, or somebody works on one of them: the timer stays due, and the rest goes with the next.
        if (left > 0) return moved > 0;
        await this.record(tx, 'rep.away', timer, now);
        break;
      }
      case 'absenceEnd':
        await this.record(tx, 'rep.back', timer, now);
        await this.queue.poke(tx, now);
        break;
      case 'available':
        await this.timers.makeAvailable(tx, timer.repId);
        await this.record(tx, 'rep.back', timer, now);
        await this.queue.poke(tx, now);
        break;
      default:
        timer.kind satisfies never;
    }
    await this.timers.finish(tx, timer.id, now);
    return true;
  }

  /** Moves a batch. @returns how many, and how many are left to be moved */
  private async moveLeads(scene: Scene, timer: RepTimer): Promise<{ moved: number; left: number }> {
    const { tx } = scene;
    const untouchedOnly = timer.openLeads === 'reassignUntouched';
    const rows = await this.timers.lockLeadsOf(tx, timer.repId, untouchedOnly, LEADS_MAX);
    const left = (await this.timers.countLeadsOf(tx, timer.repId, untouchedOnly)) - rows.length;
    if (rows.length === 0) return { moved: 0, left };
    const cases = await this.lifecycle.openLocked(tx, rows, { withDocuments: false });
    const work = this.lifecycle.workOn(cases, scene, system('absence'));
    await this.readDocumentsOfPoolless(tx, cases);
    work.advanceTo(await this.router.lock(tx));
    const leads = cases.map(
      (leadCase): ToRoute => ({
        leadCase,
        request: requestOf(work, leadCase),
        placing: { cause: 'absence', facts: { absenceId: timer.absenceId } },
      }),
    );
    await this.router.route(tx, work, leads);
    this.lifecycle.save(tx, work);
    return { moved: rows.length, left };
  }

  /** A lead that was given to its owner past the pools goes where the rules say: they read what it is about. */
  private async readDocumentsOfPoolless(tx: Tx, cases: readonly LeadCase[]): Promise<void> {
    const poolless = cases.filter(({ lead }) => lead.poolId === null);
    const documents = await this.leads.readDocuments(
      tx,
      poolless.map(({ lead }) => lead.id),
    );
    for (const leadCase of poolless) leadCase.document = documents.get(leadCase.lead.id)!;
  }

  private record(tx: Tx, type: 'rep.away' | 'rep.back', timer: RepTimer, now: Instant): Promise<void> {
    const data = timer.absenceId === null ? {} : { absenceId: timer.absenceId };
    return this.configuration.record(tx, {
      type,
      kind: 'rep',
      id: timer.repId,
      at: now,
      actor: system(timer.kind),
      data,
    });
  }
}

function isAbsent(directory: Directory, repId: string, now: Instant): boolean {
  return directory.absencesOf(repId).some(({ from, to }) => from <= now && now < to);
}

/** Stays in its pool, where it has one. */
function requestOf(work: Work, leadCase: LeadCase): ToRoute['request'] {
  const { poolId, rule } = leadCase.lead;
  if (poolId === null) return requestByRules(work.directory, leadCase, 'absence');
  return { ...requestPool(leadCase, poolId, 'absence'), rule };
}

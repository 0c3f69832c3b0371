import { Injectable, Logger } from '@nestjs/common';
import { type Replanning, ReplanningStore } from '../clocks/replanning.store.js';
import type { LeadState } from '../leads/lead.js';
import { LeadStore } from '../leads/lead.store.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type Scene } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/actor.js';
import type { Instant } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { downToTheCulprit, SetAsideLeads, whyOf } from './set-aside.js';
import type { Worker } from './worker.js';

/** Nobody waits for a lead longer than such a batch takes. */
const BATCH_MAX = 500;
/** When somebody worked on a lead that was come by: it is looked at again. */
const AGAIN_MS = 50;

/** Works off, batch by batch, the clocks that are outdated by a change of working time. Whoever acts on one does not wait for it. */
@Injectable()
export class ReplanningWorker implements Worker {
  readonly serves = ['replanning'] as const;
  private readonly logger = new Logger('replanning');

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly store: ReplanningStore,
    private readonly leads: LeadStore,
    private readonly spoilt: SetAsideLeads,
    private readonly time: TimeSource,
  ) {}

  /** One batch of the oldest change that nobody else works off. @returns whether there was one */
  round(): Promise<boolean> {
    return downToTheCulprit<LeadState, boolean>(
      BATCH_MAX,
      (limit, claimed) =>
        this.lifecycle.performDue(async (scene) => {
          const replanning = await this.store.claimDue(scene.tx, scene.now);
          if (replanning !== undefined) await this.workOff(scene, replanning, limit, claimed);
          return replanning !== undefined;
        }),
      async ({ id }, cause) => {
        this.spoilt.add(id, this.time.now(), cause);
        this.logger.error(`Lead ${id} cannot be planned anew and is set aside for a minute: ${whyOf(cause)}`);
        return true;
      },
    );
  }

  private async workOff(
    scene: Scene,
    replanning: Replanning,
    limit: number,
    claimed: (rows: readonly LeadState[]) => void,
  ): Promise<void> {
    const { tx, now } = scene;
    const resting = this.spoilt.at(now);
    const ids = await this.store.readLeads(tx, replanning, resting, limit);
    const rows = await this.leads.lockFree(tx, ids);
    claimed(rows);
    const cases = await this.cases.openLocked(tx, rows, { withDocuments: false });
    // Opened for work they are planned anew: there is nothing else to do.
    await this.lifecycle.save(tx, this.lifecycle.workOn(cases, scene, system('sla')));

    const passedOver = replanning.passedOver || rows.length < ids.length;
    const again = passedOver ? now + AGAIN_MS : this.whenRested(resting);
    const { id } = replanning;
    if (ids.length === limit) await this.store.goOn(tx, id, { afterLeadId: ids.at(-1)!, passedOver, at: now });
    else if (again === null) await this.store.finish(tx, id, now);
    else await this.store.goOn(tx, id, { afterLeadId: null, passedOver: false, at: again });
  }

  private whenRested(resting: readonly string[]): Instant | null {
    return resting.length === 0 ? null : this.spoilt.nextAt;
  }
}

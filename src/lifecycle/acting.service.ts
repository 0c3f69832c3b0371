import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import type { Caller } from '../auth/scope.js';
import { isSeen, workSightOf } from '../leads/visibility.js';
import { NotFoundError } from '../platform/refusal.js';
import type { Sent } from '../platform/sent.js';
import type { SlaPolicy } from '../sla/policy.js';
import { PolicyArchive } from '../sla/policy-archive.store.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import type { LeadCase, Work } from './work.js';

/** Who wants something of which lead. */
interface Asked {
  readonly id: string;
  readonly caller: Caller;
  /** With what; its shape is refused whether or not there is such a lead. */
  readonly sent?: Sent<unknown>;
}

/** One lead that somebody may work on, opened for an action. */
export interface Opened {
  readonly scene: Scene;
  readonly work: Work;
  readonly leadCase: LeadCase;
  /** Of the present cycle. */
  readonly policy: SlaPolicy | null;
}

/** Lets people and programs act on one lead, in a transaction of its own. */
@Injectable()
export class ActingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly archive: PolicyArchive,
  ) {}

  /** @throws NotFoundError unless the caller may work on the lead */
  async act<T>({ id, caller, sent }: Asked, action: (opened: Opened) => Promise<T>): Promise<T> {
    return this.lifecycle.perform(async (scene) => {
      const [leadCase] = await this.lifecycle.open(scene.tx, [id], { withDocuments: true });
      const isThere =
        leadCase &&
        isSeen(workSightOf(caller, scene.directory), { ...leadCase.lead, createdBy: leadCase.document!.createdBy });
      if (!isThere) {
        sent?.accept();
        throw new NotFoundError('lead', id);
      }
      const policyOf = await this.archive.load(scene.tx, [leadCase.lead]);
      const work = this.lifecycle.workOn([leadCase], scene, actorOf(caller));
      const result = await action({ scene, work, leadCase, policy: policyOf(leadCase.lead) });
      this.lifecycle.save(scene.tx, work);
      return result;
    });
  }
}

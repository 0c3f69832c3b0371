import { Injectable } from '@nestjs/common';
import type { HandedOverPart, OffboardingPart } from '../../lifecycle/offboarding-parts.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { passTo } from './handoff-successors.js';
import { SuccessionStore } from './succession.store.js';

/** Hands over what a rep who leaves owes in handoffs. What they give follows their deals and accounts. */
@Injectable()
export class LeavingHandoffs implements OffboardingPart {
  readonly subject = 'handoff';
  readonly name = 'handoffs';
  readonly one = 'handoff';

  constructor(
    private readonly cases: HandoffCases,
    private readonly successions: SuccessionStore,
  ) {}

  find(sql: Sql, repId: string): Promise<string[]> {
    return this.successions.findOwedBy(sql, repId);
  }

  async handOver(tx: Tx, work: UnitOfWork, repId: string, toRepId: string): Promise<HandedOverPart> {
    const cases = await this.cases.open(tx, await this.find(tx, repId));
    work.join(cases);
    for (const subject of cases) passTo(work, subject, repId, toRepId);
    return { count: cases.length };
  }
}

import { Injectable } from '@nestjs/common';
import type { Deal } from '../deals/deal.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';
import { type PrefilledForm, takenOver } from './form/prefill.js';
import { Prefilling, prefillKeysOf } from './form/prefilling.service.js';
import { HandoffStore } from './handoff.store.js';
import { draftHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import type { KindVersion } from './kinds/handoff-kind.js';
import { KindArchive } from './kinds/handoff-kind.store.js';
import { kindFor, type StartingKind } from './kinds/kind-of-deal.js';

interface FirstForm {
  readonly deal: Deal;
  readonly kind: KindVersion;
  readonly known: PrefilledForm;
}

/** Drafts the handoffs of deals, with what is known already. */
@Injectable()
export class DealDrafts {
  constructor(
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
    private readonly prefilling: Prefilling,
  ) {}

  /** Begins the drafts of the deals that a kind takes. */
  async draftAll(tx: Tx, work: UnitOfWork, deals: readonly Deal[]): Promise<HandoffCase[]> {
    if (deals.length === 0) return [];
    const forms = await this.formsFor(tx, await this.kinds.startingOn(tx, 'deal.won'), deals);
    return forms.map(({ kind, deal, known }) => draftHandoff(work, kind, { deal, account: null }, known));
  }

  /**
   * Returns the initial form of each deal's handoff: values filled in before, as far as the kind still asks for them,
   * else what is known. Skips deals that no kind takes.
   */
  async formsFor(tx: Tx, kinds: readonly StartingKind[], deals: readonly Deal[]): Promise<FirstForm[]> {
    const taken = deals.flatMap((deal) => {
      const kind = kindFor(kinds, deal);
      return kind === undefined ? [] : [{ deal, kind }];
    });
    if (taken.length === 0) return [];
    const latest = await this.handoffs.readLatestForms(
      tx,
      taken.map(({ deal }) => deal.id),
    );
    const former = groupBy(latest, ({ dealId }) => dealId);
    const kindOf = await this.kinds.load(tx, latest);
    const forms: FirstForm[] = [];
    for (const [kind, ofKind] of groupBy(taken, (each) => each.kind)) {
      const filled = await this.prefilling.fill(
        tx,
        kind,
        ofKind.map(({ deal }) => prefillKeysOf(deal)),
      );
      for (const [index, { deal }] of ofKind.entries()) {
        const ofDeal = former.get(deal.id) ?? [];
        const formerForm = ofDeal[0] === undefined ? undefined : kindOf(ofDeal[0]).form;
        const known = takenOver(kind, ofDeal, formerForm, filled[index]!);
        forms.push({ deal, kind, known });
      }
    }
    return forms;
  }
}

import { Injectable } from '@nestjs/common';
import type { DeliveredBilling } from '../../deals/deal-gate.service.js';
import { type BilledLines, billedIn, differenceIn } from '../../forms/billing.js';
import { differencesIn } from '../../forms/billing-differences.js';
import { sectionsHold } from '../../forms/view.js';
import type { Sql } from '../../platform/sql/database.js';
import { HandoffStore } from '../handoff.store.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';

/** Reads the billing lines of forms, for the contracts of their deals. */
@Injectable()
export class BilledForms {
  constructor(
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
  ) {}

  async ofWins(sql: Sql, dealIds: readonly string[]): Promise<Map<string, BilledLines>> {
    const found = await this.handoffs.readOfWins(sql, dealIds);
    const kindOf = await this.kinds.load(sql, found);
    return new Map(
      found.flatMap((handoff) => {
        const billed = billedIn(kindOf(handoff).form, handoff.form);
        return billed === null ? [] : [[handoff.dealId!, billed]];
      }),
    );
  }

  /** Returns in words what a delivery bills otherwise than it was sold. @param values as far as the caller sees them */
  async differencesIn(sql: Sql, { handoff, kind, deal }: HandoffCase, values: unknown): Promise<string[]> {
    const { dealId, startsOn } = handoff;
    const delivered = startsOn === 'delivery.completed' && dealId !== null ? billedIn(kind.form, values) : null;
    if (delivered === null) return [];
    const sold = (await this.ofWins(sql, [dealId!])).get(dealId!) ?? null;
    return differencesIn(sold, delivered, deal?.currency ?? null);
  }

  /** Of several handoffs of a delivery, the latest with billing lines counts. */
  async ofDeliveries(sql: Sql, dealIds: readonly string[]): Promise<Map<string, DeliveredBilling>> {
    const found = await this.cases.gather(sql, await this.handoffs.readOfDeliveries(sql, dealIds));
    return new Map(
      found.flatMap((each) => {
        const { dealId, form } = each.handoff;
        const billed = billedIn(each.kind.form, form);
        if (billed === null) return [];
        const difference = differenceIn(each.kind.form, form);
        return [[dealId!, { billed, difference, receiverRepIds: whoSee(each, billed.pointer) }]];
      }),
    );
  }
}

function whoSee({ receivers, kind }: HandoffCase, pointer: string): string[] {
  return receivers
    .filter(({ place }) => sectionsHold(kind.body.receivers[place - 1]!.sections, pointer))
    .flatMap(({ ownerRepId }) => ownerRepId ?? []);
}

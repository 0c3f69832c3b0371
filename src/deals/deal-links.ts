import type { LeadCase } from '../lifecycle/lead-case.js';
import type { Deal } from './deal.js';
import type { DealCase } from './row-case.js';

/** A deal that ended or was reopened, with its lead. */
interface FollowedDeal {
  readonly deal: DealCase;
  readonly lead: LeadCase;
}

export interface LinkedDeal {
  readonly row: Deal;
  readonly lead: LeadCase;
}

/** Links from deals to the milestones and dispositions of their leads, collected until they are written. */
export class Links {
  private readonly rows = new Map<string, LinkedDeal>();
  private readonly changes = new Set<string>();

  /** @param open ids of leads that have an open deal now */
  constructor(
    private readonly followed: readonly FollowedDeal[],
    private readonly open: ReadonlySet<string>,
  ) {
    for (const { deal, lead } of followed) this.rows.set(deal.row.id, { row: deal.row, lead });
  }

  of({ row }: DealCase): Deal {
    return this.rows.get(row.id)!.row;
  }

  set(deal: DealCase, link: Partial<Pick<Deal, 'dispositionId' | 'milestoneId'>>): void {
    deal.row = { ...deal.row, ...link };
    this.rows.set(deal.row.id, { ...this.rows.get(deal.row.id)!, row: deal.row });
    this.changes.add(deal.row.id);
  }

  /** @param successor another won deal, which need not be part of this work */
  passOn(successor: Deal, milestoneId: string, lead: LeadCase): void {
    const known = this.followed.find(({ deal }) => deal.row.id === successor.id)?.deal;
    if (known !== undefined) {
      this.set(known, { milestoneId });
      return;
    }
    this.rows.set(successor.id, { row: { ...successor, milestoneId }, lead });
    this.changes.add(successor.id);
  }

  hasOpen({ lead }: LeadCase): boolean {
    return this.open.has(lead.id);
  }

  changed(): Deal[] {
    return [...this.changes].map((id) => this.rows.get(id)!.row);
  }

  won(): LinkedDeal[] {
    return [...this.rows.values()].filter(({ row }) => row.milestoneId !== null);
  }
}

import { Injectable } from '@nestjs/common';
import type { SubjectType } from '../events/event.js';
import type { Tx } from '../platform/sql/database.js';

/** Subjects are locked in this order, and those of a kind by id, so that no two transactions deadlock. */
export const LOCK_ORDER = [
  'rep',
  'lead',
  'deal',
  'account',
  'contract',
  'invoice',
  'handoff',
] as const satisfies readonly SubjectType[];

/** Enforces the order in which transactions lock subjects. */
@Injectable()
export class LockOrder {
  private readonly reached = new WeakMap<Tx, number>();

  /** @throws Error if the transaction has locked a later kind already, which is a fault of the program */
  enter(tx: Tx, type: (typeof LOCK_ORDER)[number]): void {
    const place = LOCK_ORDER.indexOf(type);
    const reached = this.reached.get(tx) ?? 0;
    if (place < reached)
      throw new Error(`A ${type} is locked after a ${LOCK_ORDER[reached]}: two transactions could wait for each other`);
    this.reached.set(tx, place);
  }
}

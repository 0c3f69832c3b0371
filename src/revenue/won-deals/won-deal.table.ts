import { code, instant, int, jsonb, table, uuid } from '../../platform/table.js';
import type { Sold } from './sold.js';

/** How a won deal has its contract: by its win, which made it or added to one, or because a program told of it. */
export const WAYS = ['made', 'added', 'told', 'earlier'] as const;
export type WonDealWay = (typeof WAYS)[number];

/** What won deals have made of contracts, and which of them have to be looked at again. */
export const WON_DEAL = table('won_deal', 'companies', {
  dealId: uuid().key(),
  /** Since when something has happened to it that was not looked at. */
  dueAt: instant().nullable(),
  /** `earlier`: it was won before wins made contracts, and nobody knows what has become of it. */
  how: code<WonDealWay>().nullable(),
  contractId: uuid().nullable(),
  /** What the deal and its form said when the contract followed them last. */
  said: jsonb<Sold>().nullable(),
  /** The number of the contract's latest event then: with a later one it was changed otherwise. */
  contractSeq: int().nullable(),
});

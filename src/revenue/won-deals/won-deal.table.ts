import { code, instant, int, jsonb, table, uuid } from '../../platform/sql/table.js';
import type { Proposal } from '../proposals/proposal.js';
import type { SoldContract } from './sold.js';

/** How a won deal has its contract: its win made it or added to one, or a program reported it. */
export type WonDealWay = 'made' | 'added' | 'told';

/** What won deals have made of contracts, and which of them wait for a look. */
export const WON_DEAL = table('won_deal', 'companies', {
  dealId: uuid().key(),
  /** Since when a change waits for a look. */
  dueAt: instant().nullable(),
  how: code<WonDealWay>().nullable(),
  contractId: uuid().nullable(),
  /** What the deal and its form said when the contract last followed them. */
  lastSold: jsonb<SoldContract>().nullable(),
  /** The number of the contract's latest event then. A later event means that it was changed otherwise. */
  contractSeq: int().nullable(),
  /** What its delivery has proposed while it had no contract: one that waits, and those that were answered. */
  proposals: jsonb<readonly Proposal[]>().default("'[]'"),
  /** Why, by the numbers of the events of the deal. */
  reasons: jsonb<Readonly<Record<string, string>>>().default("'{}'").personal(),
});

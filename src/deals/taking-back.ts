import { Registry } from '../platform/registry.js';

/** A column that names deals or accounts. What it names is not taken back with its import. */
interface Naming {
  readonly of: 'deal' | 'account';
  readonly table: string;
  readonly column: string;
}

/** All columns with a foreign key, except those of rows that belong to a deal or an account and go with it. */
export const KEEPS_FROM_TAKING_BACK = new Registry<Naming>(
  { of: 'deal', table: 'deal', column: 'follows_deal_id' },
  { of: 'deal', table: 'deal_touch', column: 'deal_id' },
  { of: 'account', table: 'account', column: 'parent_id' },
  { of: 'account', table: 'deal', column: 'account_id' },
);

/** What goes with them. */
export const GOES_WITH = {
  deal: ['notification', 'clock', 'pause', 'assignment', 'deal_look', 'deal_standing', 'deal_ref'],
  account: ['account_domain', 'account_contact', 'account_ref'],
} as const;

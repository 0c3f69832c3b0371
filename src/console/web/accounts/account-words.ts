import type { Schemas } from '../api/api.js';

export const ACCOUNT_TYPES: Readonly<Record<Schemas['Account']['type'], string>> = {
  prospect: 'Prospect',
  customer: 'Customer',
  former: 'Former customer',
  partner: 'Partner',
  competitor: 'Competitor',
};

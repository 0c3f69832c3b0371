import { code, instant, type Row, table, text, uuid } from '../platform/sql/table.js';

export const OPEN_LEADS = ['reassignUntouched', 'keep', 'reassignAll'] as const;
export type OpenLeads = (typeof OPEN_LEADS)[number];

export const ABSENCE = table('absence', 'staff', {
  id: uuid().key(),
  repId: uuid(),
  fromAt: instant(),
  toAt: instant(),
  reason: text().nullable(),
  openLeads: code<OpenLeads>(),
  coverRepId: uuid().nullable(),
  createdAt: instant(),
});
export type AbsenceRow = Row<typeof ABSENCE>;

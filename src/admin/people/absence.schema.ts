import type { Static } from '@sinclair/typebox';
import { REPLANNED } from '../../documents/replanned.schema.js';
import { AbsenceBody } from '../../people/absence.dto.js';
import { id, instant, pageOf, thing } from '../../platform/answer.js';

const { reason, openLeads } = AbsenceBody.properties;

export const AbsenceSchema = thing('Absence', 'Time in which a rep is away.', {
  id: id('Of the absence.'),
  repId: id('The rep who is away.'),
  from: instant('When it begins.'),
  to: instant('When it ends (exclusive).'),
  reason,
  openLeads,
  createdAt: instant('When it was entered.'),
  ...REPLANNED,
});
export type AbsenceView = Static<typeof AbsenceSchema>;

export const AbsencePage = pageOf(AbsenceSchema);

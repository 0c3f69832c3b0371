import type { Static } from '@sinclair/typebox';
import { AbsenceBody } from '../../people/absence.dto.js';
import { id, instant, pageOf, thing } from '../../platform/answer.js';

const { reason, openLeads } = AbsenceBody.properties;

export const AbsenceSchema = thing('Absence', {
  id: id(),
  repId: id(),
  from: instant(),
  to: instant({ description: 'The end, which is no longer part of it' }),
  reason,
  openLeads,
  createdAt: instant(),
});
export type AbsenceView = Static<typeof AbsenceSchema>;

export const AbsencePage = pageOf(AbsenceSchema);

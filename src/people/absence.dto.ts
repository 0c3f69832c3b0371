import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';
import { OPEN_LEADS, type OpenLeads } from './absence.entity.js';

export const AbsenceBody = Type.Object(
  {
    from: Type.String({ format: 'instant' }),
    to: Type.String({ format: 'instant', description: 'The end, which is no longer part of it' }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    openLeads: Type.Unsafe<OpenLeads>({
      type: 'string',
      enum: [...OPEN_LEADS],
      default: 'reassignUntouched',
      description: 'What becomes of the open leads when it begins; who keeps leads finds their clocks waiting',
    }),
  },
  { additionalProperties: false },
);
export type AbsenceBody = Static<typeof AbsenceBody>;

export const AbsenceListQuery = Type.Object(PageQuery, { additionalProperties: false });
export type AbsenceListQuery = Static<typeof AbsenceListQuery>;

import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';
import { OPEN_LEADS, type OpenLeads } from './absence.table.js';

export const AbsenceBody = Type.Object(
  {
    from: Type.String({ format: 'instant', description: 'When it begins.' }),
    to: Type.String({ format: 'instant', description: 'When it ends (exclusive).' }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Why, in your own words.' })),
    openLeads: Type.Unsafe<OpenLeads>({
      type: 'string',
      enum: [...OPEN_LEADS],
      default: 'reassignUntouched',
      description:
        'What happens to open leads when it begins: those that await first touch go to somebody else, all do, or none. For leads that stay, promises in working time wait until it ends; promises in elapsed time run on.',
    }),
  },
  { additionalProperties: false },
);
export type AbsenceBody = Static<typeof AbsenceBody>;

export const AbsenceListQuery = Type.Object(PageQuery, { additionalProperties: false });
export type AbsenceListQuery = Static<typeof AbsenceListQuery>;

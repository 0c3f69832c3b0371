import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, type Category } from '../disposition/taxonomy.js';
import { PAGE_LIMIT_MAX } from '../platform/page.js';

export const DispositionQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({ maxLength: 200, description: '`nextCursor` of the page before; absent: from the beginning.' }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: PAGE_LIMIT_MAX,
        description: 'Rows on a page, 100 by default; as CSV or NDJSON the rows in all, without it every one.',
      }),
    ),
    category: Type.Optional(
      Type.Unsafe<Category>({ type: 'string', enum: [...CATEGORIES], description: 'What became of the lead.' }),
    ),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Of the lead, without case.' })),
    include: Type.Optional(
      Type.Unsafe<'milestones'>({
        type: 'string',
        enum: ['milestones'],
        description:
          '`milestones`: what leads have come to besides, with its value, in one order with the dispositions: all that a platform may be told. Of a win that is reversed with a disposition, that stands first. `category` is asked of dispositions alone.',
      }),
    ),
    from: Type.Optional(Type.String({ format: 'instant', description: 'Decided at this instant or later.' })),
    to: Type.Optional(Type.String({ format: 'instant', description: 'Decided before this instant.' })),
  },
  { additionalProperties: false },
);
export type DispositionQuery = Static<typeof DispositionQuery>;

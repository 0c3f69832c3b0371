import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, type Category } from '../disposition/taxonomy.js';
import { PAGE_LIMIT_MAX } from '../platform/page.js';

export const DispositionQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'The `nextCursor` of the page before. Leave it out to start from the beginning.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: PAGE_LIMIT_MAX,
        description: 'JSON: the rows on a page, 100 by default. CSV and NDJSON: the number of rows, all by default.',
      }),
    ),
    category: Type.Optional(
      Type.Unsafe<Category>({ type: 'string', enum: [...CATEGORIES], description: 'The category of the disposition.' }),
    ),
    source: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'The source of the lead, compared without case.' }),
    ),
    include: Type.Optional(
      Type.Unsafe<'milestones'>({
        type: 'string',
        enum: ['milestones'],
        description:
          '`milestones` adds milestones with their values, in one order with the dispositions. If a win is reversed with a disposition, the disposition comes first. `category` applies to dispositions only.',
      }),
    ),
    from: Type.Optional(Type.String({ format: 'instant', description: 'Decided at this instant or later.' })),
    to: Type.Optional(Type.String({ format: 'instant', description: 'Decided before this instant.' })),
  },
  { additionalProperties: false },
);
export type DispositionQuery = Static<typeof DispositionQuery>;

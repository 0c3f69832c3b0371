import { type Static, Type } from '@sinclair/typebox';
import { object } from '../../platform/input/schema.js';

const PATH_MAX = 500;
const PARTS_MAX = 20;
const EXPRESSION_MAX = 2_000;

const path = (description: string) => Type.String({ minLength: 1, maxLength: PATH_MAX, description });
const paths = (description: string) => Type.Array(path('A path.'), { minItems: 1, maxItems: PARTS_MAX, description });

export const RuleSchema = Type.Union(
  [
    path('A path in what arrives, such as `data.email` or `answers[0].text`.'),
    object({ path: path('A path.') }),
    object({ first: paths('The first of these paths at which there is something.') }),
    object({
      join: paths('What is at all these paths, joined.'),
      with: Type.Optional(Type.String({ maxLength: 20, description: 'What stands between them; a space by default.' })),
    }),
    object({
      value: Type.Union([Type.String({ maxLength: 4_000 }), Type.Number(), Type.Boolean()], {
        description: 'Always this.',
      }),
    }),
    object({
      lookup: path('The path of a list.'),
      where: Type.Record(
        Type.String({ minLength: 1, maxLength: PATH_MAX }),
        Type.Union([Type.String({ maxLength: 1_000 }), Type.Number(), Type.Boolean()]),
        {
          minProperties: 1,
          maxProperties: 5,
          description: 'What the wanted entry of the list has at these paths below it.',
        },
      ),
      take: path('The path below that entry.'),
    }),
    object({
      jsonata: Type.String({
        minLength: 1,
        maxLength: EXPRESSION_MAX,
        description: 'An expression of JSONata over what arrives, which has a third of a second.',
      }),
    }),
  ],
  {
    description:
      'a path, { "path" }, { "first": [paths] }, { "join": [paths], "with"? }, { "value" }, { "lookup": path of a list, "where": { path: value }, "take": path }, or { "jsonata": expression }',
  },
);
export type WrittenRule = Static<typeof RuleSchema>;

export const PayloadMapSchema = Type.Record(Type.String({ minLength: 1, maxLength: 250 }), RuleSchema, {
  maxProperties: 200,
  description:
    'Where the fields of the lead are in what arrives, by field: `contact.email`, `company.name`, `attributes.budget`. Fields that are left out are found by their names, and what no field takes becomes an attribute.',
});
export type WrittenMap = Static<typeof PayloadMapSchema>;

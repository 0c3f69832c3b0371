import { Type } from '@sinclair/typebox';
import { id, instant, nullable, objectSchema } from '../platform/input/schema.js';
import { SHADOWED } from '../routing/rules/shadow.schema.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const COUNTS = {
  given: count('Leads that were given to them.'),
  would: count('Leads that the rules would have given to them.'),
  same: count('Leads that both did.'),
};

export const ShadowReport = objectSchema(
  'ShadowReport',
  'What the routing rules would have done while they were in shadow.',
  {
    data: Type.Array(
      objectSchema('ShadowRow', 'The leads of a rep.', {
        repId: nullable(id('The rep; null for leads that no rep was given, or that none would have got.')),
        label: Type.String({ description: 'Their name.' }),
        ...COUNTS,
      }),
      { description: 'The reps who would have got most come first, leads without a rep last.' },
    ),
    total: objectSchema('ShadowTotal', 'All of these leads.', {
      label: Type.String({ description: 'The word `total`.' }),
      leads: count('The leads that came in.'),
      given: count('Leads that were given to a rep.'),
      would: count('Leads that the rules would have given to a rep.'),
      same: count('Those that both would have given to the same rep.'),
    }),
    rules: Type.Array(
      objectSchema('ShadowRule', 'The leads that a rule matched.', {
        rule: nullable(Type.String(), 'Its name; null for leads that no rule matched.'),
        leads: count('How many.'),
      }),
      { description: 'Whichever matched most first.' },
    ),
    differences: Type.Array(
      objectSchema('ShadowDifference', 'A lead that the rules would not have given to the rep who was given it.', {
        leadId: id('The lead.'),
        at: instant('When it came in.'),
        ...SHADOWED,
      }),
      { maxItems: 20, description: 'The first 20.' },
    ),
  },
);

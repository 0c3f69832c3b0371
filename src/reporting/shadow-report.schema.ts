import { Type } from '@sinclair/typebox';
import { id, instant, nullable, thing } from '../platform/answer.js';
import { SHADOWED } from '../routing/shadow.schema.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const COUNTS = {
  given: count('Leads that were given to them.'),
  would: count('Leads that the rules would have given to them.'),
  same: count('Leads that both did.'),
};

export const ShadowReport = thing('ShadowReport', 'What the routing rules would have done while they were in shadow.', {
  data: Type.Array(
    thing('ShadowRow', 'The leads of a rep.', {
      repId: nullable(id('The rep; null for leads that nobody was given, or that nobody would have got.')),
      label: Type.String({ description: 'Their name.' }),
      ...COUNTS,
    }),
    { description: 'Whoever would have got most first; at last those without anybody.' },
  ),
  total: thing('ShadowTotal', 'All of these leads.', {
    label: Type.String({ description: 'The word `total`.' }),
    leads: count('The leads that came in.'),
    given: count('Those that were given to somebody.'),
    would: count('Those that the rules would have given to somebody.'),
    same: count('Those that both would have given to the same rep.'),
  }),
  rules: Type.Array(
    thing('ShadowRule', 'The leads that a rule matched.', {
      rule: nullable(Type.String(), 'Its name; null for leads that no rule matched.'),
      leads: count('How many.'),
    }),
    { description: 'Whichever matched most first.' },
  ),
  differences: Type.Array(
    thing('ShadowDifference', 'A lead that the rules would not have given to whoever was given it.', {
      leadId: id('The lead.'),
      at: instant('When it came in.'),
      ...SHADOWED,
    }),
    { maxItems: 20, description: 'The first 20.' },
  ),
});

import { Type } from '@sinclair/typebox';
import { id, nullable } from '../platform/answer.js';

export const SHADOWED = {
  givenRepId: nullable(id('Who was given the lead; null if its sender named nobody, and it waits.')),
  repId: nullable(id('Who would have got it; null for nobody.')),
  poolId: nullable(
    id('The pool that would have dealt or offered it, or for which it would have waited; null for none.'),
  ),
  rule: nullable(Type.String(), 'The name of the rule that matched; null for none.'),
  because: Type.String({ description: 'Why, in a sentence.' }),
};

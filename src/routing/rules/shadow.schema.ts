import { Type } from '@sinclair/typebox';
import { id, nullable } from '../../platform/input/schema.js';

export const SHADOWED = {
  givenRepId: nullable(id('The owner whom its sender named; null if none was named, so that it waits.')),
  repId: nullable(id('The rep who would have got it; null for none.')),
  poolId: nullable(
    id('The pool that would have dealt or offered it, or for which it would have waited; null for none.'),
  ),
  rule: nullable(Type.String(), 'The name of the rule that matched; null for none.'),
  because: Type.String({ description: 'Why, in a sentence.' }),
};

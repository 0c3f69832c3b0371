import { type Static, Type } from '@sinclair/typebox';
import { thing } from '../platform/answer.js';

export const WarningSchema = thing('Warning', 'Something that is done though it is hardly as it was meant.', {
  pointer: Type.String({ description: 'A JSON pointer into what was sent; empty where it is the whole of it.' }),
  message: Type.String({ description: 'What it means, and the request that mends it.' }),
});
export type Warning = Static<typeof WarningSchema>;

/** What an answer shows beside what was saved. */
export const WARNINGS = {
  warnings: Type.Optional(
    Type.Array(WarningSchema, {
      minItems: 1,
      description: 'In the answer of a change: what works, but hardly as it was meant; absent where nothing does.',
    }),
  ),
};

/** Says of what was saved what is unwise about it. */
export function withWarnings<View extends object>(view: View, warnings: readonly Warning[]) {
  return warnings.length === 0 ? view : { ...view, warnings };
}

import { type Static, Type } from '@sinclair/typebox';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { TeamBody } from '../../people/team.dto.js';
import { thing } from '../../platform/answer.js';

const WarningSchema = thing('Warning', 'Something that is saved, and hardly meant.', {
  pointer: Type.String({ description: 'A JSON pointer into the document.' }),
  message: Type.String({ description: 'A sentence for people that says what follows from it.' }),
});

const shown = {
  warnings: Type.Optional(
    Type.Array(WarningSchema, {
      description: 'Members who are in another team as well, and whose manager and calendar hold; absent without any.',
    }),
  ),
};

export const TeamSchema = resourceOf('Team', 'Reps who belong together.', TeamBody, shown);
export type TeamAnswer = ResourceView<TeamBody> & { readonly warnings?: readonly Static<typeof WarningSchema>[] };

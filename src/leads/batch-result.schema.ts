import { type Static, Type } from '@sinclair/typebox';
import { WARNINGS } from '../documents/version.schema.js';
import { FaultSchema } from '../platform/input/problem.schema.js';
import { id, objectSchema, oneOf } from '../platform/input/schema.js';

const NO_MATCH =
  '`noMatch`: no lead that the key may work on matches, or several do and not exactly one of them is open; `errors` says which.';

/**
 * Builds the schema of the results of a batch.
 * @param one the word for an entry, and its plural
 * @param existing the sentence that says when an entry is already known
 */
function resultsOf(name: string, { one, many, existing }: { one: string; many: string; existing: string | null }) {
  const warnings = existing === null ? WARNINGS : {};
  const result = objectSchema(`${name}Result`, `What became of one ${one}.`, {
    index: Type.Integer({ minimum: 0, description: `Its place among the ${many} sent, from 0.` }),
    status:
      existing === null
        ? oneOf(['recorded', 'noMatch', 'invalid'], { description: `What was done. ${NO_MATCH}` })
        : oneOf(['recorded', 'existing', 'noMatch', 'invalid'], {
            description: `What was done. \`existing\`: ${existing} ${NO_MATCH}`,
          }),
    id: Type.Optional(id(`Of the ${one}, where it is recorded${existing === null ? '' : ' or existing'}.`)),
    leadId: Type.Optional(id(`The lead that it is a ${one} of.`)),
    errors: Type.Optional(
      Type.Array(FaultSchema, {
        description: 'Everything that is wrong with it, or why no lead matches; none of it is stored.',
      }),
    ),
    ...warnings,
  });
  return objectSchema(`${name}Results`, `What became of a batch of ${many}.`, {
    results: Type.Array(result, { description: 'One for each, in the order of the request.' }),
  });
}

export const TouchResults = resultsOf('Touch', {
  one: 'touch',
  many: 'touches',
  existing: 'this lead has a touch with this `externalId`.',
});

export const MilestoneResults = resultsOf('Milestone', {
  one: 'milestone',
  many: 'milestones',
  existing: 'this lead has a milestone of this name at this `occurredAt`.',
});

export const DispositionResults = resultsOf('Disposition', {
  one: 'disposition',
  many: 'dispositions',
  existing: null,
});

export type TouchBatchResults = Static<typeof TouchResults>;
export type TouchBatchResult = TouchBatchResults['results'][number];

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BulkOutcomeSchema } from '../../disposition/bulk-closing.schema.js';
import { ChangeDryRunSchema } from '../../documents/version.schema.js';
import { JOB_KINDS, JOB_STATES } from '../../jobs/job.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { Registry } from '../../platform/registry.js';

/** What comes of jobs, whatever their kind. */
export const JOB_RESULTS = new Registry<TSchema>(ChangeDryRunSchema, BulkOutcomeSchema);

export const JobSchema = thing('Job', 'Long work, done in the background.', {
  id: id('Of the job.'),
  kind: oneOf(JOB_KINDS, {
    description:
      '`policyDryRun`: a draft of policies, played over what really happened. `changeDryRun`: the dry run of a change on which more than 10,000 promises depend. `bulkClosing`: all leads that a filter finds are closed. `bulkUndo`: such a closing is undone.',
  }),
  state: oneOf(JOB_STATES, {
    description: '`running` from the moment at which it is asked for. A job that its node dies over goes on elsewhere.',
  }),
  progress: Type.Number({ minimum: 0, maximum: 1, description: 'How much of it is done.' }),
  bulkId: Type.Optional(id('The closing of many leads that it works on.')),
  result: Type.Optional(
    Type.Unsafe<object>({
      anyOf: JOB_RESULTS.all,
      description: 'What came of it, once it is `done`. Not in lists.',
    }),
  ),
  error: Type.Optional(Type.String({ description: 'Why it `failed`.' })),
  createdAt: instant('When it was asked for.'),
  startedAt: nullable(instant('When it was begun.'), 'When it was begun; null while it waits for those before it.'),
  finishedAt: nullable(instant('When it was over.'), 'When it was over; 30 days later it is forgotten.'),
});
export type JobView = Static<typeof JobSchema>;

export const JobPage = pageOf(JobSchema);

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BulkOutcomeSchema } from '../../disposition/bulk-closing.schema.js';
import { ChangeDryRunSchema } from '../../documents/version.schema.js';
import { JOB_KINDS, JOB_STATES } from '../../jobs/job.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../../platform/input/schema.js';
import { Registry } from '../../platform/registry.js';

export const JOB_RESULTS = new Registry<TSchema>(ChangeDryRunSchema, BulkOutcomeSchema);

export const JobSchema = objectSchema('Job', 'Long-running work, done in the background.', {
  id: id('The id of the job.'),
  kind: oneOf(JOB_KINDS, {
    description:
      '`policyDryRun`: replays past leads under a draft of policies. `changeDryRun`: the dry run of a change that affects more than 10,000 promises. `bulkClosing`: closes all leads that a filter finds. `bulkUndo`: undoes such a closing. `routingReplay`: deals past leads once more under a draft of routing. `activation`: plans the waves in which open leads get their first promise.',
  }),
  state: oneOf(JOB_STATES, {
    description: '`running` from the time of the request. If a node dies, another one continues its jobs.',
  }),
  progress: Type.Number({ minimum: 0, maximum: 1, description: 'Its progress.' }),
  bulkId: Type.Optional(id('The bulk closing that it works on.')),
  result: Type.Optional(
    Type.Unsafe<object>({
      anyOf: JOB_RESULTS.all,
      description: 'The result, once it is `done`. Not in lists.',
    }),
  ),
  error: Type.Optional(Type.String({ description: 'Why it `failed`.' })),
  createdAt: instant('The time of the request.'),
  startedAt: nullable(instant, 'When it began; null while it waits for earlier jobs.'),
  finishedAt: nullable(instant, 'When it ended. It is deleted 30 days later.'),
});
export type JobView = Static<typeof JobSchema>;

export const JobPage = pageOf(JobSchema);

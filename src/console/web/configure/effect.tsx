import type { Schemas } from '../api/api.js';
import { ErrorState } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';
import type { JsonObject } from './schema/json-schema.js';
import { useJob } from './use-job.js';

interface Props {
  readonly rehearsed: JsonObject;
  /** Whether the document is new, so that nothing is promised by it yet. */
  readonly isNew?: boolean;
}

/** What a rehearsed change would do to promises. For more than 10,000 of them the result comes from a job. */
export function Effect({ rehearsed, isNew = false }: Props) {
  const jobId = 'state' in rehearsed && 'progress' in rehearsed ? String(rehearsed.id) : null;
  const { data: job, error } = useJob(jobId);
  if (error) return <ErrorState error={error} />;
  if (jobId !== null && job?.state !== 'done') {
    if (job?.state === 'failed') return <p>The effect on promises could not be computed: {job.error}</p>;
    return <p role="status">It affects more than 10,000 promises, which are being counted.</p>;
  }
  const found = (jobId === null ? rehearsed : job?.result) as { readonly effect?: Schemas['Effect'] } | undefined;
  if (found?.effect && found.effect.promises > 0) return <OnPromises {...found.effect} isNew={isNew} />;
  return isNew ? <p>It matches no open lead without a policy.</p> : null;
}

function OnPromises({ promises, missedAtOnce, byRep, isNew }: Schemas['Effect'] & { readonly isNew: boolean }) {
  const nameOf = useNames();
  const what = isNew ? 'begin now' : 'begin, be due at another time, or end';
  return (
    <>
      <p>
        {promises === 1 ? 'One promise' : `${promises} promises`} to open leads would {what};{' '}
        {missedAtOnce === 0 ? 'none' : missedAtOnce} would be missed at once.
      </p>
      {(isNew || missedAtOnce > 0) && (
        <Table
          name="Reps"
          rows={byRep}
          keyOf={({ repId }) => String(repId)}
          columns={[
            { name: 'Rep', is: 'name', cell: ({ repId }) => (repId === null ? 'The company' : nameOf(repId)) },
            { name: 'Promises', cell: ({ promises }) => promises },
            { name: 'Missed at once', cell: ({ missedAtOnce }) => missedAtOnce },
          ]}
        />
      )}
    </>
  );
}

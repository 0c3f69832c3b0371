import type { Schemas } from '../api/api.js';
import { ErrorState } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';
import type { JsonObject } from './schema/json-schema.js';
import { useJob } from './use-job.js';

/** What a rehearsed change would do to running promises. For more than 10,000 of them the result comes from a job. */
export function Effect({ rehearsed }: { rehearsed: JsonObject }) {
  const jobId = 'state' in rehearsed && 'progress' in rehearsed ? String(rehearsed.id) : null;
  const { data: job, error } = useJob(jobId);
  if (error) return <ErrorState error={error} />;
  if (jobId !== null && job?.state !== 'done') {
    if (job?.state === 'failed') return <p>The effect on promises could not be computed: {job.error}</p>;
    return <p role="status">It affects more than 10,000 promises, which are being counted.</p>;
  }
  const found = (jobId === null ? rehearsed : job?.result) as { readonly effect?: Schemas['Effect'] } | undefined;
  return found?.effect && found.effect.promises > 0 ? <OnPromises {...found.effect} /> : null;
}

function OnPromises({ promises, missedAtOnce, byRep }: Schemas['Effect']) {
  const nameOf = useNames();
  return (
    <>
      <p>
        {promises === 1 ? 'One promise' : `${promises} promises`} to open leads would be due at another time, or no
        longer; {missedAtOnce === 0 ? 'none' : missedAtOnce} would be missed at once.
      </p>
      {missedAtOnce > 0 && (
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

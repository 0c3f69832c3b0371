import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../../api/api.js';
import { Roster } from '../../floor/roster.js';
import { ErrorState } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { excludedWords } from '../../parts/why-not.js';
import type { AsideProps } from '../asides.js';

export function PoolNow({ id }: AsideProps) {
  if (id === null) return null;
  return (
    <div>
      <Roster poolId={id} pools={[]} />
      <Fairness id={id} />
    </div>
  );
}

function Fairness({ id }: { id: string }) {
  const { data, error } = useQuery({
    queryKey: ['fairness', id],
    queryFn: () => get('/v1/pools/{id}/fairness', { path: { id } }),
  });
  if (error) return <ErrorState error={error} />;
  if (data === undefined || data.data.length === 0) return null;
  return (
    <section className="aside" aria-labelledby="fairness-title">
      <h2 id="fairness-title">Is it fair?</h2>
      <Table
        name="Fairness"
        rows={data.data}
        keyOf={({ repId }) => repId}
        columns={[
          { name: 'Rep', is: 'name', cell: ({ label }) => label },
          { name: 'Due', is: 'number', cell: ({ shareDue }) => shareDue.toFixed(1) },
          { name: 'Got', is: 'number', cell: ({ leadsGot }) => leadsGot },
          { name: 'Missed', is: 'text', cell: missedWords },
        ]}
      />
      {data.data.flatMap(({ hint, repId }) => (hint === undefined ? [] : [<p key={repId}>{hint}</p>]))}
    </section>
  );
}

function missedWords({ missed }: Schemas['MemberFairness']): string {
  return Object.entries(missed)
    .map(([why, count]) => `${count} ${excludedWords(why)}`)
    .join(', ');
}

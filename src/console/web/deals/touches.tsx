import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { ErrorState } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { OUTCOMES } from '../touches/outcomes.js';

export function Touches({ dealId }: { dealId: string }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const { data, error } = useQuery({
    queryKey: ['deal', dealId, 'touches'],
    queryFn: () => readAll((page) => get('/v1/deals/{id}/touches', { path: { id: dealId }, query: page })),
  });
  if (error) return <ErrorState error={error} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <section aria-labelledby="touches">
      <h2 id="touches">Conversations and notes</h2>
      <ul className="noted">
        {data.map(({ id, kind, outcome, occurredAt, repId, note, voided }) => (
          <li key={id}>
            <time dateTime={occurredAt}>{shortDateTime(occurredAt, timeZone)}</time>{' '}
            {voided === null ? `${titled(kind)}: ${OUTCOMES[outcome].toLowerCase()}` : `${titled(kind)}, taken back`}
            {repId !== null && `, ${nameOf(repId)}`}
            {note !== null && <p>{note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

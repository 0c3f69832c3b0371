import { Link } from 'wouter';
import { get } from '../api/api.js';
import { forPeople } from '../parts/for-people.js';
import { Paged } from '../parts/paged.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { useMe } from '../session/me.js';

const LOOK_MS = 10_000;
const PAGE = 20;

/**
 * Leads that wait for a rep, each with the reason: those without an owner, and those whose owner missed a promise and
 * has them until somebody else can take them.
 * @param onMove null for users who may not move leads */
export function Waiting({ onMove }: { onMove: ((leadId: string) => void) | null }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const pages = usePages(['waiting'], (page) => get('/v1/routing/queue', { query: { limit: PAGE, ...page } }), {
    refetchInterval: LOOK_MS,
  });
  if (pages.rows === undefined || pages.rows.length === 0) return null;
  return (
    <section className="waits" aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        Waiting for a rep: {pages.rows.length}
        {pages.hasMore && ' and more'}
      </h2>
      <Paged pages={pages} empty="No lead waits for a rep.">
        {(leads) => (
          <ul className="lines">
            {leads.map(({ leadId, name, ownerId, why, since, outBy, overdue }) => (
              <li key={leadId}>
                <Link href={`/leads/${leadId}`}>{name ?? `Lead ${leadId.slice(-6)}`}</Link>
                <span>
                  {ownerId === null ? 'Nobody has it.' : `Late with ${nameOf(ownerId)}, who has it until it moves.`}{' '}
                  {forPeople(why)} Since {shortDateTime(since, timeZone)}.
                  {outBy !== null && !overdue && ` It has to be out of its queue by ${shortDateTime(outBy, timeZone)}.`}
                  {outBy !== null && overdue && (
                    <strong> It was to be out of its queue by {shortDateTime(outBy, timeZone)}.</strong>
                  )}
                </span>
                {onMove !== null && (
                  <button type="button" onClick={() => onMove(leadId)}>
                    Give to …
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </section>
  );
}

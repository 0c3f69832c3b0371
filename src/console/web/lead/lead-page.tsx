import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, TouchlineProblem } from '../api/api.js';
import { ErrorState, Loading, useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { useLeadActions } from './actions.js';
import { LeadDialogs, type OpenSheet } from './dialogs.js';
import { LeadPanel } from './lead-panel.js';
import { nameOf } from './person.js';

const REFRESH_MS = 15_000;

/** What do I know, what is next? A lead with its whole story. */
export function LeadPage({ id = '' }: { readonly id?: string }) {
  const actions = useLeadActions();
  const [sheet, setSheet] = useState<OpenSheet | null>(null);
  const {
    data: lead,
    error,
    refetch,
  } = useQuery({
    queryKey: ['lead', id],
    queryFn: () => get('/v1/leads/{id}', { path: { id } }),
    refetchInterval: REFRESH_MS,
  });
  useTitle(lead === undefined ? 'Lead' : nameOf(lead));
  if (lead === undefined) {
    if (error instanceof TouchlineProblem && error.status === 404) return <NotYours />;
    return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Loading />;
  }
  return (
    <div className="page lead">
      <LeadPanel lead={lead} actions={actions} onSheet={(kind) => setSheet({ kind, lead })} />
      <Timeline id={id} />
      {sheet !== null && (
        <LeadDialogs
          sheet={sheet.kind}
          lead={sheet.lead}
          actions={actions}
          onClose={() => setSheet((now) => (now === sheet ? null : now))}
        />
      )}
    </div>
  );
}

function NotYours() {
  return (
    <section className="page">
      <h1>Not yours</h1>
      <p>There is no such lead, or it is with somebody else by now.</p>
    </section>
  );
}

function Timeline({ id }: { id: string }) {
  const { timeZone } = useMe();
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['lead', id, 'timeline'],
    queryFn: ({ pageParam }) =>
      get('/v1/leads/{id}/timeline', { path: { id }, query: { limit: 200, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
  if (data === undefined) return error ? <ErrorState error={error} /> : <Loading />;
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">What happened</h2>
      <ol>
        {data.pages.flatMap((page) =>
          page.data.map((entry) => (
            <li key={entry.id}>
              <time dateTime={entry.occurredAt}>{shortDateTime(entry.occurredAt, timeZone)}</time> {entry.text}
            </li>
          )),
        )}
      </ol>
      {hasNextPage && (
        <button type="button" onClick={() => fetchNextPage()}>
          More
        </button>
      )}
    </section>
  );
}

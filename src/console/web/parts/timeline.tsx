import { useInfiniteQuery } from '@tanstack/react-query';
import { useMe } from '../session/me.js';
import { ErrorState, Loading } from './states.js';
import { shortDateTime } from './times.js';

interface Entry {
  readonly id: string;
  readonly occurredAt: string;
  /** What happened, in a sentence. */
  readonly text: string;
}

interface Props {
  /** What it is of, as its queries are named: what changes that, asks for the timeline anew. */
  readonly of: readonly [kind: string, id: string];
  readonly read: (page: {
    limit: number;
    cursor?: string;
  }) => Promise<{ readonly data: readonly Entry[]; readonly nextCursor: string | null }>;
  readonly everyMs?: number;
}

/** What happened to something, oldest first, in the sentences of the API. */
export function Timeline({ of, read, everyMs }: Props) {
  const { timeZone } = useMe();
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...of, 'timeline'],
    queryFn: ({ pageParam }) => read({ limit: 200, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
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

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMe } from '../session/me.js';
import { ErrorState, Loading } from './states.js';
import { shortDateTime } from './times.js';

const REFRESH_MS = 15_000;
const PAGE = 200;

interface Entry {
  readonly id: string;
  readonly occurredAt: string;
  readonly text: string;
}

interface Props {
  readonly queryKey: readonly string[];
  readonly read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<{
    readonly data: readonly Entry[];
    readonly nextCursor: string | null;
  }>;
}

/** What happened, in the sentences of the API. */
export function Timeline({ queryKey, read }: Props) {
  const { timeZone } = useMe();
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read({ limit: PAGE, ...(pageParam && { cursor: pageParam }) }),
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

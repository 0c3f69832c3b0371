import { useMe } from '../session/me.js';
import { Paged } from './paged.js';
import { shortDateTime } from './times.js';
import { usePages } from './use-pages.js';

interface Entry {
  readonly id: string;
  readonly occurredAt: string;
  readonly text: string;
}

interface Props {
  /** The prefix of its query key: invalidating the subject's queries reloads the timeline, too. */
  readonly of: readonly [kind: string, id: string];
  readonly read: (page: {
    limit: number;
    cursor?: string;
  }) => Promise<{ readonly data: readonly Entry[]; readonly nextCursor: string | null }>;
  readonly everyMs?: number;
}

/** The history of a subject, oldest first, in the API's sentences. */
export function Timeline({ of, read, everyMs }: Props) {
  const { timeZone } = useMe();
  const pages = usePages(
    [...of, 'timeline'],
    (page) => read({ limit: 200, ...page }),
    everyMs === undefined ? {} : { refetchInterval: everyMs },
  );
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">What happened</h2>
      <Paged pages={pages} empty="Nothing yet.">
        {(entries) => (
          <ol>
            {entries.map(({ id, occurredAt, text }) => (
              <li key={id}>
                <time dateTime={occurredAt}>{shortDateTime(occurredAt, timeZone)}</time> {text}
              </li>
            ))}
          </ol>
        )}
      </Paged>
    </section>
  );
}

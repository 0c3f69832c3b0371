import { useMe } from '../session/me.js';
import { Paged } from './paged.js';
import { daysOf, type Entry, woven } from './story.js';
import { zoneBeside } from './times.js';
import { usePages } from './use-pages.js';

interface Props {
  /** The prefix of its query key: invalidating the subject's queries reloads the timeline, too. */
  readonly of: readonly [kind: string, id: string];
  readonly read: (page: {
    limit: number;
    cursor?: string;
  }) => Promise<{ readonly data: readonly Entry[]; readonly nextCursor: string | null }>;
  readonly everyMs?: number;
  /** What else happened, for example to its deals. */
  readonly also?: readonly Entry[];
}

/** The history of a subject, oldest first and by day, in the API's sentences. */
export function Timeline({ of, read, everyMs, also = [] }: Props) {
  const { timeZone } = useMe();
  const pages = usePages(
    [...of, 'timeline'],
    (page) => read({ limit: 200, ...page }),
    everyMs === undefined ? {} : { refetchInterval: everyMs },
  );
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">What happened{zoneBeside(timeZone)}</h2>
      <Paged pages={pages} empty="Nothing yet.">
        {(entries) => <Days entries={woven(entries, also, pages.hasMore)} timeZone={timeZone} />}
      </Paged>
    </section>
  );
}

interface DaysProps {
  readonly entries: readonly Entry[];
  readonly timeZone: string;
  /** The level of the headings, one below that of what they stand in. */
  readonly heading?: 'h2' | 'h3';
}

export function Days({ entries, timeZone, heading: Heading = 'h3' }: DaysProps) {
  return daysOf(entries, timeZone).map(({ day, lines }) => (
    <section key={day}>
      <Heading>{day}</Heading>
      <ol>
        {lines.map(({ id, occurredAt, time, text }) => (
          <li key={id}>
            <time dateTime={occurredAt}>{time}</time> {text}
          </li>
        ))}
      </ol>
    </section>
  ));
}

import { Link } from 'wouter';
import { useAuthors } from '../access/use-authors.js';
import { get, type Schemas } from '../api/api.js';
import { KINDS } from '../configure/kinds.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { ListBar, Paged } from '../parts/paged.js';
import { shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { useMe } from '../session/me.js';
import { OperateTabs } from './tabs.js';

type Event = Schemas['Event'];

const PAGE = 100;
/** The pages of subjects, by their type. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ...(['lead', 'handoff', 'deal', 'account', 'contract'] as const).map((type) => [type, `/${type}s`] as const),
  ...KINDS.map(({ subject, code }) => [subject, `/configure/${code}`] as const),
]);

/** The events, the newest first. The filters are kept in the address. */
export function Events() {
  const [asked, set] = useAddress();
  const authorOf = useAuthors();
  const query = given<{ type?: string; subjectId?: string }>(asked, ['type', 'subjectId']);
  const pages = usePages(['events', query], async ({ cursor: before = 'now' }) => {
    const { data } = await get('/v1/events', { query: { before, limit: PAGE, ...query } });
    return { data: data.toReversed(), nextCursor: data.length < PAGE ? null : data[0]!.cursor };
  });
  const look = async (form: FormData) => set({ type: textOf(form, 'type'), subjectId: textOf(form, 'subjectId') });
  return (
    <section className="page wide">
      <ListBar title="Events" pages={pages}>
        <OperateTabs />
        <button type="button" onClick={pages.refetch}>
          Look again
        </button>
      </ListBar>
      <search key={String(asked)}>
        <Form onSend={look} send="Look">
          <div className="fields">
            <InputField
              label="Types"
              name="type"
              defaultValue={query.type}
              maxLength={2_000}
              placeholder="sla.*, lead.received"
            />
            <InputField label="Subject id" name="subjectId" defaultValue={query.subjectId} maxLength={36} />
          </div>
        </Form>
      </search>
      <Paged
        pages={pages}
        more="Older"
        empty="No events match"
        why="For rare types, only the last 50,000 events are searched."
      >
        {(events) => (
          <ol className="events" key={String(asked)}>
            {events.map((event) => (
              <Entry key={event.id} event={event} author={event.actor.rule ?? authorOf(event.actor)} />
            ))}
          </ol>
        )}
      </Paged>
    </section>
  );
}

function Entry({ event: { type, occurredAt, subject, data }, author }: { event: Event; author: string }) {
  const { timeZone } = useMe();
  const page = pageOf(subject);
  const change = type === 'config.changed' && changeOf(data);
  return (
    <li>
      <details>
        <summary>
          <time dateTime={occurredAt}>{shortDateTime(occurredAt, timeZone)}</time> <strong>{type}</strong> {change}{' '}
          <span className="count">· {author}</span>
        </summary>
        <p>
          {page === undefined ? subject.type : <Link href={page}>The {nameOf(subject.type)}</Link>} ·{' '}
          <Link href={`/events?subjectId=${subject.id}`}>All of it</Link> · no. {subject.seq}
        </p>
        <pre>{JSON.stringify(data, null, 2)}</pre>
      </details>
    </li>
  );
}

function pageOf({ type, id }: Event['subject']): string | undefined {
  const page = PAGES.get(type);
  const isSingle = KINDS.some((kind) => kind.subject === type && kind.isSingle);
  return page === undefined || isSingle ? page : `${page}/${id}`;
}

/** Says which part of the configuration was changed, and how: `SLA policy replaced, version 3`. */
function changeOf({ kind, change, version }: Event['data']): string {
  return `${nameOf(String(kind))} ${spaced(String(change))}${version === undefined ? '' : `, version ${version}`}`;
}

function nameOf(type: string): string {
  return KINDS.find(({ subject }) => subject === type)?.one ?? spaced(type);
}

function spaced(word: string): string {
  return word.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

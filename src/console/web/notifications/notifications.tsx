import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, post, type Schemas } from '../api/api.js';
import { Paged } from '../parts/paged.js';
import { useRefusals } from '../parts/sending.js';
import { useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { usePages } from '../parts/use-pages.js';
import { useMe } from '../session/me.js';

type Notification = Schemas['Notification'];

const TOLD = ['told'];
const REFRESH_MS = 30_000;

export function Notifications() {
  useTitle('Notifications');
  const { repId, timeZone } = useMe();
  const queries = useQueryClient();
  const refused = useRefusals();
  const id = repId!;
  const pages = usePages(TOLD, (query) => get('/v1/reps/{id}/notifications', { path: { id }, query }), {
    refetchInterval: REFRESH_MS,
  });
  const newest = pages.rows?.[0];
  const doing = (done: Promise<unknown>) => refused(done).then(() => queries.invalidateQueries({ queryKey: TOLD }));
  return (
    <section className="page">
      <header className="bar">
        <h1>Notifications</h1>
        {newest !== undefined && pages.rows?.some(({ readAt }) => readAt === null) && (
          <button
            type="button"
            onClick={() => doing(post('/v1/reps/{id}/notifications/read', { path: { id }, body: { upTo: newest.id } }))}
          >
            Mark all as read
          </button>
        )}
      </header>
      <Paged pages={pages} empty="Nothing yet. New leads, warnings and missed promises appear here." more="Older">
        {(notifications) => (
          <ul className="lines told">
            {notifications.map((each) => (
              <li key={each.id} className={each.readAt === null ? 'is-unread' : ''}>
                <time dateTime={each.createdAt}>{shortDateTime(each.createdAt, timeZone)}</time>{' '}
                <NotificationItem
                  notification={each}
                  onOpen={() =>
                    each.readAt === null && doing(post('/v1/notifications/{id}/read', { path: { id: each.id } }))
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </section>
  );
}

function NotificationItem({ notification, onOpen }: { notification: Notification; onOpen: () => void }) {
  const { text, lines = [], linesAbout = [], readAt } = notification;
  const about = aboutOf(notification);
  return (
    <>
      {readAt === null && <span className="unseen">unread: </span>}
      {about === null ? (
        text
      ) : (
        <Link href={about} onClick={onOpen}>
          {text}
        </Link>
      )}
      {lines.length > 0 && (
        <ul>
          {lines.map((line, at) => (
            <li key={`${linesAbout[at]?.id} ${line}`}>
              <Line text={line} about={linesAbout[at]} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type Subject = NonNullable<Notification['linesAbout']>[number];

/** The page of a subject. */
const pageOf = ({ type, id }: Subject): string => `/${type}s/${id}`;

function Line({ text, about }: { readonly text: string; readonly about: Subject | undefined }) {
  return about === undefined ? text : <Link href={pageOf(about)}>{text}</Link>;
}

/** Returns the page that a notification is about; null if there is none. */
function aboutOf({ id, type, leadId, handoffId, dealId, leadCount, filter, page }: Notification): string | null {
  if (leadCount !== undefined && type !== 'leads.closed') return `/inbox?of=${id}`;
  if (leadId !== null) return pageOf({ type: 'lead', id: leadId });
  if (handoffId !== null) return pageOf({ type: 'handoff', id: handoffId });
  if (dealId !== null) return pageOf({ type: 'deal', id: dealId });
  if (filter !== undefined) return `/leads?${new URLSearchParams(filter)}`;
  return page === undefined ? null : `/${page}`;
}

import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { Fact } from '../parts/fact.js';
import { forPeople } from '../parts/for-people.js';
import { Unread, useTitle } from '../parts/states.js';
import { useNames } from '../parts/use-names.js';
import { may, useMe } from '../session/me.js';
import { Absences } from './absences.js';
import { NotificationSettings } from './notification-settings.js';
import { Offboarding } from './offboarding.js';

/** A rep: whether they get leads, when they are away, and when they leave. */
export function RepPage({ id = '' }: { readonly id?: string }) {
  const me = useMe();
  const nameOf = useNames();
  const { data: rep, error } = useQuery({
    queryKey: ['rep', id, 'itself'],
    queryFn: () => get('/v1/reps/{id}', { path: { id } }),
  });
  useTitle(rep?.name ?? 'Team');
  if (rep === undefined)
    return <Unread error={error} notYours="There is no such rep, or they do not belong to your team." />;
  const isOwn = me.repId === rep.id;
  return (
    <section className="page">
      <h1>{rep.name}</h1>
      <p>{rep.active ? forPeople(rep.receiving.sentence) : 'No longer active.'}</p>
      <dl className="facts">
        <Fact name="E-mail">{rep.email}</Fact>
        <Fact name="Manager">{rep.managerId !== undefined && nameOf(rep.managerId)}</Fact>
        <Fact name="Time zone">{rep.timeZone.replaceAll('_', ' ')}</Fact>
      </dl>
      {may(me, 'read') && (
        <p>
          <Link href={`/configure/reps/${rep.id}`}>All settings</Link>
        </p>
      )}
      {rep.active && <Absences rep={rep} mayPlan={may(me, 'manager') || isOwn} />}
      {rep.active && <NotificationSettings rep={rep} mayChange={may(me, 'manager') || isOwn} />}
      {rep.active && may(me, 'manager') && (may(me) || !isOwn) && <Offboarding rep={rep} />}
    </section>
  );
}

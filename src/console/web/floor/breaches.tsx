import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { readSlimLeads, rowNameOf, type SlimLead } from '../leads/slim-leads.js';
import { optionsOf } from '../parts/choice.js';
import { Filter } from '../parts/filters.js';
import { Paged } from '../parts/paged.js';
import { Unread, useTitle } from '../parts/states.js';
import { Days } from '../parts/timeline.js';
import { minutesFromNow, shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { useNames } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { useReps } from '../parts/use-reps.js';
import { counted } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { FloorTabs } from './tabs.js';
import { UndoDialog } from './undo-dialog.js';

const DAY = 24 * 60;
const PERIODS = {
  '1': 'Received in the last day',
  '7': 'Received in the last 7 days',
  '30': 'Received in the last 30 days',
} as const;
const USUAL_DAYS = '7';
/** The types of events that belong to a miss and its consequences. */
const OF_MISSES = /^(sla\.|lead\.(reassigned|assigned|touched|claimed|declined)$)/;

export function Breaches() {
  useTitle('Breaches');
  const me = useMe();
  const [asked] = useAddress();
  const [isUndoing, setUndoing] = useState(false);
  const reps = useReps().data ?? [];
  const days = asked.get('days') ?? USUAL_DAYS;
  const filter = given<{ hadBy?: string }>(asked, ['hadBy']);
  const pages = usePages(['breaches', filter, days], (page) =>
    readSlimLeads({
      breached: true,
      count: true,
      limit: 50,
      receivedFrom: minutesFromNow(-Number(days) * DAY),
      ...filter,
      ...page,
    }),
  );
  const { count } = pages;
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Breaches</h1>
        <FloorTabs />
        <span className="count">{count !== undefined && `${counted(count, 'lead')} with a miss`}</span>
      </header>
      <search className="filters">
        <Filter name="hadBy" label="Rep" options={reps} any="Anybody" />
        <Filter name="days" label="Received" options={optionsOf(PERIODS)} usual={USUAL_DAYS} />
        <Link href={`/numbers/promises?days=${days}`}>The numbers</Link>
        {may(me) && (
          <button type="button" onClick={() => setUndoing(true)}>
            Undo many misses …
          </button>
        )}
      </search>
      <Paged
        pages={pages}
        empty="Nothing was missed"
        why="A lead appears here when a promise about it was missed. Misses that were struck do not count."
      >
        {(leads) => (
          <ul className="events">
            {leads.map((lead) => (
              <Miss key={lead.id} lead={lead} />
            ))}
          </ul>
        )}
      </Paged>
      {isUndoing && <UndoDialog onClose={() => setUndoing(false)} onDone={pages.refetch} />}
    </section>
  );
}

function Miss({ lead }: { lead: SlimLead }) {
  const nameOf = useNames();
  const { timeZone } = useMe();
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <strong>{rowNameOf(lead)}</strong>{' '}
          <span className="count">
            {lead.source}, {shortDateTime(lead.receivedAt, timeZone)}
            {lead.ownerId !== null && `, with ${nameOf(lead.ownerId)}`}
            {lead.reassignments > 0 && `, moved ${lead.reassignments} ×`}
          </span>
        </summary>
        {isOpen && <Chain id={lead.id} />}
      </details>
    </li>
  );
}

function Chain({ id }: { id: string }) {
  const { timeZone } = useMe();
  const { data, error } = useQuery({
    queryKey: ['lead', id, 'chain'],
    queryFn: () => readAll((page) => get('/v1/leads/{id}/timeline', { path: { id }, query: page })),
  });
  if (data === undefined) return <Unread error={error} />;
  return (
    <div className="timeline">
      <Days entries={data.filter(({ type }) => OF_MISSES.test(type))} timeZone={timeZone} heading="h2" />
      <p>
        <Link href={`/leads/${id}`}>The whole lead</Link>
      </p>
    </div>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type LeadQuery, readSlimLeads } from '../leads/slim-leads.js';
import { optionsOf } from '../parts/choice.js';
import { Filter } from '../parts/filters.js';
import { Paged } from '../parts/paged.js';
import { useTitle } from '../parts/states.js';
import { minutesFromNow } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { usePools } from '../parts/use-pools.js';
import { useReps } from '../parts/use-reps.js';
import { may, useMe } from '../session/me.js';
import { type ChosenLeads } from './chosen.js';
import { CloseDialog } from './close-dialog.js';
import { Closings } from './closings.js';
import { Holds } from './holds.js';
import { MoveDialog } from './move-dialog.js';
import { OpenLeads } from './open-leads.js';
import { Roster } from './roster.js';
import { FloorTabs } from './tabs.js';
import { Waiting } from './waiting.js';

const LOOK_MS = 10_000;
const OPEN: LeadQuery = { status: 'open', sort: 'dueAt', count: true, limit: 100 };
const SPANS: Readonly<Record<string, string>> = { '0': 'Late', '15': 'Due in 15 minutes', '60': 'Due in an hour' };

/** The open leads, who could take them, and what waits in the queue. The filters are kept in the address. */
export function Floor() {
  useTitle('Floor');
  const queries = useQueryClient();
  const mayMove = may(useMe(), 'manager', 'integration');
  const [asked] = useAddress();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [moving, setMoving] = useState<ChosenLeads | null>(null);
  const [closing, setClosing] = useState<ChosenLeads | null>(null);
  const reps = useReps().data ?? [];
  const pools = usePools();
  const filter = given<{ ownerId?: string; poolId?: string }>(asked, ['ownerId', 'poolId']);
  const due = asked.get('due') ?? '';
  const pages = usePages(
    ['floor', filter, due],
    (page) =>
      readSlimLeads({
        ...filter,
        ...OPEN,
        ...(due && { dueBefore: minutesFromNow(Number(due)) }),
        ...page,
      }),
    { refetchInterval: LOOK_MS },
  );
  const { rows: leads = [], count } = pages;
  // Leads that have left the list since they were selected are not moved.
  const ids = leads.map(({ id }) => id).filter((id) => selected.has(id));
  function lookAnew(): void {
    setSelected(new Set());
    for (const what of ['floor', 'closings', 'waiting', 'roster', 'leads', 'lead'])
      void queries.invalidateQueries({ queryKey: [what] });
  }

  return (
    <section className="page wide">
      <header className="bar">
        <h1>Floor</h1>
        <FloorTabs />
        <span className="count">{count !== undefined && `${count} open`}</span>
        <search className="filters">
          <Filter name="ownerId" label="Owner" options={reps} any="Any owner" />
          <Filter name="poolId" label="Pool" options={pools} any="Any pool" />
          <Filter name="due" label="Due" options={optionsOf(SPANS)} any="Due any time" />
        </search>
      </header>
      <Holds />
      <Closings onUndo={mayMove ? lookAnew : null} />
      <Waiting onMove={mayMove ? (lead) => setMoving({ ids: [lead] }) : null} />
      <div className="beside">
        <div>
          {mayMove && (
            <p className="buttons" role="toolbar" aria-label="What is selected">
              <button type="button" disabled={ids.length === 0} onClick={() => setMoving({ ids })}>
                Move {ids.length > 0 && ids.length} …
              </button>
              <button type="button" disabled={ids.length === 0} onClick={() => setClosing({ ids })}>
                Close {ids.length > 0 && ids.length} …
              </button>
              {count !== undefined && count > leads.length && Object.keys(filter).length > 0 && due === '' && (
                <>
                  <button type="button" onClick={() => setMoving({ filter, count })}>
                    Move all {count} that match …
                  </button>
                  <button type="button" onClick={() => setClosing({ filter, count })}>
                    Close all {count} that match …
                  </button>
                </>
              )}
            </p>
          )}
          <Paged
            pages={pages}
            {...(asked.size > 0
              ? { empty: 'No open leads match.' }
              : {
                  empty: 'No leads are open',
                  why: 'Leads appear here as soon as they come in, the first due on top.',
                })}
          >
            {(shown) => <OpenLeads leads={shown} selected={selected} onSelect={mayMove ? setSelected : null} />}
          </Paged>
        </div>
        <Roster poolId={filter.poolId ?? pools[0]?.id} pools={pools} />
      </div>
      {moving !== null && <MoveDialog chosen={moving} onClose={() => setMoving(null)} onMoved={lookAnew} />}
      {closing !== null && <CloseDialog chosen={closing} onClose={() => setClosing(null)} onClosed={lookAnew} />}
    </section>
  );
}

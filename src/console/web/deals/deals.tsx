import { useState } from 'react';
import { Choice, optionsOf } from '../parts/choice.js';
import { Paged } from '../parts/paged.js';
import { useTitle } from '../parts/states.js';
import { useAddress } from '../parts/use-address.js';
import { useReps } from '../parts/use-reps.js';
import { titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { DealBoard } from './deal-board.js';
import { DealTable } from './deal-table.js';
import { type Deal, STAGES, TYPES } from './deal-words.js';
import { NewDealDialog } from './new-deal-dialog.js';
import { type DealQuery, useDeals } from './use-deals.js';

/** What may be wanting, and how deals are asked for of which it is. */
const WANTING: Readonly<Record<string, { readonly name: string; readonly query: DealQuery }>> = {
  late: { name: 'A missed promise', query: { breached: true } },
  form: { name: 'Won, not handed over', query: { stage: 'won', handoff: 'missing' } },
  running: { name: 'Being handed over', query: { handoff: 'running' } },
  contract: { name: 'Won, without a contract', query: { stage: 'won', contract: 'missing' } },
};

/** What other pages ask for, and what each is called; each can be taken away again. */
const FILTERS = ['accountId', 'contractId', 'leadId', 'product', 'forecast', 'date', 'month', 'from', 'to'] as const;

/** What can be won, what must be renewed? A list, and the same as a board. What is asked stands in the address. */
export function Deals() {
  useTitle('Deals');
  const me = useMe();
  const [asked, set] = useAddress();
  const reps = useReps().data ?? [];
  const [isNew, setNew] = useState(false);
  const [view, stage, type, ownerRepId, wanting] = ['view', 'stage', 'type', 'owner', 'wanting'].map(
    (name) => asked.get(name) ?? '',
  ) as [string, string, string, string, string];
  const filters = FILTERS.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const query = {
    ...(stage !== 'any' && { stage: stage || 'open' }),
    ...(type && { type }),
    ...(ownerRepId && { ownerRepId }),
    ...Object.fromEntries(filters),
    ...WANTING[wanting]?.query,
  } as DealQuery;
  const pages = useDeals(query);
  const isBoard = view === 'board';
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Deals</h1>
        {may(me, 'rep', 'manager', 'integration') && (
          <button type="button" onClick={() => setNew(true)}>
            New deal …
          </button>
        )}
        <search className="filters">
          <Choice
            label="Stage"
            value={stage || 'open'}
            onChange={(value) => set('stage', value === 'open' ? '' : value)}
            options={[...optionsOf(STAGES), { id: 'any', name: 'Any stage' }]}
          />
          <Choice
            label="Type"
            value={type}
            onChange={(value) => set('type', value)}
            options={optionsOf(TYPES)}
            any="Any type"
          />
          <Choice
            label="Owner"
            value={ownerRepId}
            onChange={(value) => set('owner', value)}
            options={reps}
            any="Any owner"
          />
          <Choice
            label="Wanting"
            value={wanting}
            onChange={(value) => set('wanting', value)}
            options={Object.entries(WANTING).map(([id, { name }]) => ({ id, name }))}
            any="Whatever is due"
          />
          <Choice
            label="View"
            value={isBoard ? 'board' : 'list'}
            onChange={(value) => set('view', value === 'list' ? '' : value)}
            options={[
              { id: 'list', name: 'As a list' },
              { id: 'board', name: 'As a board' },
            ]}
          />
        </search>
        {filters.map(([name, value]) => (
          <button key={name} type="button" onClick={() => set(name, '')} title="Take this away">
            {filterWords(name, value, pages.rows?.[0])} ✕
          </button>
        ))}
        {pages.isUpdating && <span className="count">updating</span>}
      </header>
      <Paged pages={pages} empty={asked.size > 0 ? 'No deal is like this.' : NONE_OPEN}>
        {(deals) => (isBoard ? <DealBoard deals={deals} reps={reps} /> : <DealTable deals={deals} reps={reps} />)}
      </Paged>
      {isNew && <NewDealDialog onClose={() => setNew(false)} />}
    </section>
  );
}

const NONE_OPEN =
  'No deal is open. They come from your CRM, from leads that become an opportunity, and from contracts that are to be renewed; or make one here.';

/** An id is told by what was found with it. */
function filterWords(name: (typeof FILTERS)[number], value: string, found: Deal | undefined) {
  if (name === 'accountId') return `Account: ${found?.account?.name ?? 'one'}`;
  if (name === 'contractId' || name === 'leadId') return `Of one ${name === 'leadId' ? 'lead' : 'contract'}`;
  if (name === 'forecast') return `Forecast: ${titled(value).toLowerCase()}`;
  return `${titled(name)}: ${value}`;
}

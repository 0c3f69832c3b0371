import { useState } from 'react';
import { optionsOf } from '../parts/choice.js';
import { Chips, Filter } from '../parts/filters.js';
import { ListBar, Paged } from '../parts/paged.js';
import { given, useAddress } from '../parts/use-address.js';
import { useReps } from '../parts/use-reps.js';
import { titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { DealBoard } from './deal-board.js';
import { DealTable } from './deal-table.js';
import { type Deal, STAGES, TYPES } from './deal-words.js';
import { NewDealDialog } from './new-deal-dialog.js';
import { type DealQuery, useDeals } from './use-deals.js';

/** Choices of the filter for what a deal lacks, each with its query. */
const WANTING: Readonly<Record<string, { readonly name: string; readonly query: DealQuery }>> = {
  owner: { name: 'Without an owner', query: { owner: 'none' } },
  late: { name: 'A missed promise', query: { breached: true } },
  form: { name: 'Won, not handed over', query: { stage: 'won', handoff: 'missing' } },
  running: { name: 'Being handed over', query: { handoff: 'running' } },
  contract: { name: 'Won, without a contract', query: { stage: 'won', contract: 'missing' } },
  proposed: { name: 'Delivered otherwise, to be answered', query: { stage: 'won', proposals: 'open' } },
  pilot: { name: 'Pilots', query: { stage: 'won', pilot: 'running' } },
  overdue: { name: 'Pilots that have ended', query: { stage: 'won', pilot: 'ended' } },
};

const VIEWS = { list: 'As a list', board: 'As a board' };

/** Filters that other pages link to. */
const FILTERS: readonly (keyof DealQuery)[] = [
  'owner',
  'accountId',
  'contractId',
  'leadId',
  'product',
  'forecast',
  'date',
  'month',
  'from',
  'to',
];

/** Deals as a list or a board. The filters are kept in the address. */
export function Deals() {
  const me = useMe();
  const [asked] = useAddress();
  const reps = useReps().data ?? [];
  const [isNew, setNew] = useState(false);
  const stage = asked.get('stage') ?? 'open';
  const query: DealQuery = {
    ...given<DealQuery>(asked, ['type', 'ownerRepId', ...FILTERS]),
    ...(stage !== 'any' && { stage: stage as Deal['stage'] }),
    ...WANTING[asked.get('wanting') ?? '']?.query,
  };
  const pages = useDeals(query);
  return (
    <section className="page wide">
      <ListBar title="Deals" pages={pages}>
        {may(me, 'rep', 'manager', 'integration') && (
          <button type="button" onClick={() => setNew(true)}>
            New deal …
          </button>
        )}
        <search className="filters">
          <Filter name="stage" label="Stage" options={[...optionsOf(STAGES), { id: 'any', name: 'Any stage' }]} />
          <Filter name="type" label="Type" options={optionsOf(TYPES)} any="Any type" />
          <Filter name="ownerRepId" label="Owner" options={reps} any="Any owner" />
          <Filter
            name="wanting"
            label="Missing"
            options={Object.entries(WANTING).map(([id, { name }]) => ({ id, name }))}
            any="Any state"
          />
          <Filter name="view" label="View" options={optionsOf(VIEWS)} />
        </search>
        <Chips names={FILTERS} wordsOf={(name, value) => filterWords(name, value, pages.rows?.[0])} />
      </ListBar>
      <Paged pages={pages} empty={asked.size > 0 ? 'No deals match.' : NONE_OPEN}>
        {(deals) =>
          asked.get('view') === 'board' ? (
            <DealBoard deals={deals} hasMore={pages.hasMore} />
          ) : (
            <DealTable deals={deals} />
          )
        }
      </Paged>
      {isNew && <NewDealDialog onClose={() => setNew(false)} />}
    </section>
  );
}

const NONE_OPEN =
  'No deal is open. They come from your CRM, from leads that become an opportunity, and from contracts that are to be renewed; or make one here.';

/** Returns the words of a filter. The name of an id comes from the first deal that was found. */
function filterWords(name: string, value: string, found: Deal | undefined): string {
  if (name === 'accountId') return `Account: ${found?.account?.name ?? 'one'}`;
  if (name === 'contractId' || name === 'leadId') return `Of one ${name === 'leadId' ? 'lead' : 'contract'}`;
  if (name === 'forecast') return `Forecast: ${titled(value).toLowerCase()}`;
  return `${titled(name)}: ${value}`;
}

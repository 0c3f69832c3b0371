import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas } from '../api/api.js';
import { ContractTable } from '../contracts/contract-table.js';
import { NewContractDialog } from '../contracts/new-contract-dialog.js';
import { DealTable } from '../deals/deal-table.js';
import { NewDealDialog } from '../deals/new-deal-dialog.js';
import { useDeals } from '../deals/use-deals.js';
import { BeginButton } from '../handoffs/begin-button.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { Fact } from '../parts/fact.js';
import { Paged } from '../parts/paged.js';
import { Unread, useTitle } from '../parts/states.js';
import { Timeline } from '../parts/timeline.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { knownAs, titled } from '../parts/words.js';
import { type Me, may, useMe } from '../session/me.js';
import { ACCOUNT_TYPES } from './account-words.js';
import { Movements } from './movements.js';
import { PeopleDialog } from './people-dialog.js';
import { Worth } from './worth.js';

type Account = Schemas['Account'];

export function AccountPage({ id = '' }: { readonly id?: string }) {
  const {
    data: account,
    error,
    refetch,
  } = useQuery({ queryKey: ['account', id], queryFn: () => get('/v1/accounts/{id}', { path: { id } }) });
  useTitle(account?.name ?? 'Account');
  if (account === undefined)
    return <Unread error={error} onRetry={refetch} notYours="There is no such account, or others look after it." />;
  return (
    <div className="page wide">
      <header className="bar">
        <h1>{account.name}</h1>
        <span className="count">{[ACCOUNT_TYPES[account.type], ...account.domains].join(' · ')}</span>
      </header>
      <Elsewhere links={account.links} />
      <AboutAccount account={account} />
      <Worth accountId={id} />
      <Agreed account={account} />
      <Movements accountId={id} />
      <Timeline of={['account', id]} read={(query) => get('/v1/accounts/{id}/timeline', { path: { id }, query })} />
    </div>
  );
}

function AboutAccount({ account }: { account: Account }) {
  const me = useMe();
  const { timeZone } = me;
  const nameOf = useNames();
  const [isChanged, setChanged] = useState(false);
  return (
    <>
      <dl className="facts">
        <Fact name="Owner">{nameOf(account.ownerRepId)}</Fact>
        {Object.entries(account.roles).map(([role, id]) => (
          <Fact key={role} name={titled(role)}>
            {nameOf(id)}
          </Fact>
        ))}
        <Fact name="Brands">{account.brands.join(', ')}</Fact>
        <Fact name="Belongs to">
          {account.parentId && <Link href={`/accounts/${account.parentId}`}>Another account</Link>}
        </Fact>
        <Fact name="Protected">
          {account.protectedUntil && `until ${shortDateTime(account.protectedUntil, timeZone)}`}
        </Fact>
        <Fact name="Known as">{knownAs(account.refs)}</Fact>
      </dl>
      {may(me, 'integration') ? (
        <p className="buttons">
          <button type="button" onClick={() => setChanged(true)}>
            Change who looks after it …
          </button>
        </p>
      ) : (
        <p className="count">Its owner and account manager are changed by your CRM, or by an administrator.</p>
      )}
      {isChanged && <PeopleDialog account={account} onClose={() => setChanged(false)} />}
    </>
  );
}

function Agreed({ account }: { account: Account }) {
  const me = useMe();
  const [made, setMade] = useState<'deal' | 'contract' | null>(null);
  const contracts = usePages(['contract', 'of', account.id], (page) =>
    get('/v1/contracts', { query: { accountId: account.id, limit: 1_000, ...page } }),
  );
  const deals = useDeals({ accountId: account.id }, 1_000);
  return (
    <>
      <section aria-labelledby="contracts">
        <header className="bar">
          <h2 id="contracts">Contracts</h2>
          {mayAgree(account, me) && (
            <button type="button" onClick={() => setMade('contract')}>
              New contract …
            </button>
          )}
        </header>
        <Paged pages={contracts} empty="None yet. Winning a deal creates one from its term and what is billed.">
          {(rows) => <ContractTable contracts={rows} />}
        </Paged>
      </section>
      <section aria-labelledby="deals">
        <header className="bar">
          <h2 id="deals">Deals</h2>
          {may(me, 'rep', 'manager', 'integration') && (
            <button type="button" onClick={() => setMade('deal')}>
              New deal …
            </button>
          )}
          {may(me, 'rep', 'manager', 'integration') && <BeginButton about={{ accountId: account.id }} />}
          <OfLeads deals={deals.rows ?? []} />
        </header>
        <Paged
          pages={deals}
          empty="None yet. They come from your CRM and from leads of this account; or make one here."
        >
          {(rows) => <DealTable deals={rows} isOfAccount />}
        </Paged>
      </section>
      {made === 'deal' && (
        <NewDealDialog
          account={account}
          contracts={contracts.rows ?? []}
          onClose={() => setMade((now) => (now === 'deal' ? null : now))}
        />
      )}
      {made === 'contract' && (
        <NewContractDialog account={account} onClose={() => setMade((now) => (now === 'contract' ? null : now))} />
      )}
    </>
  );
}

/** The leads from which the account's deals came. */
function OfLeads({ deals }: { deals: readonly Schemas['Deal'][] }) {
  const leads = new Map(deals.flatMap(({ lead }) => (lead === null ? [] : [[lead.id, lead.source] as const])));
  if (leads.size === 0) return null;
  return (
    <span className="count">
      of {leads.size === 1 ? 'a lead' : `${leads.size} leads`}:{' '}
      {[...leads].map(([id, source], index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link href={`/leads/${id}`}>{source}</Link>
        </span>
      ))}
    </span>
  );
}

/** Whether somebody may record contracts of an account. The reps of managers are known to the API alone. */
function mayAgree({ ownerRepId, roles }: Account, me: Me): boolean {
  if (may(me, 'integration', 'manager')) return true;
  return me.repId !== null && [ownerRepId, roles.manager].includes(me.repId);
}

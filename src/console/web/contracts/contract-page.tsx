import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { Fact } from '../parts/fact.js';
import { useRefusals } from '../parts/sending.js';
import { Unread, useTitle } from '../parts/states.js';
import { Timeline } from '../parts/timeline.js';
import { shortDay } from '../parts/times.js';
import { CHURN_REASONS, useReasonLabel } from '../parts/use-reasons.js';
import { knownAs } from '../parts/words.js';
import { AmendDialog } from './amend-dialog.js';
import { Invoices, Usage } from './billed.js';
import { afterwards } from './contract-table.js';
import { type Contract, productsOf, TERM_CAUSES } from './contract-words.js';
import { LinesTable } from './lines-table.js';
import { NoticeDialog } from './notice-dialog.js';
import { Proposals } from './proposals.js';
import { RenewDialog } from './renew-dialog.js';
import { TieDialog } from './tie-dialog.js';
import { TransferDialog } from './transfer-dialog.js';
import { type ContractActions, useContractActions } from './use-contract-actions.js';
import { Warnings } from './warnings.js';

type Sheet = 'amend' | 'renew' | 'notice' | 'transfer' | 'tie';

export function ContractPage({ id = '' }: { readonly id?: string }) {
  const actions = useContractActions(id);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const {
    data: contract,
    error,
    refetch,
  } = useQuery({ queryKey: ['contract', id], queryFn: () => get('/v1/contracts/{id}', { path: { id } }) });
  useTitle(contract === undefined ? 'Contract' : productsOf(contract));
  if (contract === undefined)
    return (
      <Unread
        error={error}
        onRetry={refetch}
        notYours="There is no such contract, or its account is with others by now."
      />
    );
  const about = { contract, actions, onClose: () => setSheet((now) => (now === sheet ? null : now)) };
  return (
    <div className="page wide">
      <header className="bar">
        <h1>{productsOf(contract)}</h1>
        <Link href="/contracts">All contracts</Link>
      </header>
      <Elsewhere links={contract.links} />
      <Warnings warnings={actions.warnings} onRead={actions.warningsRead} />
      <Buttons contract={contract} actions={actions} onSheet={setSheet} />
      <Agreed contract={contract} />
      <Proposals contract={contract} actions={actions} />
      <LinesTable contract={contract} />
      <Invoices contract={contract} />
      <Usage contract={contract} />
      <Timeline of={['contract', id]} read={(query) => get('/v1/contracts/{id}/timeline', { path: { id }, query })} />
      {sheet === 'amend' && <AmendDialog {...about} />}
      {sheet === 'renew' && <RenewDialog {...about} />}
      {sheet === 'notice' && <NoticeDialog {...about} />}
      {sheet === 'tie' && <TieDialog {...about} />}
      {sheet === 'transfer' && <TransferDialog {...about} />}
    </div>
  );
}

function OfAccount({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['account', id],
    queryFn: () => get('/v1/accounts/{id}', { path: { id } }),
  });
  return <Link href={`/accounts/${id}`}>{data?.name ?? 'Its account'}</Link>;
}

interface ButtonsProps {
  readonly contract: Contract;
  readonly actions: ContractActions;
  readonly onSheet: (sheet: Sheet) => void;
}

function Buttons({ contract, actions, onSheet }: ButtonsProps) {
  const refused = useRefusals();
  const has = (act: Contract['may'][number]) => contract.may.includes(act);
  if (contract.may.length === 0) return null;
  return (
    <p className="buttons">
      {has('amend') && (
        <button type="button" onClick={() => onSheet('amend')}>
          Amend
        </button>
      )}
      {has('renew') && contract.endsOn !== null && (
        <button type="button" onClick={() => onSheet('renew')}>
          Renew
        </button>
      )}
      {has('notice') && (
        <button type="button" onClick={() => onSheet('notice')}>
          {contract.notice === null ? 'Record a notice' : 'Correct the notice'}
        </button>
      )}
      {has('notice') && contract.notice !== null && (
        <button type="button" onClick={() => void refused(actions.withdrawNotice())}>
          Withdraw the notice
        </button>
      )}
      {has('amend') && contract.dealId === null && contract.movedFromContractId === null && (
        <button type="button" onClick={() => onSheet('tie')}>
          Sold by a deal …
        </button>
      )}
      {has('transfer') && (
        <button type="button" onClick={() => onSheet('transfer')}>
          Move to another account
        </button>
      )}
    </p>
  );
}

function Agreed({ contract }: { contract: Contract }) {
  const reason = useReasonLabel(CHURN_REASONS, contract.notice?.reason);
  const { notice, terms, dealId, movedFromContractId, noticeDays, lastDayForNotice } = contract;
  return (
    <>
      {notice !== null && (
        <p className="held">
          {notice.late && <strong>Late notice</strong>}
          {notice.text} {reason !== null && `${reason}.`}
        </p>
      )}
      <dl className="facts">
        <Fact name="Account">
          <OfAccount id={contract.accountId} />
        </Fact>
        <Fact name="From">{shortDay(contract.startsOn)}</Fact>
        <Fact name="Until">{contract.endsOn === null ? 'no end is agreed' : shortDay(contract.endsOn)}</Fact>
        <Fact name="Then">{afterwards(contract)}</Fact>
        <Fact name="Notice">
          {noticeDays} days{lastDayForNotice !== null && `; last day ${shortDay(lastDayForNotice)}`}
        </Fact>
        <Fact name="Terms">{terms.length > 1 && <Terms terms={terms} />}</Fact>
        <Fact name="Sold by">{dealId && <Link href={`/deals/${dealId}`}>Its deal</Link>}</Fact>
        <Fact name="Renewals">
          <Link href={`/deals?stage=any&type=renewal&contractId=${contract.id}`}>Its renewals</Link>
        </Fact>
        <Fact name="Came from">
          {movedFromContractId && <Link href={`/contracts/${movedFromContractId}`}>Another account</Link>}
        </Fact>
        <Fact name="Known as">{knownAs(contract.refs)}</Fact>
      </dl>
    </>
  );
}

function Terms({ terms }: { terms: Contract['terms'] }) {
  return (
    <ol className="lines">
      {terms.map(({ startsOn, endsOn, cause }) => (
        <li key={startsOn}>
          {shortDay(startsOn)} to {endsOn === null ? 'no end' : shortDay(endsOn)}, {TERM_CAUSES[cause]}
        </li>
      ))}
    </ol>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { get } from '../api/api.js';
import { FaultAt } from '../parts/faults.js';
import { Choices } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { SearchField } from '../parts/search-field.js';
import { ErrorState } from '../parts/states.js';
import { useIsShown } from '../parts/use-is-shown.js';
import type { ContractDialogProps } from './use-contract-actions.js';

const FOUND_MAX = 8;

/** Moves a contract, or some of its products, to another account from today on. */
export function TransferDialog({ contract, actions, onClose }: ContractDialogProps) {
  const [, go] = useLocation();
  const isShown = useIsShown();
  const products = [...new Set(contract.lines.map(({ product }) => product))];
  async function move(form: FormData): Promise<void> {
    const lines = form.getAll('lines').map(String);
    const accountId = textOf(form, 'accountId');
    const some = products.length > 1 && lines.length < products.length && { lines };
    const { id } = await actions.transfer({ accountId, ...some }, () => !isShown());
    if (isShown()) go(`/contracts/${id}`);
  }
  return (
    <FormDialog title="Move to another account" onClose={onClose} onSend={move} send="Move">
      <p>From today on. Its ARR moves with it, and counts neither as churn nor as new.</p>
      <AccountChoice except={contract.accountId} />
      {products.length > 1 && (
        <Choices
          legend="What to move"
          options={products.map((id) => ({ id, name: id }))}
          inputOf={(id) => ({ type: 'checkbox', name: 'lines', value: id, defaultChecked: true })}
        />
      )}
      <FaultAt at="/lines" />
    </FormDialog>
  );
}

/** Finds an account by name or domain; the form gets its `accountId`. */
function AccountChoice({ except }: { except: string }) {
  const [q, setQ] = useState('');
  const { data, error } = useQuery({
    queryKey: ['accounts', 'found', q],
    queryFn: async () => (await get('/v1/accounts', { query: { limit: FOUND_MAX, ...(q && { q }) } })).data,
    placeholderData: (before) => before,
  });
  return (
    <fieldset className="options">
      <legend>To</legend>
      <SearchField value={q} placeholder="Name or domain" onSearch={setQ} />
      {error && <ErrorState error={error} />}
      {data?.length === 0 && <p className="count">No account has this name.</p>}
      {data
        ?.filter(({ id }) => id !== except)
        .map(({ id, name, domains }) => (
          <label key={id} className="choice">
            <input type="radio" name="accountId" value={id} required />
            {[name, ...domains].join(' · ')}
          </label>
        ))}
      <FaultAt at="/accountId" />
    </fieldset>
  );
}

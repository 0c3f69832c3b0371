import { useDeals } from '../deals/use-deals.js';
import { SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { money } from '../parts/money.js';
import { ErrorState, Loading } from '../parts/states.js';
import type { ContractDialogProps } from './use-contract-actions.js';

/** Says by which deal of its account a contract was sold. */
export function TieDialog({ contract, actions, onClose }: ContractDialogProps) {
  const { rows, error } = useDeals({ accountId: contract.accountId, stage: 'won' });
  const deals = rows?.filter(({ type }) => type !== 'renewal');
  const tie = (form: FormData) => actions.tie(textOf(form, 'dealId'));
  return (
    <FormDialog title="Sold by a deal" onClose={onClose} onSend={tie} send="Tie it to the deal">
      {error && <ErrorState error={error} />}
      {deals === undefined && !error && <Loading />}
      {deals?.length === 0 && <p>No deal with this account is won.</p>}
      {deals !== undefined && deals.length > 0 && (
        <>
          <p>If the win of the deal has made a contract, this one takes its place.</p>
          <SelectField
            label="Deal"
            name="dealId"
            required
            options={deals.map(({ id, name, amount, currency }) => ({
              id,
              name: `${name}, ${money(amount, currency)}`,
            }))}
          />
        </>
      )}
    </FormDialog>
  );
}

import { FormDialog } from '../parts/form.js';
import { RenewalFields, useRenewalTerm } from './renewal-fields.js';
import type { ContractDialogProps } from './use-contract-actions.js';

export function RenewDialog({ contract, actions, onClose }: ContractDialogProps) {
  const term = useRenewalTerm(contract.id);
  async function renew(): Promise<void> {
    if (term.body !== undefined) await actions.renew(term.body);
  }
  return (
    <FormDialog title="Renew the contract" onClose={onClose} onSend={renew} send="Renew">
      <RenewalFields term={term} />
    </FormDialog>
  );
}

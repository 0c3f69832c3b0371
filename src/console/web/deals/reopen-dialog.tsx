import { Link } from 'wouter';
import { FormDialog } from '../parts/form.js';
import type { DealDialogProps } from './use-deal-actions.js';

/** Asks before a won deal is opened again: winning it once more does not bring back what that ends. */
export function ReopenDialog({ deal, actions, onClose }: DealDialogProps) {
  const { handoff, contractId, type, deliveredAt, lead } = deal;
  const isOfContract = contractId !== null && type !== 'renewal';
  return (
    <FormDialog title={`Open again: ${deal.name}`} onClose={onClose} onSend={actions.reopen} send="Open it again">
      <p>The deal then counts as not won. Winning it once more begins everything anew:</p>
      <ul className="lines">
        {handoff?.state === 'running' && (
          <li>
            Its <Link href={`/handoffs/${handoff.id}`}>handoff</Link>, which is running, is called off, and those who
            receive it have nothing more to do.
          </li>
        )}
        {handoff?.state === 'done' && (
          <li>
            Its <Link href={`/handoffs/${handoff.id}`}>handoff</Link> is done, and stays so.
          </li>
        )}
        {deliveredAt !== null && (
          <li>It is not delivered any more. Handoffs that its delivery began are called off.</li>
        )}
        {isOfContract && (
          <li>
            Its <Link href={`/contracts/${contractId}`}>contract</Link> is withdrawn together with its renewals. If it
            only added to the contract, what it added is removed.
          </li>
        )}
        {lead !== null && <li>Its lead is open again, unless another deal has won it.</li>}
      </ul>
    </FormDialog>
  );
}

import { useState } from 'react';
import { patch, post, remove, type Schemas } from '../api/api.js';
import { useDoing } from '../parts/sending.js';
import type { Contract } from './contract-words.js';

export type ContractActions = ReturnType<typeof useContractActions>;

/** The props of the dialogs that act on a contract. */
export interface ContractDialogProps {
  readonly contract: Contract;
  readonly actions: ContractActions;
  readonly onClose: () => void;
}

type Body<Path extends `/v1/contracts/{id}/${'amend' | 'renew' | 'notice' | 'transfer'}`> = NonNullable<
  Parameters<typeof post<Path>>[1]
>['body'];

/** Actions on a contract, with the warnings of the last one. Each throws the problem with which the API refused it. */
export function useContractActions(id: string) {
  const doing = useDoing([['contract'], ['account'], ['deals'], ['deal']]);
  const [warnings, setWarnings] = useState<Schemas['Contract']['warnings']>([]);
  const path = { id };
  async function act(
    message: string,
    send: () => Promise<Schemas['Contract']>,
    leadsTo: (contract: Schemas['Contract']) => string | null = () => null,
  ) {
    const contract = await doing({ message, send, leadsTo });
    setWarnings(contract.warnings ?? []);
    return contract;
  }
  return {
    warnings,
    warningsRead: () => setWarnings([]),
    amend: (body: Body<'/v1/contracts/{id}/amend'>) =>
      act('Amended', () => post('/v1/contracts/{id}/amend', { path, body })),
    renew: (body: Body<'/v1/contracts/{id}/renew'>) =>
      act('Renewed', () => post('/v1/contracts/{id}/renew', { path, body })),
    giveNotice: (body: Body<'/v1/contracts/{id}/notice'>) =>
      act('Notice recorded', () => post('/v1/contracts/{id}/notice', { path, body })),
    applyProposal: (dealId: string) =>
      act('Amended', () => post('/v1/contracts/{id}/proposals/{dealId}/apply', { path: { id, dealId } })),
    declineProposal: (dealId: string, reason: string) =>
      act('Declined', () =>
        post('/v1/contracts/{id}/proposals/{dealId}/decline', { path: { id, dealId }, body: { reason } }),
      ),
    tie: (dealId: string) => act('Tied to its deal', () => patch('/v1/contracts/{id}', { path, body: { dealId } })),
    withdrawNotice: () => act('Notice withdrawn', () => remove('/v1/contracts/{id}/notice', { path })),
    /** @param isAway whether the user has left the page by the time it is done */
    transfer: (body: Body<'/v1/contracts/{id}/transfer'>, isAway: () => boolean) =>
      act(
        'Moved',
        () => post('/v1/contracts/{id}/transfer', { path, body }),
        (moved) => (isAway() ? `/contracts/${moved.id}` : null),
      ),
  };
}

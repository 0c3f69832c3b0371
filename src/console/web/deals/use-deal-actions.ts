import { patch, post, type Schemas } from '../api/api.js';
import { useDoing } from '../parts/sending.js';
import type { TouchBody } from '../touches/outcomes.js';
import type { Deal } from './deal-words.js';

export type DealActions = ReturnType<typeof useDealActions>;

/** The props of the dialogs that act on a deal. */
export interface DealDialogProps {
  readonly deal: Deal;
  readonly actions: DealActions;
  readonly onClose: () => void;
}

type Change = NonNullable<Parameters<typeof patch<'/v1/deals/{id}'>>[1]>['body'];
type Win = NonNullable<NonNullable<Parameters<typeof post<'/v1/deals/{id}/win'>>[1]>['body']>;
type Loss = NonNullable<Parameters<typeof post<'/v1/deals/{id}/lose'>>[1]>['body'];

/** Actions on a deal. Each throws the problem with which the API refused it. */
export function useDealActions(id: string) {
  const doing = useDoing([['deal', id], ['deals'], ['lead'], ['account'], ['contract'], ['handoff'], ['handoffs']]);
  const path = { id };
  return {
    change: (body: Change) => doing({ message: 'Saved', send: () => patch('/v1/deals/{id}', { path, body }) }),
    touch: (body: TouchBody) =>
      doing({
        message: 'Logged',
        send: () => post('/v1/deals/{id}/touches', { path, body }),
        undo: ({ id: touchId }: Schemas['DealTouch']) =>
          post('/v1/deals/{id}/touches/{touchId}/void', {
            path: { id, touchId },
            body: { reason: 'Undone in the console' },
          }),
      }),
    win: (body: Win) =>
      doing({
        message: 'Won',
        send: () => post('/v1/deals/{id}/win', { path, body }),
        undo: () => post('/v1/deals/{id}/reopen', { path }),
      }),
    lose: (label: string, body: Loss) =>
      doing({
        message: `Lost: ${label}`,
        send: () => post('/v1/deals/{id}/lose', { path, body }),
        undo: () => post('/v1/deals/{id}/reopen', { path }),
      }),
    reopen: () =>
      doing({
        message: 'Open again',
        send: () => post('/v1/deals/{id}/reopen', { path }),
      }),
    deliver: (body: { occurredAt?: string; anyway?: true }) =>
      doing({
        message: 'Delivered',
        send: () => post('/v1/deals/{id}/events', { path, body: { name: 'delivery.completed', ...body } }),
      }),
    applyProposal: () =>
      doing({
        message: 'The deal is made',
        send: () => post('/v1/deals/{id}/proposal/apply', { path }),
        leadsTo: ({ id: made }) => `/deals/${made}`,
      }),
    declineProposal: (reason: string) =>
      doing({
        message: 'Declined',
        send: () => post('/v1/deals/{id}/proposal/decline', { path, body: { reason } }),
      }),
    acknowledge: (clockId: string) =>
      doing({
        message: 'You are on it',
        send: () => post('/v1/deals/{id}/clocks/{clockId}/acknowledge', { path: { id, clockId } }),
      }),
    strike: (clockId: string, reason: string) =>
      doing({
        message: 'Struck: it counts no more',
        send: () => post('/v1/deals/{id}/clocks/{clockId}/strike', { path: { id, clockId }, body: { reason } }),
      }),
  };
}

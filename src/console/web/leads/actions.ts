import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { patch, post, type Schemas } from '../api/api.js';
import { nextClockOf } from '../clocks/urgency.js';
import type { SoldFor } from '../deals/term.js';
import { useNotices } from '../parts/notices.js';
import type { Disposition } from '../parts/reason-dialog.js';
import { messageOf } from '../parts/states.js';
import { REP_NAMES } from '../parts/use-names.js';
import { OUTCOMES, type TouchBody } from '../touches/outcomes.js';
import type { Overlay } from './overlay.js';
import { MILESTONES, nameOf } from './person.js';

type Lead = Schemas['Lead'];
export type MilestoneBody = NonNullable<NonNullable<Parameters<typeof post<'/v1/leads/{id}/milestones'>>[1]>['body']>;
/** A disposition, with what becomes of the open deal of the lead. */
type Closing = Disposition & { readonly deals?: 'lose' | 'keep' };
export type Correction = NonNullable<NonNullable<Parameters<typeof patch<'/v1/leads/{id}'>>[1]>['body']>;
export type DeclineReason = 'wrongOwner' | 'conflict' | 'noTime' | 'other';

/** A store that shows the effect of an action at once. */
export interface OverlayStore {
  readonly lay: (id: string, overlay: Overlay) => (isDone: boolean) => void;
}

interface LeadAction {
  readonly lead: Lead;
  readonly message: string;
  readonly overlay?: Overlay;
  readonly send: () => Promise<unknown>;
  /** The owner after the action, given its response, for actions that give the lead to somebody else. */
  // biome-ignore lint/suspicious/noExplicitAny: each action knows what it is answered.
  readonly ownerAfter?: (answer: any) => string | null;
  /** Takes the action back, given its response. */
  // biome-ignore lint/suspicious/noExplicitAny: each action knows what it is answered.
  readonly undo?: (answer: any) => Promise<unknown>;
}

export type LeadActions = ReturnType<typeof useLeadActions>;

/**
 * The actions on a lead. Their effect is shown at once, and removed if the API refuses them. They are retried with the
 * same idempotency key while the server is unreachable.
 */
export function useLeadActions(shown?: OverlayStore) {
  const { say } = useNotices();
  const queries = useQueryClient();
  return useMemo(() => {
    async function refresh({ id }: Lead): Promise<void> {
      await queries.invalidateQueries({ queryKey: ['lead', id] });
    }

    const underWay = new Set<string>();

    /** @returns the refusal, already shown as a notice; null if it succeeded */
    async function act(doing: LeadAction): Promise<unknown> {
      const { lead, message } = doing;
      // Ignores a second click or a held key while the action is in progress.
      const what = `${lead.id} ${message}`;
      if (underWay.has(what)) return null;
      underWay.add(what);
      try {
        await carryOut(doing);
        return null;
      } catch (error) {
        say({ text: `${nameOf(lead)}: ${messageOf(error)}`, isWrong: true });
        return error;
      } finally {
        underWay.delete(what);
        await refresh(lead);
      }
    }

    async function carryOut({ lead, message, overlay, send, ownerAfter, undo }: LeadAction): Promise<void> {
      const lift = overlay && shown?.lay(lead.id, overlay);
      const answer = await send().catch((error: unknown) => {
        lift?.(false);
        throw error;
      });
      lift?.(true);
      const text = ownerAfter === undefined ? message : `${message}. ${await left(lead, ownerAfter(answer))}`;
      say({ text, ...(undo && { undo: () => void takeBack(lead, () => undo(answer)) }) });
    }

    /** Says who has the lead now, also to its page, which the user may no longer be allowed to read. */
    async function left(lead: Lead, ownerId: string | null): Promise<string> {
      queries.setQueryData(['lead', lead.id], { ...lead, ownerId });
      const reps = await queries.ensureQueryData(REP_NAMES);
      return whoHas(reps.find(({ id }) => id === ownerId)?.name ?? null);
    }

    async function takeBack(lead: Lead, send: LeadAction['send']): Promise<void> {
      try {
        await send();
        say({ text: `Undone: ${nameOf(lead)}` });
      } catch (error) {
        say({ text: `${nameOf(lead)}: ${messageOf(error)}`, isWrong: true });
      }
      await refresh(lead);
    }

    const of = ({ id }: Lead) => ({ path: { id } });
    return {
      touch: (lead: Lead, body: TouchBody) =>
        act({
          lead,
          message: `${OUTCOMES[body.outcome]}: ${nameOf(lead)}`,
          overlay: withoutNextClock,
          send: () => post('/v1/leads/{id}/touches', { ...of(lead), body }),
          undo: ({ id: touchId }: Schemas['Touch']) =>
            post('/v1/leads/{id}/touches/{touchId}/void', {
              path: { id: lead.id, touchId },
              body: { reason: UNDONE },
            }),
        }),
      milestone: (lead: Lead, body: MilestoneBody) =>
        act({
          lead,
          message: `${MILESTONES[body.name].label}: ${nameOf(lead)}`,
          ...(body.name === 'won' && { overlay: () => null }),
          send: () => post('/v1/leads/{id}/milestones', { ...of(lead), body }),
          undo: ({ milestones }: Lead) =>
            post('/v1/leads/{id}/milestones/{milestoneId}/reverse', {
              path: { id: lead.id, milestoneId: milestones.at(-1)!.id },
              body: { reason: UNDONE },
            }),
        }),
      /** Wins the deal of a lead, which wins the lead. @param value its amount, if that is another by now */
      winDeal: (lead: Lead, id: string, said: SoldFor | null, value: MilestoneBody['value']) =>
        act({
          lead,
          message: `${MILESTONES.won.label}: ${nameOf(lead)}`,
          overlay: () => null,
          send: async () => {
            if (value !== undefined) await patch('/v1/deals/{id}', { path: { id }, body: value });
            return post('/v1/deals/{id}/win', { path: { id }, body: { ...said } });
          },
          undo: () => post('/v1/deals/{id}/reopen', { path: { id } }),
        }),
      dispose: (lead: Lead, label: string, body: Closing, dealId: string | null) =>
        act({
          lead,
          message: `Closed as “${label}”: ${nameOf(lead)}`,
          overlay: () => null,
          send: () => post('/v1/leads/{id}/disposition', { ...of(lead), body }),
          undo: () =>
            // A lost deal brings its lead back with it.
            body.deals === 'lose' && dealId !== null
              ? post('/v1/deals/{id}/reopen', { path: { id: dealId } })
              : post('/v1/leads/{id}/reopen', { ...of(lead), body: { reason: UNDONE } }),
        }),
      pause: (lead: Lead, until: string, reason: string) =>
        act({
          lead,
          message: `Paused: ${nameOf(lead)}`,
          send: () => post('/v1/leads/{id}/pause', { ...of(lead), body: { until, reason } }),
          undo: () => post('/v1/leads/{id}/resume', { ...of(lead) }),
        }),
      resume: (lead: Lead) =>
        act({
          lead,
          message: `Goes on: ${nameOf(lead)}`,
          send: () => post('/v1/leads/{id}/resume', { ...of(lead) }),
        }),
      acknowledge: (lead: Lead) =>
        act({
          lead,
          message: `You are on it: ${nameOf(lead)}`,
          send: () => post('/v1/leads/{id}/acknowledge', { ...of(lead) }),
        }),
      claim: (lead: Lead) =>
        act({
          lead,
          message: `Yours now: ${nameOf(lead)}`,
          send: () => post('/v1/leads/{id}/claim', { ...of(lead) }),
        }),
      decline: (lead: Lead, reason: DeclineReason, note: string) =>
        act({
          lead,
          message: `Given back: ${nameOf(lead)}`,
          overlay: () => null,
          send: () => post('/v1/leads/{id}/decline', { ...of(lead), body: { reason, ...(note && { note }) } }),
          ownerAfter: ({ ownerId }: Lead) => ownerId,
        }),
      reassign: (lead: Lead, repId: string, reason: string) =>
        act({
          lead,
          message: `Moved: ${nameOf(lead)}`,
          overlay: () => null,
          // The request for many leads can be undone, also by a rep who may not see the lead any more.
          send: async () => {
            const expected = lead.ownerId !== null && { expectedOwnerId: lead.ownerId };
            const body = { ids: [lead.id], to: { repId }, reason, ...expected };
            return unlessSkipped(await post('/v1/leads/reassign', { body }));
          },
          ownerAfter: () => repId,
          undo: async ({ bulkId }: { readonly bulkId: string }) =>
            unlessSkipped(await post('/v1/leads/reassign/{bulkId}/undo', { path: { bulkId }, body: {} })),
        }),
      note: (lead: Lead, text: string) =>
        act({
          lead,
          message: `Noted: ${nameOf(lead)}`,
          send: () => post('/v1/leads/{id}/notes', { ...of(lead), body: { text } }),
        }),
      correct: (lead: Lead, body: Correction) =>
        act({
          lead,
          message: `Corrected: ${nameOf(lead)}`,
          send: () => patch('/v1/leads/{id}', { ...of(lead), body }),
        }),
      reopen: (lead: Lead, reason: string) =>
        act({
          lead,
          message: `Open again: ${nameOf(lead)}`,
          send: () => post('/v1/leads/{id}/reopen', { ...of(lead), body: { reason } }),
        }),
    };
  }, [shown, say, queries]);
}

/** For forms, which show a refusal beside the input. */
export async function orThrow(doing: Promise<unknown>): Promise<void> {
  const refusal = await doing;
  if (refusal !== null) throw refusal;
}

export const whoHas = (ownerName: string | null) =>
  ownerName === null ? 'It waits for somebody who can take it.' : `${ownerName} has it now.`;

/** @throws Error that says why the only lead of a request stayed where it is */
function unlessSkipped(moved: Schemas['BulkReassignment']): Schemas['BulkReassignment'] {
  const why = moved.results[0]?.why;
  if (why !== undefined) throw new Error(why);
  return moved;
}

const UNDONE = 'Undone in the console';

function withoutNextClock(lead: Lead): Lead {
  const next = nextClockOf(lead);
  return { ...lead, clocks: lead.clocks.filter((clock) => clock !== next), nextClockId: null };
}

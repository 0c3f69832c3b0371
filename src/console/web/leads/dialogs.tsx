import { useState } from 'react';
import { Link } from 'wouter';
import { type Schemas, TouchlineProblem } from '../api/api.js';
import type { Deal } from '../deals/deal-words.js';
import { NewDealDialog } from '../deals/new-deal-dialog.js';
import { SoldForFields, useSoldFor } from '../deals/sold-for-fields.js';
import { useDealsOfLead } from '../deals/use-deals.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { FaultAt } from '../parts/faults.js';
import { CheckField, Choices, InputField, SelectField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { money } from '../parts/money.js';
import { MoneyFields } from '../parts/money-fields.js';
import { type Disposition, ReasonDialog } from '../parts/reason-dialog.js';
import { useTakers } from '../parts/use-people.js';
import { TouchDialog } from '../touches/touch-dialog.js';
import { type DeclineReason, type LeadActions, type MilestoneBody, orThrow } from './actions.js';
import { ContactDialog } from './contact-dialog.js';
import { CLOSED_AS, MILESTONES, nameOf } from './person.js';
import { WhyDialog } from './why.js';

export type LeadSheet =
  | 'call'
  | 'email'
  | 'note'
  | 'contact'
  | 'milestone'
  | 'deal'
  | 'dispose'
  | 'pause'
  | 'decline'
  | 'reassign'
  | 'why';

/** An open dialog, with the lead for which it was opened. */
export interface OpenSheet {
  readonly kind: LeadSheet;
  readonly lead: Schemas['Lead'];
}

interface DialogProps {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

export function LeadDialogs({ sheet, ...props }: DialogProps & { readonly sheet: LeadSheet }) {
  switch (sheet) {
    case 'call':
    case 'email':
      return (
        <TouchDialog
          kind={sheet}
          name={nameOf(props.lead)}
          log={(touch) => props.actions.touch(props.lead, touch)}
          asksMeeting
          onClose={props.onClose}
        />
      );
    case 'milestone':
      return <MilestoneDialog {...props} />;
    case 'deal':
      return <NewDealDialog lead={props.lead} onClose={props.onClose} />;
    case 'dispose':
      return <DisposeDialog {...props} />;
    case 'pause':
      return <PauseDialog {...props} />;
    case 'decline':
      return <DeclineDialog {...props} />;
    case 'reassign':
      return <ReassignDialog {...props} />;
    case 'note':
      return <NoteDialog {...props} />;
    case 'contact':
      return <ContactDialog {...props} />;
    case 'why':
      return <WhyDialog lead={props.lead} onClose={props.onClose} />;
  }
}

/** Records a milestone of a lead. `won` closes it. */
function MilestoneDialog({ lead, actions, onClose }: DialogProps) {
  const deal = useOpenDeal(lead.id);
  const [name, setName] = useState<MilestoneBody['name']>('qualified');
  const won = name === 'won' && deal?.may.includes('win') ? deal : undefined;
  const answering = useSoldFor(deal);
  const [needsDeal, setNeedsDeal] = useState(false);
  async function tell(form: FormData): Promise<void> {
    const [amount, currency] = [textOf(form, 'amount'), textOf(form, 'currency').toUpperCase()];
    const value = amount === '' ? undefined : { amount, currency };
    try {
      await orThrow(
        won === undefined
          ? actions.milestone(lead, { name, ...(value && { value }) })
          : actions.winDeal(lead, won.id, answering.said, value),
      );
    } catch (error) {
      if (deal === undefined && lacksDeal(error)) setNeedsDeal(true);
      throw error;
    }
  }
  if (needsDeal) return <NewDealDialog lead={lead} isToWin onClose={onClose} />;
  return (
    <FormDialog title={`Milestone: ${nameOf(lead)}`} onClose={onClose} onSend={tell} send="Record the milestone">
      <fieldset>
        <legend>Milestone</legend>
        {Object.entries(MILESTONES).map(([each, { label, help }]) => (
          <CheckField
            key={each}
            label={`${label}: ${help}`}
            type="radio"
            name="name"
            value={each}
            checked={each === name}
            onChange={() => setName(each as MilestoneBody['name'])}
          />
        ))}
      </fieldset>
      {deal !== undefined && (
        <OpenDeal deal={deal}>“Won” wins it as well, and a value that you enter becomes its amount.</OpenDeal>
      )}
      {won !== undefined && <SoldForFields answering={answering} worth={won} />}
      <p>The value, if known. It may be reported to ad platforms.</p>
      <MoneyFields required={false} />
    </FormDialog>
  );
}

/** Reports whether a win was refused because the lead has no deal that would be handed over, or says for how long. */
function lacksDeal(error: unknown): boolean {
  if (!(error instanceof TouchlineProblem)) return false;
  const { handoffId, dealId } = error.body;
  return /#(handoff-incomplete|term-missing)$/.test(error.type) && (handoffId === null || dealId === null);
}

const DEAL_FATES = { lose: 'Lose it for the same reason', keep: 'Keep it open' };

/**
 * Closes a lead with a reason, and asks for the fields that the reason requires, and what becomes of its open deal. The
 * API asks about a deal that the user does not see.
 */
function DisposeDialog({ lead, actions, onClose }: DialogProps) {
  const deal = useOpenDeal(lead.id);
  const [asked, setAsked] = useState<string | null>(null);
  const dealId = deal?.id ?? asked;
  async function close(disposition: Disposition, label: string, form: FormData): Promise<void> {
    const deals = textOf(form, 'deals') as keyof typeof DEAL_FATES | '';
    try {
      await orThrow(actions.dispose(lead, label, { ...disposition, ...(deals && { deals }) }, dealId));
    } catch (error) {
      if (error instanceof TouchlineProblem && error.type.endsWith('#open-deals'))
        setAsked((error.body.dealIds as string[])[0]!);
      throw error;
    }
  }
  return (
    <ReasonDialog
      title={`Close: ${nameOf(lead)}`}
      send="Close the lead"
      categories={CLOSED_AS}
      onSend={close}
      onClose={onClose}
    >
      {deal !== undefined && <OpenDeal deal={deal}>What becomes of it?</OpenDeal>}
      {dealId !== null && (
        <>
          <Choices
            legend="The deal"
            options={optionsOf(DEAL_FATES)}
            inputOf={(id) => ({ type: 'radio', name: 'deals', value: id, required: true })}
          />
          <FaultAt at="/deals" />
        </>
      )}
    </ReasonDialog>
  );
}

/** A renewal is about a contract, and not about the lead. */
function useOpenDeal(leadId: string): Deal | undefined {
  return useDealsOfLead(leadId).find(({ stage, type }) => stage === 'open' && type !== 'renewal');
}

/** Names the open deal of a lead, and says what becomes of it. */
function OpenDeal({ deal, children }: { deal: Deal; children: string }) {
  return (
    <p>
      This lead has a deal that is open: <Link href={`/deals/${deal.id}`}>{deal.name}</Link>
      {deal.amount !== null && `, ${money(deal.amount, deal.currency)}`}. {children}
    </p>
  );
}

/** By minutes. */
const SPANS: Readonly<Record<string, string>> = {
  '10': '10 minutes',
  '60': 'An hour',
  '240': '4 hours',
  '1440': 'A day',
  '10080': 'A week',
};

/** Pauses the clocks of a lead, for example because the person asked for another time. */
function PauseDialog({ lead, actions, onClose }: DialogProps) {
  async function pause(form: FormData): Promise<void> {
    const until = new Date(serverTime.now() + Number(textOf(form, 'span')) * 60_000).toISOString();
    await orThrow(actions.pause(lead, until, textOf(form, 'reason')));
  }
  return (
    <FormDialog title={`Pause: ${nameOf(lead)}`} onClose={onClose} onSend={pause} send="Pause the clocks">
      {lead.workState === 'untouched' && (
        <p>What its owner owes waits. A first response that the company promises goes on.</p>
      )}
      <Choices
        legend="For"
        options={optionsOf(SPANS)}
        inputOf={(id) => ({ type: 'radio', name: 'span', value: id, defaultChecked: id === '60' })}
      />
      <InputField
        label="Why"
        name="reason"
        maxLength={1_000}
        required
        placeholder="Asked to be called after the meeting"
      />
    </FormDialog>
  );
}

const REASONS: Readonly<Record<DeclineReason, string>> = {
  wrongOwner: 'It belongs to somebody else',
  conflict: 'I know them, or have another conflict',
  noTime: 'I have no time',
  other: 'Something else',
};

function DeclineDialog({ lead, actions, onClose }: DialogProps) {
  async function giveBack(form: FormData): Promise<void> {
    await orThrow(actions.decline(lead, textOf(form, 'reason') as DeclineReason, textOf(form, 'note')));
  }
  return (
    <FormDialog title={`Give back: ${nameOf(lead)}`} onClose={onClose} onSend={giveBack} send="Give it back">
      <Choices
        legend="Why"
        options={optionsOf(REASONS)}
        inputOf={(id) => ({ type: 'radio', name: 'reason', value: id, defaultChecked: id === 'wrongOwner' })}
      />
      <TextAreaField label="Note (optional)" name="note" rows={2} maxLength={10_000} />
    </FormDialog>
  );
}

/** Adds what is good to know, without anybody having been contacted. */
function NoteDialog({ lead, actions, onClose }: DialogProps) {
  return (
    <FormDialog
      title={`Note: ${nameOf(lead)}`}
      onClose={onClose}
      onSend={(form) => orThrow(actions.note(lead, textOf(form, 'text')))}
      send="Add the note"
    >
      <TextAreaField label="Note" name="text" rows={4} maxLength={10_000} required />
    </FormDialog>
  );
}

function ReassignDialog({ lead, actions, onClose }: DialogProps) {
  const others = useTakers().filter(({ id }) => id !== lead.ownerId);
  async function move(form: FormData): Promise<void> {
    await orThrow(actions.reassign(lead, textOf(form, 'repId'), textOf(form, 'reason')));
  }
  return (
    <FormDialog title={`Move: ${nameOf(lead)}`} onClose={onClose} onSend={move} send="Move the lead">
      <SelectField label="To" name="repId" required options={others} />
      <InputField label="Why" name="reason" maxLength={1_000} required />
    </FormDialog>
  );
}

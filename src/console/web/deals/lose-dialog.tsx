import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/api.js';
import { NoticeFields } from '../contracts/notice-dialog.js';
import { optionsOf } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { SelectField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { Unread } from '../parts/states.js';
import { shortDay } from '../parts/times.js';
import { CHURN_REASONS } from '../parts/use-reasons.js';
import type { DealDialogProps } from './use-deal-actions.js';
import { contractToRenew } from './use-deals.js';

const CATEGORIES = {
  lost: 'Lost',
  nurture: 'Not now',
  recycle: 'Not with us',
  suppress: 'Should not have been a deal',
};

/** What becomes of the lead. */
const FATES = { close: 'Close it with the same reason', keep: 'Keep it open, for a decision' };

export function LoseDialog(props: DealDialogProps) {
  const { deal, actions, onClose } = props;
  if (deal.type === 'renewal' && deal.contractId !== null)
    return <LoseRenewal {...props} contractId={deal.contractId} />;
  return (
    <ReasonDialog
      title={`Lose: ${deal.name}`}
      send="Lose the deal"
      categories={CATEGORIES}
      onSend={({ category: _, ...disposition }, label, form) => {
        const fate = textOf(form, 'lead') as keyof typeof FATES | '';
        return actions.lose(label, { ...disposition, lead: fate || 'close' });
      }}
      onClose={onClose}
    >
      {deal.lead !== null && <SelectField label="Its lead, if it is open" name="lead" options={optionsOf(FATES)} />}
    </ReasonDialog>
  );
}

/** Loses a renewal with the notice of the customer, which ends its contract. */
function LoseRenewal({ deal, actions, onClose, contractId }: DealDialogProps & { readonly contractId: string }) {
  const { data: reasons, error } = useQuery(CHURN_REASONS);
  const { data: contract } = useQuery(contractToRenew(contractId));
  async function lose(form: FormData): Promise<void> {
    const note = textOf(form, 'note');
    await actions.lose('notice was given', {
      reason: textOf(form, 'reason'),
      givenOn: textOf(form, 'givenOn'),
      ...(note && { note }),
    });
  }
  if (reasons === undefined)
    return (
      <Dialog title={`Lose: ${deal.name}`} onClose={onClose}>
        <Unread error={error} />
      </Dialog>
    );
  return (
    <FormDialog title={`Lose: ${deal.name}`} onClose={onClose} onSend={lose} send="Lose it, and record the notice">
      <p>This records the notice of the customer. {contract !== undefined && endOf(contract)}</p>
      <NoticeFields reasons={reasons} from={contract?.startsOn} />
      <TextAreaField label="Note (optional)" name="note" rows={2} maxLength={10_000} />
    </FormDialog>
  );
}

function endOf({ endsOn, lastDayForNotice, autoRenewMonths }: Schemas['Contract']): string {
  if (endsOn === null || lastDayForNotice === null) return '';
  const until = `The contract ends on ${shortDay(endsOn)}`;
  return autoRenewMonths === null
    ? `${until}.`
    : `${until} if it came by ${shortDay(lastDayForNotice)}; later, it has renewed.`;
}

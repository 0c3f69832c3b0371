import { optionsOf } from '../parts/choice.js';
import { SelectField } from '../parts/fields.js';
import { textOf } from '../parts/form.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import type { DealDialogProps } from './use-deal-actions.js';

const CATEGORIES = {
  lost: 'Lost',
  nurture: 'Not now',
  recycle: 'Not with us',
  suppress: 'Should not have been a deal',
};

/** What becomes of the lead. */
const FATES = { close: 'Close it with the same reason', keep: 'Keep it open, for a decision' };

export function LoseDialog({ deal, actions, onClose }: DealDialogProps) {
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
      {deal.renewal !== null && <p>The contract does not change. If notice was given, record it at the contract.</p>}
      {deal.lead !== null && <SelectField label="Its lead, if it is open" name="lead" options={optionsOf(FATES)} />}
    </ReasonDialog>
  );
}

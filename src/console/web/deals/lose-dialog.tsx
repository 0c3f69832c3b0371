import { SelectField } from '../parts/fields.js';
import { textOf } from '../parts/form.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import type { Deal } from './deal-words.js';
import type { DealActions } from './use-deal-actions.js';

interface Props {
  readonly deal: Deal;
  readonly actions: DealActions;
  readonly onClose: () => void;
}

const CATEGORIES = {
  lost: 'Lost',
  nurture: 'Not now',
  recycle: 'Not with us',
  suppress: 'Should not have been a deal',
};

export function LoseDialog({ deal, actions, onClose }: Props) {
  return (
    <ReasonDialog
      title={`Lose: ${deal.name}`}
      send="Lose the deal"
      categories={CATEGORIES}
      onSend={async ({ code, label }, answers, form) => {
        const fate = textOf(form, 'lead') as 'close' | 'keep' | '';
        await actions.lose(label, { reason: code, ...answers, lead: fate || 'close' });
        onClose();
      }}
      onClose={onClose}
    >
      {deal.renewal !== null && <p>The contract does not change. If notice was given, record it at the contract.</p>}
      {deal.lead !== null && (
        <SelectField label="Its lead, if it is open" name="lead" defaultValue="close">
          <option value="close">Close it with the same reason</option>
          <option value="keep">Keep it open, for a decision</option>
        </SelectField>
      )}
    </ReasonDialog>
  );
}

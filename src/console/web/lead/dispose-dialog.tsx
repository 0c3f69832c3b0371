import type { Schemas } from '../api/api.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

const CATEGORIES: Readonly<Record<Schemas['Reason']['category'], string>> = {
  nurture: 'Not now: comes back to you',
  recycle: 'Not for me: comes back to somebody else',
  suppress: 'Should not be worked on',
  lost: 'Lost',
};

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** Closes a lead with a reason, and asks for the fields that the reason requires. */
export function DisposeDialog({ lead, actions, onClose }: Props) {
  return (
    <ReasonDialog
      title={`Close: ${nameOf(lead)}`}
      send="Close the lead"
      categories={CATEGORIES}
      onSend={async ({ category, code, label }, answers) => {
        await orThrow(actions.dispose(lead, label, { category, reason: code, ...answers }));
        onClose();
      }}
      onClose={onClose}
    />
  );
}

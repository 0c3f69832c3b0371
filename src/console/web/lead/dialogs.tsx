import type { Schemas } from '../api/api.js';
import { NewDealDialog } from '../deals/new-deal-dialog.js';
import { TouchDialog } from '../touches/touch-dialog.js';
import type { LeadActions } from './actions.js';
import { DeclineDialog } from './decline-dialog.js';
import { DisposeDialog } from './dispose-dialog.js';
import { MilestoneDialog } from './milestone-dialog.js';
import { PauseDialog } from './pause-dialog.js';
import { nameOf } from './person.js';
import { ReassignDialog } from './reassign-dialog.js';
import { WhyDialog } from './why.js';

export type LeadSheet = 'call' | 'email' | 'milestone' | 'deal' | 'dispose' | 'pause' | 'decline' | 'reassign' | 'why';

/** An open dialog, with the lead for which it was opened. */
export interface OpenSheet {
  readonly kind: LeadSheet;
  readonly lead: Schemas['Lead'];
}

interface Props {
  readonly sheet: LeadSheet;
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

export function LeadDialogs({ sheet, ...props }: Props) {
  switch (sheet) {
    case 'call':
    case 'email':
      return (
        <TouchDialog
          kind={sheet}
          name={nameOf(props.lead)}
          log={(touch) => props.actions.touch(props.lead, touch)}
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
    case 'why':
      return <WhyDialog lead={props.lead} onClose={props.onClose} />;
  }
}

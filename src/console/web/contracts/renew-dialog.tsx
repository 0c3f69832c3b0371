import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { InputField } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { ErrorState, Loading } from '../parts/states.js';
import { shortDay } from '../parts/times.js';
import { DRAFT } from './amend-dialog.js';
import { draftsOf, type LineDraft, linesOf } from './line-drafts.js';
import { LinesField } from './lines-field.js';
import type { ContractDialogProps } from './use-contract-actions.js';

export function RenewDialog({ contract, actions, onClose }: ContractDialogProps) {
  const [months, setMonths] = useState('');
  const { data, error } = useQuery({
    queryKey: ['renewal', contract.id, months],
    queryFn: () =>
      get('/v1/contracts/{id}/renew', {
        path: { id: contract.id },
        query: months === '' ? {} : { months: Number(months) },
      }),
    ...DRAFT,
  });
  return (
    <Dialog title="Renew the contract" onClose={onClose}>
      <div>
        <InputField
          label="Months (empty for the same term as now)"
          type="number"
          className="short"
          min={1}
          max={120}
          value={months}
          onChange={({ target }) => setMonths(target.value)}
        />
        {error && <ErrorState error={error} />}
        {data === undefined && !error && <Loading />}
        {data !== undefined && (
          <Renewal
            key={data.endsOn}
            draft={data}
            onSend={async (lines) => {
              await actions.renew({ endsOn: data.endsOn, lines });
              onClose();
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

interface RenewalProps {
  readonly draft: Schemas['RenewalDraft'];
  readonly onSend: (lines: ReturnType<typeof linesOf>) => Promise<void>;
}

function Renewal({ draft, onSend }: RenewalProps) {
  const [lines, setLines] = useState<readonly LineDraft[]>(() => draftsOf(draft.lines));
  return (
    <Form onSend={() => onSend(linesOf(lines))} send="Renew">
      <p>
        The new term ends on <strong>{shortDay(draft.endsOn)}</strong>. These are all its lines.
      </p>
      <FaultAt at="/endsOn" />
      <LinesField lines={lines} onChange={setLines} from={lines[0]?.segments[0]?.from ?? ''} />
    </Form>
  );
}

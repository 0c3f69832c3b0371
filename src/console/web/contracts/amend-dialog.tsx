import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { get } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { ErrorState, Loading } from '../parts/states.js';
import { dayIn } from '../parts/times.js';
import { useMe } from '../session/me.js';
import type { Contract } from './contract-words.js';
import { draftsOf, type LineDraft, linesOf } from './line-drafts.js';
import { LinesField } from './lines-field.js';
import type { ContractDialogProps } from './use-contract-actions.js';

/** Replaces the lines from a day on. Starts with the lines that hold then; edits stay if the day is changed. */
export function AmendDialog({ contract, actions, onClose }: ContractDialogProps) {
  const { timeZone } = useMe();
  const queries = useQueryClient();
  const [effectiveOn, setEffectiveOn] = useState(() => withinOf(contract, dayIn(serverTime.now(), timeZone)));
  const [written, setWritten] = useState<readonly LineDraft[] | null>(null);
  const queryKey = ['amendment', contract.id, effectiveOn];
  const read = () => get('/v1/contracts/{id}/amend', { path: { id: contract.id }, query: { effectiveOn } });
  const { data, error, isPlaceholderData } = useQuery({
    queryKey,
    queryFn: read,
    enabled: effectiveOn !== '',
    ...DRAFT,
    placeholderData: (before) => before,
  });
  const drafted = useMemo(() => draftsOf(data?.lines ?? []), [data]);
  const lines = written ?? drafted;
  async function amend(form: FormData): Promise<void> {
    const now = await read();
    if (JSON.stringify(now.lines) !== JSON.stringify(data!.lines)) {
      queries.setQueryData(queryKey, now);
      throw new Error(AMENDED_MEANWHILE);
    }
    await actions.amend({ effectiveOn, lines: linesOf(lines), reason: textOf(form, 'reason') });
    onClose();
  }
  return (
    <Dialog title="Amend the contract" onClose={onClose}>
      <div>
        <InputField
          label="Effective from"
          type="date"
          value={effectiveOn}
          min={contract.startsOn}
          max={contract.endsOn ?? undefined}
          onChange={({ target }) => setEffectiveOn(target.value)}
        />
        {error && <ErrorState error={error} />}
        {data === undefined && !error && <Loading />}
        {data !== undefined && (
          <fieldset disabled={isPlaceholderData}>
            <Form onSend={amend} send="Amend">
              <p>All lines of the contract from that day on. A step without a last day ends with the contract.</p>
              <LinesField lines={lines} onChange={setWritten} from={effectiveOn} />
              <InputField label="Why" name="reason" maxLength={1_000} required autoComplete="off" />
              <FaultAt at="/effectiveOn" />
            </Form>
          </fieldset>
        )}
      </div>
    </Dialog>
  );
}

/** Query options of a draft: it is not fetched again while it is edited, and not cached afterwards. */
export const DRAFT = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 } as const;

const AMENDED_MEANWHILE =
  'Somebody has amended the contract meanwhile. Close this dialog to start from the present lines, or send it again to replace them with yours.';

/** Returns the day, or the nearest one within the contract. */
function withinOf({ startsOn, endsOn }: Contract, day: string): string {
  if (day < startsOn) return startsOn;
  return endsOn !== null && day > endsOn ? endsOn : day;
}

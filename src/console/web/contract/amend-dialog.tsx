import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { Form, textOf } from '../parts/form.js';
import { ErrorState, Loading } from '../parts/states.js';
import { dayIn } from '../parts/times.js';
import { useMe } from '../session/me.js';
import type { Contract } from './contract-words.js';
import { draftsOf, type LineDraft, linesOf } from './line-drafts.js';
import { LinesField } from './lines-field.js';
import type { ContractActions } from './use-contract-actions.js';

interface Props {
  readonly contract: Contract;
  readonly actions: ContractActions;
  readonly onClose: () => void;
}

/** Other lines from a day on. It begins with what holds on that day. */
export function AmendDialog({ contract, actions, onClose }: Props) {
  const { timeZone } = useMe();
  const [effectiveOn, setEffectiveOn] = useState(() => withinOf(contract, dayIn(serverTime.now(), timeZone)));
  const read = () => get('/v1/contracts/{id}/amend', { path: { id: contract.id }, query: { effectiveOn } });
  const { data, error } = useQuery({
    queryKey: ['amendment', contract.id, effectiveOn],
    queryFn: read,
    enabled: effectiveOn !== '',
    ...DRAFT,
  });
  return (
    <Dialog title="Amend the contract" onClose={onClose}>
      <div>
        <label>
          From this day on
          <input
            type="date"
            value={effectiveOn}
            min={contract.startsOn}
            max={contract.endsOn ?? undefined}
            onChange={({ target }) => setEffectiveOn(target.value)}
          />
        </label>
        {error && <ErrorState error={error} />}
        {data === undefined && !error && <Loading />}
        {data !== undefined && (
          <Amendment
            key={effectiveOn}
            draft={data}
            read={read}
            onSend={async (body) => {
              await actions.amend({ effectiveOn, ...body });
              onClose();
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

/** What is written begins with a draft: it is not fetched again meanwhile, and not kept for the next time. */
export const DRAFT = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 } as const;

interface AmendmentProps {
  readonly draft: Schemas['AmendmentDraft'];
  /** What holds by now. */
  readonly read: () => Promise<Schemas['AmendmentDraft']>;
  readonly onSend: (body: { lines: ReturnType<typeof linesOf>; reason: string }) => Promise<void>;
}

function Amendment({ draft, read, onSend }: AmendmentProps) {
  const [lines, setLines] = useState<readonly LineDraft[]>(() => draftsOf(draft.lines));
  const [known, setKnown] = useState(draft);
  async function amend(form: FormData): Promise<void> {
    const now = await read();
    if (JSON.stringify(now.lines) !== JSON.stringify(known.lines)) {
      setKnown(now);
      throw new Error(AMENDED_MEANWHILE);
    }
    await onSend({ lines: linesOf(lines), reason: textOf(form, 'reason') });
  }
  return (
    <Form onSend={amend} send="Amend">
      <p>These are all lines that hold from then on. A step without a last day ends with the contract.</p>
      <LinesField lines={lines} onChange={setLines} from={draft.effectiveOn} />
      <label>
        Why
        <input name="reason" maxLength={1_000} required autoComplete="off" />
        <FaultAt at="/reason" />
      </label>
      <FaultAt at="/effectiveOn" />
    </Form>
  );
}

const AMENDED_MEANWHILE =
  'Somebody has amended the contract meanwhile. Close this and begin with what holds now, or send it once more to put yours in its place.';

/** A day, or the nearest one of the contract. */
function withinOf({ startsOn, endsOn }: Contract, day: string): string {
  if (day < startsOn) return startsOn;
  return endsOn !== null && day > endsOn ? endsOn : day;
}

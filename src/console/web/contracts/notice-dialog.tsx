import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { InputField, SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { Unread } from '../parts/states.js';
import { dayIn, shortDay } from '../parts/times.js';
import { CHURN_REASONS } from '../parts/use-reasons.js';
import { useMe } from '../session/me.js';
import type { ContractDialogProps } from './use-contract-actions.js';

export function NoticeDialog({ contract, actions, onClose }: ContractDialogProps) {
  const { data, error } = useQuery(CHURN_REASONS);
  async function give(form: FormData): Promise<void> {
    await actions.giveNotice({ givenOn: textOf(form, 'givenOn'), reason: textOf(form, 'reason') });
    onClose();
  }
  const { notice, lastDayForNotice } = contract;
  return (
    <Dialog title="Record a notice" onClose={onClose}>
      {data === undefined && <Unread error={error} />}
      {data !== undefined && (
        <Form onSend={give} send="Record the notice">
          {lastDayForNotice !== null && (
            <p>The last day for notice of the present term is {shortDay(lastDayForNotice)}.</p>
          )}
          <NoticeFields reasons={data} given={notice} from={contract.startsOn} />
        </Form>
      )}
    </Dialog>
  );
}

interface FieldsProps {
  readonly reasons: readonly Schemas['ChurnReason'][];
  /** What is known already. */
  readonly given?: { readonly givenOn: string; readonly reason: string } | null;
  /** The first day on which it can have been given. */
  readonly from?: string | undefined;
}

export function NoticeFields({ reasons, given = null, from }: FieldsProps) {
  const { timeZone } = useMe();
  const today = dayIn(serverTime.now(), timeZone);
  return (
    <>
      <InputField
        label="When the customer gave it"
        name="givenOn"
        type="date"
        required
        min={from}
        max={from !== undefined && from > today ? from : today}
        defaultValue={given?.givenOn ?? today}
      />
      <SelectField
        label="Why they leave"
        name="reason"
        required
        defaultValue={given?.reason ?? ''}
        options={reasons.map(({ code, label, answerable }) => ({
          id: code,
          name: answerable === 'nobody' ? label : `${label} (${answerable})`,
        }))}
      />
    </>
  );
}

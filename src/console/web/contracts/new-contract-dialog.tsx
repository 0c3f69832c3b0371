import { useState } from 'react';
import { Link } from 'wouter';
import { post, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { CurrencyField } from '../parts/money-fields.js';
import { useDoing } from '../parts/sending.js';
import { type LineDraft, linesOf, newLine } from './line-drafts.js';
import { LinesField } from './lines-field.js';
import { Warnings } from './warnings.js';

interface Props {
  readonly account: Pick<Schemas['Account'], 'id' | 'name'>;
  readonly onClose: () => void;
}

/** Creates a contract by hand. Warnings are shown after it is created. */
export function NewContractDialog({ account, onClose }: Props) {
  const doing = useDoing([['contract'], ['account'], ['deals']]);
  const [made, setMade] = useState<Schemas['Contract'] | null>(null);
  const [startsOn, setStartsOn] = useState('');
  const [lines, setLines] = useState<readonly LineDraft[]>(() => [newLine()]);
  async function make(form: FormData): Promise<void> {
    const textIn = (name: string) => textOf(form, name);
    const endsOn = textIn('endsOn');
    const autoRenewMonths = textIn('autoRenewMonths');
    const body = {
      accountId: account.id,
      currency: textIn('currency').toUpperCase(),
      startsOn,
      lines: linesOf(lines),
      noticeDays: Number(textIn('noticeDays')),
      ...(endsOn && { endsOn }),
      ...(autoRenewMonths && { autoRenewMonths: Number(autoRenewMonths) }),
    };
    const contract = await doing({
      message: 'Contract created',
      send: () => post('/v1/contracts', { body }),
    });
    if (contract.warnings === undefined) onClose();
    else setMade(contract);
  }
  if (made !== null) {
    return (
      <Dialog title="Contract created" onClose={onClose} key="made">
        <div>
          <Warnings warnings={made.warnings} />
          <Link href={`/contracts/${made.id}`}>Open the contract</Link>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`New contract: ${account.name}`} onClose={onClose} key="new">
      <Form onSend={make} send="Create the contract">
        <div className="fields">
          <InputField
            label="First day"
            at="/startsOn"
            type="date"
            required
            value={startsOn}
            onChange={({ target }) => {
              setStartsOn(target.value);
              // Lines that begin with the contract follow its first day.
              setLines((now) => now.map((line) => withStart(line, startsOn, target.value)));
            }}
          />
          <InputField label="Last day (optional)" name="endsOn" type="date" />
          <CurrencyField required defaultValue="EUR" />
        </div>
        <div className="fields">
          <InputField
            label="Notice, in days"
            name="noticeDays"
            type="number"
            className="short"
            min={0}
            max={3_650}
            defaultValue={0}
            required
          />
          <InputField
            label="Renews automatically for, in months (optional)"
            name="autoRenewMonths"
            type="number"
            className="short"
            min={1}
            max={120}
          />
        </div>
        <LinesField lines={lines} onChange={setLines} from={startsOn} />
      </Form>
    </Dialog>
  );
}

function withStart(line: LineDraft, before: string, after: string): LineDraft {
  const segments = line.segments.map((each, step) =>
    step === 0 && each.from === before ? { ...each, from: after } : each,
  );
  return { ...line, segments };
}

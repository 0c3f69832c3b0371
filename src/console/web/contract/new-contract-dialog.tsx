import { useState } from 'react';
import { Link } from 'wouter';
import { post, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { Form, textOf } from '../parts/form.js';
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
    const told = (name: string) => textOf(form, name);
    const [endsOn, autoRenewMonths] = ['endsOn', 'autoRenewMonths'].map(told);
    const body = {
      ...{ accountId: account.id, currency: told('currency').toUpperCase(), startsOn, lines: linesOf(lines) },
      noticeDays: Number(told('noticeDays')),
      ...(endsOn && { endsOn }),
      ...(autoRenewMonths && { autoRenewMonths: Number(autoRenewMonths) }),
    };
    const contract = await doing({
      said: 'Made',
      send: () => post('/v1/contracts', { body }),
    });
    if (contract.warnings === undefined) onClose();
    else setMade(contract);
  }
  if (made !== null) {
    return (
      <Dialog title="The contract is made" onClose={onClose} key="made">
        <div>
          <Warnings warnings={made.warnings} />
          <Link href={`/contracts/${made.id}`}>Open the contract</Link>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`New contract: ${account.name}`} onClose={onClose} key="new">
      <Form onSend={make} send="Make the contract">
        <div className="fields">
          <label>
            First day
            <input
              type="date"
              required
              value={startsOn}
              onChange={({ target }) => {
                setStartsOn(target.value);
                // Lines that begin with the contract follow its first day.
                setLines((now) => now.map((line) => withStart(line, startsOn, target.value)));
              }}
            />
            <FaultAt at="/startsOn" />
          </label>
          <label>
            Last day (none if it has no end)
            <input name="endsOn" type="date" />
            <FaultAt at="/endsOn" />
          </label>
          <label>
            Currency
            <input name="currency" required defaultValue="EUR" pattern="[A-Za-z]{3}" maxLength={3} size={4} />
            <FaultAt at="/currency" />
          </label>
        </div>
        <div className="fields">
          <label>
            Notice, in days
            <input name="noticeDays" type="number" className="short" min={0} max={3_650} defaultValue={0} required />
            <FaultAt at="/noticeDays" />
          </label>
          <label>
            Renews by itself for months (optional)
            <input name="autoRenewMonths" type="number" className="short" min={1} max={120} />
            <FaultAt at="/autoRenewMonths" />
          </label>
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

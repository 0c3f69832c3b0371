import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { Options } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { InputField, SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import { useRefusals } from '../parts/sending.js';
import { Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';
import { useTakers } from '../parts/use-people.js';
import { counted } from '../parts/words.js';
import { asNamed, type Chosen, countOf } from './chosen.js';

type Target = { readonly repId: string } | { readonly poolId: string };
type Preview = Schemas['BulkReassignment'];

interface Props {
  readonly chosen: Chosen;
  readonly pools: readonly Schemas['Pool'][];
  readonly onClose: () => void;
  readonly onMoved: () => void;
}

interface MoveRequest {
  readonly to: Target;
  readonly reason: string;
}

/** Moves leads in one request, after a preview of the result for each. Offers to undo it. */
export function MoveDialog({ chosen, pools, onClose, onMoved }: Props) {
  const { say } = useNotices();
  const refused = useRefusals();
  const takers = useTakers();
  const [asked, setAsked] = useState<(MoveRequest & { readonly preview: Preview }) | null>(null);

  const send = ({ to, reason }: MoveRequest, dryRun: boolean) =>
    post('/v1/leads/reassign', {
      query: { dryRun },
      body: { ...asNamed(chosen), to, reason } as never,
    });

  async function look(form: FormData): Promise<void> {
    const [kind, id] = textOf(form, 'to').split(' ');
    const wanted: MoveRequest = {
      to: kind === 'pool' ? { poolId: id! } : { repId: id! },
      reason: textOf(form, 'reason'),
    };
    setAsked({ ...wanted, preview: await send(wanted, true) });
  }

  async function undo(bulkId: string): Promise<void> {
    const undone = await post('/v1/leads/reassign/{bulkId}/undo', { path: { bulkId }, body: {} });
    say({ text: undoneInWords(undone), isWrong: undone.skipped > 0 });
    onMoved();
  }

  async function move(): Promise<void> {
    const { bulkId, done } = await send(asked!, false);
    onClose();
    onMoved();
    say({
      text: `Moved ${counted(done, 'lead')}`,
      ...(bulkId !== null && {
        undo: () => void refused(undo(bulkId)),
      }),
    });
  }

  return (
    <Dialog title={`Move ${counted(countOf(chosen), 'lead')}`} onClose={onClose}>
      {asked === null ? (
        <Form onSend={look} send="See what would happen">
          <SelectField label="To" name="to" required>
            <optgroup label="In turn">
              <Options of={pools.map(({ id, name }) => ({ id: `pool ${id}`, name }))} />
            </optgroup>
            <optgroup label="A rep">
              <Options of={takers.map(({ id, name }) => ({ id: `rep ${id}`, name }))} />
            </optgroup>
          </SelectField>
          <InputField label="Why" name="reason" maxLength={1_000} required />
        </Form>
      ) : (
        <Form onSend={move} send={`Move ${asked.preview.done}`}>
          <Outcome preview={asked.preview} />
        </Form>
      )}
    </Dialog>
  );
}

/** `Undone: 2 leads went back`, `0 of 2 leads went back: Its former owner is away.` */
function undoneInWords(undone: Preview): string {
  const { done, skipped } = undone;
  if (skipped === 0) return `Undone: ${counted(done, 'lead')} went back`;
  return `${done} of ${counted(done + skipped, 'lead')} went back: ${reasonsIn(undone)}`;
}

/** Returns why leads stay where they are, each reason once. */
const reasonsIn = ({ results }: Preview): string => [...new Set(results.flatMap(({ why }) => why ?? []))].join(' ');

function Outcome({ preview }: { preview: Preview }) {
  const nameOf = useNames();
  return (
    <>
      <Table
        name="Reps"
        rows={preview.byRep}
        keyOf={({ repId }) => repId}
        columns={[
          { name: 'Rep', is: 'name', cell: ({ repId }) => nameOf(repId) },
          { name: 'Gets', cell: ({ got }) => got },
          { name: 'Gives', cell: ({ gone }) => gone },
        ]}
      />
      {preview.skipped > 0 && (
        <p>
          {counted(preview.skipped, 'stays', 'stay')}: {reasonsIn(preview)}
        </p>
      )}
      {preview.hasMore && <p>Only the oldest 1,000 are moved; there are more.</p>}
    </>
  );
}

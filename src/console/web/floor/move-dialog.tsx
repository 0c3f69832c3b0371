import { post, type Schemas } from '../api/api.js';
import { InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import type { Preview } from '../parts/preview.js';
import { ReceiverField, receiverIn } from '../parts/receiver-field.js';
import { useRefusals } from '../parts/sending.js';
import { Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';
import { useTakers } from '../parts/use-people.js';
import { counted } from '../parts/words.js';
import { asNamed, type ChosenLeads, countOf } from './chosen.js';

type MoveResult = Schemas['BulkReassignment'];

interface Props {
  readonly chosen: ChosenLeads;
  readonly onClose: () => void;
  readonly onMoved: () => void;
}

/** Moves leads in one request, after a preview of the result for each. Offers to undo it. */
export function MoveDialog({ chosen, onClose, onMoved }: Props) {
  const { say } = useNotices();
  const refused = useRefusals();
  const takers = useTakers();

  const send = (form: FormData, dryRun: boolean): Promise<MoveResult> =>
    post('/v1/leads/reassign', {
      query: { dryRun },
      body: { ...asNamed(chosen), to: receiverIn(form, 'to'), reason: textOf(form, 'reason') } as never,
    });

  async function look(form: FormData): Promise<Preview> {
    const moved = await send(form, true);
    return { shown: <Outcome moved={moved} />, send: moved.done > 0 ? `Move ${moved.done}` : null };
  }

  async function undo(bulkId: string): Promise<void> {
    const undone = await post('/v1/leads/reassign/{bulkId}/undo', { path: { bulkId }, body: {} });
    say({ text: undoneInWords(undone), isWrong: undone.skipped > 0 });
    onMoved();
  }

  async function move(form: FormData): Promise<void> {
    const { bulkId, done } = await send(form, false);
    onMoved();
    say({
      text: `Moved ${counted(done, 'lead')}`,
      ...(bulkId !== null && {
        undo: () => void refused(undo(bulkId)),
      }),
    });
  }

  return (
    <FormDialog title={`Move ${counted(countOf(chosen), 'lead')}`} onClose={onClose} onSend={move} send={look}>
      <ReceiverField label="To" name="to" required reps={takers} />
      <InputField label="Why" name="reason" maxLength={1_000} required />
    </FormDialog>
  );
}

/** `Undone: 2 leads went back`, `0 of 2 leads went back: Its former owner is away.` */
function undoneInWords(undone: MoveResult): string {
  const { done, skipped } = undone;
  if (skipped === 0) return `Undone: ${counted(done, 'lead')} went back`;
  return `${done} of ${counted(done + skipped, 'lead')} went back: ${reasonsIn(undone)}`;
}

/** Returns why leads stay where they are, each reason once. */
const reasonsIn = ({ results }: MoveResult): string => [...new Set(results.flatMap(({ why }) => why ?? []))].join(' ');

function Outcome({ moved }: { moved: MoveResult }) {
  const nameOf = useNames();
  return (
    <>
      <Table
        name="Reps"
        rows={moved.byRep}
        keyOf={({ repId }) => repId}
        columns={[
          { name: 'Rep', is: 'name', cell: ({ repId }) => nameOf(repId) },
          { name: 'Gets', cell: ({ got }) => got },
          { name: 'Gives', cell: ({ gone }) => gone },
        ]}
      />
      {moved.skipped > 0 && (
        <p>
          {counted(moved.skipped, 'stays', 'stay')}: {reasonsIn(moved)}
        </p>
      )}
      {moved.hasMore && <p>Only the oldest 1,000 are moved; there are more.</p>}
    </>
  );
}

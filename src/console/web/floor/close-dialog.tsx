import { post, type Schemas } from '../api/api.js';
import { CLOSED_AS } from '../leads/person.js';
import { InputField } from '../parts/fields.js';
import { textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import type { Preview } from '../parts/preview.js';
import { type Disposition, ReasonDialog } from '../parts/reason-dialog.js';
import { Table } from '../parts/table.js';
import { shortDay } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { counted } from '../parts/words.js';
import { asNamed, type ChosenLeads, countOf } from './chosen.js';
import { closedInWords } from './closings.js';

type Result = Schemas['BulkClosing'];
type CloseResult = Result | Schemas['Job'];

/** The most leads that one request closes; a job closes more. */
const REQUEST_MAX = 1_000;

interface Props {
  readonly chosen: ChosenLeads;
  readonly onClose: () => void;
  readonly onClosed: () => void;
}

/** Closes leads with one reason, after a preview. */
export function CloseDialog({ chosen, onClose, onClosed }: Props) {
  const { say } = useNotices();
  const count = countOf(chosen);

  function send(disposition: Disposition, form: FormData, dryRun: boolean): Promise<CloseResult> {
    const days = textOf(form, 'days');
    const all = 'filter' in chosen && count > REQUEST_MAX;
    const spread = days && { spreadOver: `P${days}D` };
    return post('/v1/leads/dispositions', {
      query: { dryRun },
      body: { ...asNamed(chosen), all, disposition, ...spread } as never,
    });
  }

  async function close(disposition: Disposition, _label: string, form: FormData): Promise<void> {
    const closed = await send(disposition, form, false);
    onClosed();
    say({ text: 'done' in closed ? closedInWords(closed, 'closed') : 'Leads are being closed' });
  }

  return (
    <ReasonDialog
      title={`Close ${counted(count, 'lead')}`}
      categories={CLOSED_AS}
      at="/disposition"
      send={async (disposition, form) => previewOf((await send(disposition, form, true)) as Result)}
      onSend={close}
      onClose={onClose}
    >
      {(category) => RETURNING.has(category) && count > 1 && <SpreadField />}
    </ReasonDialog>
  );
}

const RETURNING: ReadonlySet<string> = new Set(['nurture', 'recycle']);

function SpreadField() {
  return (
    <InputField
      label="Working days over which they come back (optional)"
      name="days"
      type="number"
      at="/spreadOver"
      min={1}
      max={366}
    />
  );
}

function previewOf({ done, hasMore, matched, whySkipped, returns }: Result): Preview {
  const isAny = hasMore || done > 0;
  return {
    send: isAny ? `Close ${hasMore ? `up to ${matched?.leads}` : done}` : null,
    shown: (
      <>
        {isAny && <p>It can be undone for 15 minutes.</p>}
        {returns !== undefined && returns.length > 0 && <Wave returns={returns} />}
        <ul className="lines">
          {whySkipped.map(({ why, leads }) => (
            <li key={why}>
              {counted(leads, 'stays', 'stay')} open: {why}
            </li>
          ))}
        </ul>
      </>
    ),
  };
}

/** How many leads would come back on which day, and to whom as far as that is known. */
function Wave({ returns }: { returns: NonNullable<Result['returns']> }) {
  const nameOf = useNames();
  const [first, last] = [returns[0]!, returns.at(-1)!];
  if (returns.length === 1)
    return (
      <p>
        {counted(first.leads, 'comes', 'come')} back on {shortDay(first.day)}.
      </p>
    );
  const most = Math.max(...returns.map(({ leads }) => leads));
  return (
    <details>
      <summary>
        They come back from {shortDay(first.day)} to {shortDay(last.day)}, at most {most} a day.
      </summary>
      <Table
        name="Leads that come back"
        rows={returns}
        keyOf={({ day }) => day}
        columns={[
          { name: 'Day', is: 'name', cell: ({ day }) => shortDay(day) },
          { name: 'Leads', is: 'number', cell: ({ leads }) => leads },
          {
            name: 'To',
            cell: ({ byOwner }) =>
              byOwner?.map(({ repId, leads }) => `${repId === null ? 'the queue' : nameOf(repId)} ${leads}`).join(', '),
          },
        ]}
      />
    </details>
  );
}

import { post, type Schemas } from '../api/api.js';
import { CLOSED_AS } from '../leads/person.js';
import { useNotices } from '../parts/notices.js';
import type { Preview } from '../parts/preview.js';
import { type Disposition, ReasonDialog } from '../parts/reason-dialog.js';
import { useRefusals } from '../parts/sending.js';
import { counted } from '../parts/words.js';
import { asNamed, type Chosen, countOf } from './chosen.js';

type Result = Schemas['BulkClosing'];
type Closing = Schemas['BulkClosing'] | Schemas['Job'];

/** The most leads that one request closes; a job closes more. */
const REQUEST_MAX = 1_000;

interface Props {
  readonly chosen: Chosen;
  readonly onClose: () => void;
  readonly onClosed: () => void;
}

/** Closes leads with one reason, after a preview. Offers to undo it. */
export function CloseDialog({ chosen, onClose, onClosed }: Props) {
  const { say } = useNotices();
  const refused = useRefusals();
  const count = countOf(chosen);

  const send = (disposition: Disposition, dryRun: boolean): Promise<Closing> =>
    post('/v1/leads/dispositions', {
      query: { dryRun },
      body: { ...asNamed(chosen), all: 'filter' in chosen && count > REQUEST_MAX, disposition } as never,
    });

  async function undo(bulkId: string): Promise<void> {
    const undone = await post('/v1/leads/dispositions/{bulkId}/undo', { path: { bulkId } });
    say(isResult(undone) ? { text: `Undone: ${inWords(undone, 'reopened')}` } : atWork('Leads are being reopened'));
    onClosed();
  }

  async function close(disposition: Disposition): Promise<void> {
    const closed = await send(disposition, false);
    onClosed();
    if (!isResult(closed)) return say(atWork('Leads are being closed'));
    const { bulkId } = closed;
    say({
      text: inWords(closed, 'closed'),
      ...(bulkId !== null && { undo: () => void refused(undo(bulkId)) }),
    });
  }

  return (
    <ReasonDialog
      title={`Close ${counted(count, 'lead')}`}
      categories={CLOSED_AS}
      at="/disposition"
      send={async (disposition) => previewOf((await send(disposition, true)) as Result)}
      onSend={close}
      onClose={onClose}
    />
  );
}

function previewOf({ done, hasMore, matched, whySkipped }: Result): Preview {
  const isAny = hasMore || done > 0;
  return {
    send: isAny ? `Close ${hasMore ? `up to ${matched?.leads}` : done}` : null,
    shown: (
      <>
        {isAny && <p>It can be undone for 15 minutes.</p>}
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

const isResult = (closing: Closing): closing is Result => 'done' in closing;

/** For jobs, whose progress is on the page of health. */
const atWork = (text: string) => ({ text, href: '/health' });

/** `3 leads closed`, `2 leads closed, 1 left alone`. */
const inWords = ({ done, skipped }: Result, what: string): string =>
  `${counted(done, 'lead')} ${what}${skipped > 0 ? `, ${skipped} left alone` : ''}`;

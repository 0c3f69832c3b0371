import { post, type Schemas } from '../api/api.js';
import { CLOSED_AS } from '../leads/person.js';
import { useNotices } from '../parts/notices.js';
import type { Preview } from '../parts/preview.js';
import { type Disposition, ReasonDialog } from '../parts/reason-dialog.js';
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

  const send = (disposition: Disposition, dryRun: boolean): Promise<CloseResult> =>
    post('/v1/leads/dispositions', {
      query: { dryRun },
      body: { ...asNamed(chosen), all: 'filter' in chosen && count > REQUEST_MAX, disposition } as never,
    });

  async function close(disposition: Disposition): Promise<void> {
    const closed = await send(disposition, false);
    onClosed();
    say({ text: 'done' in closed ? closedInWords(closed, 'closed') : 'Leads are being closed' });
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

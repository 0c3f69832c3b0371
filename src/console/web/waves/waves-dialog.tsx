import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove, type Schemas } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import type { Preview } from '../parts/preview.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { counted } from '../parts/words.js';
import { useMe } from '../session/me.js';

type Waves = Schemas['Waves'];

const PLANS = { queryKey: ['waves'] };

const ORDERS = { oldest: 'The oldest first', newest: 'The newest first' } as const;

/** Gives the open leads of an import their first promise, so many on each working day, after a preview. */
export function WavesDialog({ importId, onClose }: { importId: string; onClose: () => void }) {
  const { say } = useNotices();
  const nameOf = useNames();
  const { timeZone } = useMe();
  const queries = useQueryClient();

  function send(form: FormData, dryRun: boolean) {
    const from = textOf(form, 'from');
    const body = {
      filter: { importId },
      perDay: Number(textOf(form, 'perDay')),
      order: textOf(form, 'order') as keyof typeof ORDERS,
      ...(from !== '' && { from }),
    };
    return post('/v1/leads/activate', { query: { dryRun }, body });
  }

  function previewOf({ leads, days, owners = [] }: Waves): Preview {
    const [first, last] = [days[0], days.at(-1)];
    return {
      send: leads === 0 ? null : `Give ${counted(leads, 'lead')} a promise`,
      shown:
        first === undefined || last === undefined ? (
          <p>No open lead of this import is without a promise.</p>
        ) : (
          <>
            <p>
              The first {first.leads} on {shortDateTime(first.at, timeZone)}
              {days.length > 1 && `, the last ${last.leads} on ${shortDateTime(last.at, timeZone)}`}.
            </p>
            <ul className="lines">
              {owners.map(({ repId, leads: theirs }) => (
                <li key={repId ?? 'none'}>
                  {repId === null ? 'Routed then' : nameOf(repId)}: {theirs}
                </li>
              ))}
            </ul>
          </>
        ),
    };
  }

  return (
    <FormDialog
      title="Give the open leads a promise"
      send={async (form) => previewOf((await send(form, true)) as Waves)}
      onSend={async (form) => {
        await send(form, false);
        await queries.invalidateQueries(PLANS);
        say({ text: 'The waves are planned. They come by themselves.' });
      }}
      onClose={onClose}
    >
      <Planned />
      <p>
        So many get a first touch that is due, on each working day as the company opens. Each rep is told once of a
        wave.
      </p>
      <InputField label="Leads a day" name="perDay" type="number" min={1} max={10_000} required defaultValue={50} />
      <InputField label="From (if empty: now)" name="from" type="date" />
      <SelectField label="In which order" name="order" options={optionsOf(ORDERS)} />
    </FormDialog>
  );
}

/** What is still to come of earlier plans, of all imports. */
function Planned() {
  const { timeZone } = useMe();
  const queries = useQueryClient();
  const { data } = useQuery({ ...PLANS, queryFn: () => get('/v1/leads/activate') });
  async function end(id: string) {
    await remove('/v1/leads/activate/{id}', { path: { id } });
    await queries.invalidateQueries(PLANS);
  }
  if (data === undefined || data.data.length === 0) return null;
  return (
    <section>
      <h3>Planned already</h3>
      <ul className="lines">
        {data.data.map(({ id, leads, days }) => (
          <li key={id}>
            {counted(leads, 'lead')} until {shortDateTime(days.at(-1)!.at, timeZone)}{' '}
            <button type="button" onClick={() => end(id)}>
              End these waves
            </button>
          </li>
        ))}
      </ul>
      <p>Leads that are planned again follow the last plan.</p>
    </section>
  );
}

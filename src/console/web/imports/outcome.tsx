import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, getFile, type Schemas } from '../api/api.js';
import { Fact } from '../parts/fact.js';
import { saveAs } from '../parts/save-as.js';
import { useRefusals } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { type Column, Table } from '../parts/table.js';
import { type Import, rowsOf, saidBefore, written } from './import.js';
import { keptOf, newOnes, SUBJECTS } from './subjects.js';

const SHOWN_MAX = 20;

/** What became of the rows, or would. */
export function Outcome({ shown }: { shown: Import }) {
  const { id, of, state, mode, created, joined, unchanged, rejected, older, newer, undone, kept } = shown;
  const isForeseen = state === 'rehearsed';
  const { one, many } = SUBJECTS[of];
  const isOfLeads = of === 'leads';
  const made = newOnes(of, created, written(created));
  const left = keptOf(of, written(kept));
  return (
    <>
      <h2>{isForeseen ? 'What would become of the rows' : 'What became of the rows'}</h2>
      <dl className="facts wide">
        <Fact name={`New ${many}`}>
          {isForeseen || created === 0 || !isOfLeads ? made : <Link href={`/leads?importId=${id}`}>{made}</Link>}
        </Fact>
        <Fact name={isOfLeads ? 'Joined' : 'Changed'}>
          {joined > 0 &&
            (isOfLeads
              ? `${rowsOf(joined)} joined a lead of the same person`
              : `${rowsOf(joined)} ${isForeseen ? 'would change' : 'changed'} what was there`)}
        </Fact>
        <Fact name="Unchanged">{unchanged > 0 && saidBefore(unchanged)}</Fact>
        <Fact name="Refused">{rejected > 0 && rowsOf(rejected)}</Fact>
        <Fact name="Undone">{undone > 0 && `${written(undone)} ${undone === 1 ? one : many}`}</Fact>
        <Fact name="Kept">
          {state === 'undone' && kept > 0 && (isOfLeads ? <Link href={`/leads?importId=${id}`}>{left}</Link> : left)}
        </Fact>
        <Fact name="Age">
          {older + newer > 0 && `${rowsOf(older)} of more than two working days ago, ${written(newer)} since then`}
        </Fact>
      </dl>
      {isForeseen && isOfLeads && mode === 'live' && older > 0 && (
        <p>The old ones, too, come in as new leads, to which a first answer is due: say above if they are history.</p>
      )}
      {rejected > 0 && <Refused shown={shown} />}
    </>
  );
}

function Refused({ shown: { id, rejected, name, finishedAt, fileUntil } }: { shown: Import }) {
  const orRefused = useRefusals();
  const { data, error } = useQuery({
    queryKey: ['rejected', id, finishedAt],
    queryFn: () => get('/v1/imports/{id}/rejected', { path: { id }, query: { limit: SHOWN_MAX } }),
    enabled: fileUntil !== null,
  });
  if (fileUntil === null) return null;
  const save = async () => saveAs(await getFile(`/v1/imports/${id}/rejected`, 'text/csv'), `${name}, refused.csv`);
  const columns: readonly Column<Schemas['RefusedRow']>[] = [
    { name: 'Row', is: 'number', cell: ({ row }) => row },
    { name: 'Why', is: 'sentence', cell: ({ why }) => why },
    { name: 'What it says', cell: ({ cells }) => cells.filter((cell) => cell !== '').join(' · ') },
  ];
  return (
    <>
      <h2>Refused rows</h2>
      <p>
        <button type="button" onClick={() => void orRefused(save())}>
          Save as a file
        </button>{' '}
        Correct them there, and import that file.
      </p>
      {data === undefined ? (
        <Unread error={error} />
      ) : (
        <Table name="Refused rows" rows={data.data.slice(0, SHOWN_MAX)} columns={columns} keyOf={({ row }) => row} />
      )}
      {rejected > SHOWN_MAX && <p>The file has all {written(rejected)} of them.</p>}
    </>
  );
}

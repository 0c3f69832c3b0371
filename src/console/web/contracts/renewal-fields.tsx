import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/api.js';
import { FaultAt } from '../parts/faults.js';
import { InputField } from '../parts/fields.js';
import { ErrorState, Loading } from '../parts/states.js';
import { shortDay } from '../parts/times.js';
import { DRAFT } from './amend-dialog.js';
import { draftsOf, type LineDraft, linesOf } from './line-drafts.js';
import { LinesField } from './lines-field.js';

export type RenewalTerm = ReturnType<typeof useRenewalTerm>;

/** The next term of a contract, which begins with what is there. @param contractId null for none */
export function useRenewalTerm(contractId: string | null) {
  const [months, setMonths] = useState('');
  // The lines as they were changed, of the draft that they were changed in.
  const [changed, setChanged] = useState<{ readonly of: string; readonly lines: readonly LineDraft[] } | null>(null);
  const { data, error } = useQuery({
    queryKey: ['renewal', contractId, months],
    queryFn: () =>
      get('/v1/contracts/{id}/renew', {
        path: { id: contractId! },
        query: months === '' ? {} : { months: Number(months) },
      }).then((draft) => ({ ...draft, lines: draftsOf(draft.lines) })),
    ...DRAFT,
    enabled: contractId !== null,
  });
  const lines = changed !== null && changed.of === data?.endsOn ? changed.lines : (data?.lines ?? []);
  return {
    months,
    setMonths,
    error,
    endsOn: data?.endsOn ?? null,
    lines,
    setLines: (next: readonly LineDraft[]) => setChanged({ of: data!.endsOn, lines: next }),
    /** As it is sent; undefined until it is read. */
    body: data === undefined ? undefined : { endsOn: data.endsOn, lines: linesOf(lines) },
  };
}

interface Props {
  readonly term: RenewalTerm;
  /** Its pointer in the request; by default it is the request. */
  readonly at?: string;
}

export function RenewalFields({ term, at = '' }: Props) {
  const { months, setMonths, error, endsOn, lines, setLines } = term;
  return (
    <>
      <InputField
        label="Months (empty for the same term as now)"
        at={`${at}/months`}
        type="number"
        className="short"
        min={1}
        max={120}
        value={months}
        onChange={({ target }) => setMonths(target.value)}
      />
      {error && <ErrorState error={error} />}
      {endsOn === null && !error && <Loading />}
      {endsOn !== null && (
        <>
          <p>
            The new term ends on <strong>{shortDay(endsOn)}</strong>. These are all its lines.
          </p>
          <FaultAt at={`${at}/endsOn`} />
          <LinesField lines={lines} onChange={setLines} from={lines[0]?.segments[0]?.from ?? ''} at={at} />
        </>
      )}
    </>
  );
}

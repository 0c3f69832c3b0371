import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useDoing, useRefusals } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { instantOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { usePeople } from '../parts/use-people.js';
import { useMe } from '../session/me.js';
import { absencesOf } from './absences-query.js';

type Rep = Schemas['Rep'];
type Absence = Schemas['Absence'];
type OpenLeads = Absence['openLeads'];

/** What happens to open leads when an absence begins. */
const OPEN_LEADS: Readonly<Record<OpenLeads, string>> = {
  reassignUntouched: 'leads that await a first touch go to others',
  reassignAll: 'all open leads go to others',
  keep: 'all open leads stay with them',
};

interface Props {
  readonly rep: Rep;
  readonly mayPlan: boolean;
}

/** The present and future absences of a rep. */
export function Absences({ rep, mayPlan }: Props) {
  const [isOpen, setOpen] = useState(false);
  const absences = useQuery(absencesOf(rep.id));
  const coming = absences.data?.filter(({ to }) => Date.parse(to) > serverTime.now());
  return (
    <section aria-labelledby="absences-title">
      <h2 id="absences-title">Absences</h2>
      {coming === undefined && <Unread error={absences.error} />}
      {coming?.length === 0 && <p>None are planned.</p>}
      <ul className="lines">
        {coming?.map((absence) => (
          <Line key={absence.id} absence={absence} mayEnd={mayPlan} />
        ))}
      </ul>
      {mayPlan && (
        <p>
          <button type="button" onClick={() => setOpen(true)}>
            Plan an absence …
          </button>
        </p>
      )}
      {isOpen && <AbsenceDialog rep={rep} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Line({ absence, mayEnd }: { absence: Absence; mayEnd: boolean }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const refused = useRefusals();
  const change = useChange(absence.repId);
  const { id, repId, from, to, reason, openLeads, coverRepId } = absence;
  const hasBegun = Date.parse(from) <= serverTime.now();
  const end = () =>
    change({
      message: hasBegun ? 'The absence has ended' : 'The absence is removed',
      send: () => remove('/v1/reps/{id}/absences/{absenceId}', { path: { id: repId, absenceId: id } }),
    });
  return (
    <li>
      <strong>
        {shortDateTime(from, timeZone)} – {shortDateTime(to, timeZone)}
      </strong>
      <span>
        {[reason, OPEN_LEADS[openLeads], coverRepId && `${nameOf(coverRepId)} covers`].filter(Boolean).join('; ')}
      </span>
      {mayEnd && (
        <button type="button" onClick={() => void refused(end())}>
          {hasBegun ? 'End it now' : 'Remove'}
        </button>
      )}
    </li>
  );
}

function AbsenceDialog({ rep, onClose }: { rep: Rep; onClose: () => void }) {
  const { timeZone } = useMe();
  const change = useChange(rep.id);
  const others = usePeople().filter(({ id }) => id !== rep.id);
  const [entered, setEntered] = useState(new FormData());
  function absenceIn(form: FormData) {
    const [reason, coverRepId] = [textOf(form, 'reason'), textOf(form, 'coverRepId')];
    return {
      from: instantOf(textOf(form, 'from'), timeZone),
      to: instantOf(textOf(form, 'to'), timeZone),
      openLeads: textOf(form, 'openLeads') as OpenLeads,
      ...(reason && { reason }),
      ...(coverRepId && { coverRepId }),
    };
  }
  async function save(form: FormData): Promise<void> {
    const send = () => post('/v1/reps/{id}/absences', { path: { id: rep.id }, body: absenceIn(form) });
    await change({ message: 'The absence is planned', send });
  }
  return (
    <FormDialog title={`Plan an absence of ${rep.name}`} onClose={onClose} onSend={save} send="Plan it">
      <p>Absent reps get no new leads.</p>
      <div className="form" onInput={({ currentTarget }) => setEntered(new FormData(currentTarget.closest('form')!))}>
        <InputField label={`From${zoneBeside(timeZone)}`} name="from" type="datetime-local" required />
        <InputField label={`To${zoneBeside(timeZone)}`} name="to" type="datetime-local" required />
        <SelectField label="When it begins" name="openLeads" options={optionsOf(OPEN_LEADS)} />
        <SelectField label="Who covers" name="coverRepId" none="Nobody" options={others} />
        <CoverAway of={rep.id} {...absenceIn(entered)} />
      </div>
      <InputField label="Why" name="reason" maxLength={500} />
    </FormDialog>
  );
}

/** Warns of a cover who is away at the time themselves, if the user may see that. */
function CoverAway({ of, from, to, coverRepId = '' }: { of: string; from: string; to: string; coverRepId?: string }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const { data } = useQuery({ ...absencesOf(coverRepId), enabled: coverRepId !== '' });
  const away = data?.find((absence) => absence.from < to && absence.to > from);
  if (away === undefined) return null;
  const hasOther = away.coverRepId !== undefined && away.coverRepId !== of;
  const covers = hasOther ? `${nameOf(away.coverRepId!)} covers both` : 'nobody covers';
  return (
    <p className="held" role="status">
      {nameOf(coverRepId)} is away too, {shortDateTime(away.from, timeZone)} – {shortDateTime(away.to, timeZone)}. For
      that time, {covers}.
    </p>
  );
}

/** What shows the absences of a rep, or what follows from them. */
const useChange = (repId: string) => useDoing([['rep', repId], ['reps'], ['roster']]);

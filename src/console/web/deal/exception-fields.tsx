import { serverTime } from '../live/server-time.js';
import { type Option, Options } from '../parts/choice.js';
import { FaultAt } from '../parts/faults.js';
import { textOf } from '../parts/form.js';
import { SelectField } from '../parts/select-field.js';
import { dayIn, endOfDay, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';

/** Who decided to win a deal with an incomplete handoff form, and when the form is to be complete. */
export function ExceptionFields({ deciders }: { deciders: readonly Option[] }) {
  const { timeZone } = useMe();
  return (
    <>
      <SelectField label="Who decided it" name="deciderRepId" at="/exception/deciderRepId">
        <Options of={deciders} />
      </SelectField>
      <label>
        Why
        <input name="reason" maxLength={1_000} required />
        <FaultAt at="/exception/reason" />
      </label>
      <label>
        The form is complete by{zoneBeside(timeZone)}
        <input name="day" type="date" required min={dayIn(serverTime.now(), timeZone)} />
        <FaultAt at="/exception/completeBy" />
      </label>
    </>
  );
}

export function exceptionIn(form: FormData, timeZone: string) {
  return {
    deciderRepId: textOf(form, 'deciderRepId'),
    reason: textOf(form, 'reason'),
    completeBy: endOfDay(textOf(form, 'day'), timeZone),
  };
}

import { serverTime } from '../live/server-time.js';
import { type Option } from '../parts/choice.js';
import { InputField, SelectField } from '../parts/fields.js';
import { textOf } from '../parts/form.js';
import { dayIn, endOfDay, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';

/** Who decided to win a deal with an incomplete handoff form, and when the form is to be complete. */
export function ExceptionFields({ deciders }: { deciders: readonly Option[] }) {
  const { timeZone } = useMe();
  return (
    <>
      <SelectField
        label="Who decided it"
        at="/exception/deciderRepId"
        name="deciderRepId"
        required
        options={deciders}
      />
      <InputField label="Why" at="/exception/reason" name="reason" maxLength={1_000} required />
      <InputField
        label={`The form is complete by${zoneBeside(timeZone)}`}
        at="/exception/completeBy"
        name="day"
        type="date"
        required
        min={dayIn(serverTime.now(), timeZone)}
      />
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

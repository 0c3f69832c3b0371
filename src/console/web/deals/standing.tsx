import { useState } from 'react';
import { optionsOf } from '../parts/choice.js';
import { CheckField, InputField, SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { dayIn, endOfDay, instantOf, localOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { CATEGORIES, type Deal } from './deal-words.js';
import type { DealActions } from './use-deal-actions.js';

/** Fields that the owner keeps up to date: they keep the deal's promises, and the forecast uses them. */
export function Standing({ deal: current, actions }: { deal: Deal; actions: DealActions }) {
  const { timeZone } = useMe();
  // The deal as it was when editing began. Only fields changed here are sent, so changes by others meanwhile stay.
  const [begun, setBegun] = useState<Deal | null>(null);
  const deal = begun ?? current;
  const { day, firstTalk } = timesOf(deal, timeZone);
  async function save(form: FormData): Promise<void> {
    const changes = changesIn(form, deal, timeZone);
    if (Object.keys(changes).length > 0) await actions.change(changes);
    setBegun(null);
  }
  return (
    <section aria-labelledby="standing" onInput={() => setBegun(deal)}>
      <h2 id="standing">Status</h2>
      <Form key={deal.updatedAt} onSend={save} send="Save">
        <InputField
          label="Decision maker"
          name="decisionMaker"
          maxLength={300}
          defaultValue={deal.decisionMaker ?? ''}
          autoComplete="off"
        />
        <div className="fields">
          <SelectField label="Forecast" name="category" defaultValue={deal.category} options={optionsOf(CATEGORIES)} />
          <InputField
            label="Probability, in percent"
            name="probability"
            type="number"
            min={0}
            max={100}
            step="any"
            defaultValue={percentOf(deal)}
            className="short"
          />
        </div>
        <div className="fields">
          <InputField label="Closes on" at="/expectedCloseAt" name="day" type="date" defaultValue={day} />
          <InputField
            label={`First conversation${zoneBeside(timeZone)}`}
            at="/firstTalkAt"
            name="firstTalk"
            type="datetime-local"
            defaultValue={firstTalk}
          />
        </div>
        <CheckField label="At risk" name="atRisk" defaultChecked={deal.atRisk} />
      </Form>
    </section>
  );
}

/** `0.4` → `40` */
const percentOf = ({ probability }: Deal): string =>
  probability === null ? '' : String(Number((probability * 100).toFixed(4)));

/** `40` → `0.4` */
const shareOf = (percent: string): number => Number((Number(percent) / 100).toFixed(6));

function timesOf({ expectedCloseAt, firstTalkAt }: Deal, timeZone: string) {
  return {
    day: expectedCloseAt === null ? '' : dayIn(Date.parse(expectedCloseAt), timeZone),
    firstTalk: firstTalkAt === null ? '' : localOf(Date.parse(firstTalkAt), timeZone),
  };
}

/** Returns only what was changed: others may have changed the rest, and sent times would lose their seconds. */
function changesIn(form: FormData, deal: Deal, timeZone: string): Parameters<DealActions['change']>[0] {
  const textIn = (name: string) => textOf(form, name);
  const { day, firstTalk } = timesOf(deal, timeZone);
  const percent = textIn('probability');
  const category = textIn('category') as Deal['category'];
  return {
    ...(textIn('decisionMaker') !== (deal.decisionMaker ?? '') && { decisionMaker: textIn('decisionMaker') || null }),
    ...(category !== deal.category && { category }),
    ...(percent !== percentOf(deal) && { probability: percent === '' ? null : shareOf(percent) }),
    ...(form.has('atRisk') !== deal.atRisk && { atRisk: form.has('atRisk') }),
    ...(textIn('day') !== day && { expectedCloseAt: textIn('day') ? endOfDay(textIn('day'), timeZone) : null }),
    ...(textIn('firstTalk') !== firstTalk && {
      firstTalkAt: textIn('firstTalk') ? instantOf(textIn('firstTalk'), timeZone) : null,
    }),
  };
}

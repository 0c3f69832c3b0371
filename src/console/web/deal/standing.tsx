import { useState } from 'react';
import { CATEGORIES, type Deal } from '../deals/deal-words.js';
import { optionsOf } from '../parts/choice.js';
import { FaultAt } from '../parts/faults.js';
import { Form, textOf } from '../parts/form.js';
import { dayIn, endOfDay, instantOf, localOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import type { DealActions } from './use-deal-actions.js';

/** How it stands, as its owner says: what keeps the promises of it, and what the forecast counts. */
export function Standing({ deal, actions }: { deal: Deal; actions: DealActions }) {
  const [saves, setSaves] = useState(0);
  const { timeZone } = useMe();
  const day = deal.expectedCloseAt === null ? '' : dayIn(Date.parse(deal.expectedCloseAt), timeZone);
  const firstTalk = deal.firstTalkAt === null ? '' : localOf(Date.parse(deal.firstTalkAt), timeZone);
  async function save(form: FormData): Promise<void> {
    const told = (name: string) => textOf(form, name);
    const probability = told('probability');
    await actions.change({
      decisionMaker: told('decisionMaker') || null,
      category: told('category') as Deal['category'],
      probability: probability === '' ? null : Number(probability),
      atRisk: form.has('atRisk'),
      // What was not changed stays to the second.
      ...(told('day') !== day && { expectedCloseAt: told('day') ? endOfDay(told('day'), timeZone) : null }),
      ...(told('firstTalk') !== firstTalk && {
        firstTalkAt: told('firstTalk') ? instantOf(told('firstTalk'), timeZone) : null,
      }),
    });
    setSaves((before) => before + 1);
  }
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">How it stands</h2>
      {/* Made anew with each save; what is being typed stays when something else of the deal changes. */}
      <Form key={saves} onSend={save} send="Save">
        <label>
          Who decides, at the customer
          <input name="decisionMaker" maxLength={300} defaultValue={deal.decisionMaker ?? ''} autoComplete="off" />
          <FaultAt at="/decisionMaker" />
        </label>
        <div className="fields">
          <label>
            How sure
            <select key={deal.category} name="category" defaultValue={deal.category}>
              {optionsOf(CATEGORIES).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            Probability, 0 to 1
            <input
              name="probability"
              type="number"
              min={0}
              max={1}
              step="any"
              defaultValue={deal.probability ?? ''}
              className="short"
            />
            <FaultAt at="/probability" />
          </label>
        </div>
        <div className="fields">
          <label>
            Closes on
            <input name="day" type="date" defaultValue={day} />
            <FaultAt at="/expectedCloseAt" />
          </label>
          <label>
            First talk{zoneBeside(timeZone)}
            <input name="firstTalk" type="datetime-local" defaultValue={firstTalk} />
            <FaultAt at="/firstTalkAt" />
          </label>
        </div>
        <label className="check">
          <input name="atRisk" type="checkbox" defaultChecked={deal.atRisk} />
          It may be lost
        </label>
      </Form>
    </section>
  );
}

import { forPeople } from '../parts/for-people.js';
import { stepsOf } from '../parts/json-pointer.js';
import { idOf, useFormFacts } from './fields/form-context.js';
import { FORM_LABELS } from './schema/labels.js';
import { pathInWords } from './schema/place.js';

/** Lists all faults, each with a button that focuses its field. */
export function Refused() {
  const { id, fields, remarks } = useFormFacts();
  const wrong = remarks.filter(({ isWarning }) => !isWarning);
  if (wrong.length === 0) return null;
  const known = fields.map(({ name }) => name);
  return (
    <div className="wrong" role="alert">
      <p>Not saved: {wrong.length === 1 ? 'one thing is wrong.' : `${wrong.length} things are wrong.`}</p>
      <ul className="lines">
        {wrong.map(({ pointer, message }) => {
          const steps = stepsOf(pointer);
          return (
            <li key={`${pointer} ${message}`}>
              {known.includes(steps[0] ?? '') && (
                <button type="button" onClick={() => nearest(id, pointer)?.focus()}>
                  {pathInWords(fields, withoutEnd(steps)).join(' › ')}
                </button>
              )}
              {forPeople(message, FORM_LABELS)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The message itself says which end of the hours is meant: `hours`, `mon`, `0`. */
const withoutEnd = (steps: readonly string[]): string[] =>
  steps.filter((step, at) => !(IS_PLACE.test(step) && IS_PLACE.test(steps[at - 1] ?? '')));

const IS_PLACE = /^\d+$/;

/** Returns the control of a place, or of the nearest place around it that has one. */
function nearest(form: string, pointer: string): HTMLElement | null {
  for (let place = pointer; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    const element = document.getElementById(idOf(form, place));
    if (element) return element;
  }
  return null;
}

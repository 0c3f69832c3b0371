import { useState } from 'react';
import { Dialog } from '../parts/dialog.js';
import { stepsOf } from '../parts/json-pointer.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { DifferenceList } from './difference-list.js';
import { useFormFacts } from './fields/form-context.js';
import { editable, type Resource } from './resource.js';
import { changesOf, conflictsOf, inWords, withChanges } from './schema/differences.js';
import type { Field } from './schema/field.js';
import { formOf, inside, pathInWords } from './schema/place.js';
import type { DraftEditor } from './use-draft.js';
import { useOrigin } from './use-origin.js';

interface Props {
  readonly editing: DraftEditor;
  readonly theirs: Resource;
  readonly fields: readonly Field[];
}

/** Merges the draft with a version that was saved meanwhile. The user chooses where both changed the same place. */
export function ConflictDialog({ editing, theirs, fields }: Props) {
  const { nameOf } = useFormFacts().references;
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { timeZone } = useMe();
  const origin = useOrigin(editing.kind, editing.id, theirs.version);
  const mine = editing.changes();
  const changed = changesOf(editing.start, editable(fields, theirs));
  const conflicts = conflictsOf(changed, mine);
  const taken = changed.filter((change) => !conflicts.includes(change));

  function goOn(): void {
    const overlaid = changed.filter(({ pointer }) => choices.get(pointer) !== true);
    editing.begin(theirs, withChanges(editing.draft, overlaid));
  }

  return (
    <Dialog title="Changed in the meantime" onClose={editing.edit}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        <p>
          {origin?.author ?? 'Somebody'} saved this
          {origin !== undefined && ` on ${shortDateTime(origin.at, timeZone)}`}, after you opened it. Your changes are
          not lost.
        </p>
        {taken.length > 0 && (
          <>
            <p>Their changes elsewhere are included:</p>
            <DifferenceList changes={taken} />
          </>
        )}
        {conflicts.map(({ pointer, to }) => (
          <fieldset key={pointer} className="options">
            <legend>{pathInWords(fields, stepsOf(pointer)).join(' › ')}</legend>
            {[false, true].map((isKept) => (
              <label key={String(isKept)} className="option">
                <input
                  type="radio"
                  name={pointer}
                  required
                  checked={choices.get(pointer) === isKept}
                  onChange={() => setChoices(new Map(choices).set(pointer, isKept))}
                />
                <span>
                  <strong>{isKept ? 'Keep yours' : 'Take theirs'}</strong>
                  <br />
                  {isKept ? (
                    <DifferenceList changes={within(mine, pointer)} />
                  ) : (
                    inWords(to, { nameOf, forms: stepsOf(pointer).reduce(inside, formOf(fields)) })
                  )}
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        <p className="buttons">
          <button type="submit" className="main">
            Go on
          </button>
        </p>
      </form>
    </Dialog>
  );
}

/** Returns the changes at, below or above a pointer. */
const within = (changes: readonly { readonly pointer: string }[], pointer: string) =>
  changes.filter(
    (change) => `${change.pointer}/`.startsWith(`${pointer}/`) || `${pointer}/`.startsWith(`${change.pointer}/`),
  );

import type { Schemas } from '../../api/api.js';
import { type Path, pointerOf, valueAt } from './fields.js';
import type { FieldFilling } from './use-form.js';

/** Texts of the server about places in a form, by pointer. */
export interface Notes {
  readonly missing: ReadonlyMap<string, string>;
  readonly prefilled: ReadonlyMap<string, string>;
  readonly returned: ReadonlyMap<string, string>;
}

interface RemarksProps {
  readonly path: Path;
  readonly filling: FieldFilling;
  readonly notes: Notes;
  readonly mayFill: boolean;
}

/** The remarks about one place, with the actions that they offer. */
export function Remarks({ path, filling, notes, mayFill }: RemarksProps) {
  const pointer = pointerOf(path);
  // A refusal hides `missing`, because it is the reason why the value is missing.
  const remark = filling.remarks.get(pointer);
  const wanting = notes.returned.get(pointer) ?? notes.missing.get(pointer);
  const prefilled = mayFill ? notes.prefilled.get(pointer) : undefined;
  return (
    <>
      {remark === undefined && wanting !== undefined && <p className="help is-missing">{wanting}</p>}
      {prefilled !== undefined && (
        <p className="help">
          {prefilled}{' '}
          <button type="button" onClick={() => filling.save(path, valueAt(filling.values, path))}>
            It is right
          </button>
        </p>
      )}
      {remark !== undefined && (
        <p className="help is-wrong" role="alert">
          {remark.text}{' '}
          {remark.keep && (
            <button type="button" onClick={() => remark.keep?.(path)}>
              Save mine
            </button>
          )}
        </p>
      )}
    </>
  );
}

export function notesOf(form: Schemas['HandoffForm'], handoff: Schemas['Handoff']): Notes {
  const texts = (pieces: readonly { pointer: string; text: string }[]) =>
    new Map(pieces.map(({ pointer, text }) => [pointer, text]));
  return {
    missing: texts(form.missing),
    prefilled: texts(form.prefilled),
    returned: texts(
      handoff.receivers.flatMap(({ name, missing }) =>
        missing.map((pointer) => ({ pointer, text: `${name} has returned this.` })),
      ),
    ),
  };
}

import type { Schemas } from '../../api/api.js';
import { type Path, pointerOf, valueAt } from './fields.js';
import type { FieldFilling } from './use-form.js';

/** What is said of a form beside its fields, by their pointers. */
export interface Said {
  readonly missing: ReadonlyMap<string, string>;
  readonly prefilled: ReadonlyMap<string, string>;
  readonly returned: ReadonlyMap<string, string>;
}

interface RemarksProps {
  readonly path: Path;
  readonly filling: FieldFilling;
  readonly said: Said;
  readonly mayFill: boolean;
}

/** What is said of a place, and what can be done about it. */
export function Remarks({ path, filling, said, mayFill }: RemarksProps) {
  const pointer = pointerOf(path);
  // One thing at a time: what was refused is why it is missing.
  const remark = filling.remarks.get(pointer);
  const wanting = said.returned.get(pointer) ?? said.missing.get(pointer);
  const prefilled = mayFill ? said.prefilled.get(pointer) : undefined;
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

export function saidOf(form: Schemas['HandoffForm'], handoff: Schemas['Handoff']): Said {
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

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { get, patch, type Schemas, TouchlineProblem } from '../../api/api.js';
import { messageOf } from '../../parts/states.js';
import { type Path, patchAt, placeOf, pointerOf, type Values, valueAt, withAt } from './fields.js';

type Form = Schemas['HandoffForm'];

/** What is said of a place after it was to be saved. */
export interface Remark {
  readonly text: string;
  /** Where somebody else has saved something else meanwhile: what saves it all the same. */
  readonly keep?: () => void;
}

export interface Filling {
  readonly form: Form | undefined;
  readonly error: unknown;
  /** With what is on its way. */
  readonly values: Values;
  readonly isSaving: boolean;
  readonly remarks: ReadonlyMap<string, Remark>;
  /** @param from what stood in the form when it was typed; as it is by default */
  readonly save: (path: Path, value: unknown, from?: Values) => void;
  readonly refetch: () => void;
}

/**
 * The form of a handoff, saved field by field and in order. What somebody else has saved elsewhere meanwhile stays; what
 * they have saved in the same place is said, and what was typed waits.
 */
export function useForm(id: string): Filling {
  const queries = useQueryClient();
  const queryKey = ['handoffForm', id];
  const {
    data: form,
    error,
    refetch: ask,
  } = useQuery({
    queryKey,
    queryFn: () => get('/v1/handoffs/{id}/form', { path: { id } }),
    // Each reading of what is sensitive is recorded.
    staleTime: Infinity,
  });
  const [unsaved, setUnsaved] = useState<readonly (readonly [Path, unknown])[]>([]);
  const [remarks, setRemarks] = useState<ReadonlyMap<string, Remark>>(new Map());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const known = () => queries.getQueryData<Form>(queryKey)!;
  const remark = (pointer: string, what: Remark | null) =>
    setRemarks((before) => {
      const now = new Map(before);
      if (what === null) now.delete(pointer);
      else now.set(pointer, what);
      return now;
    });

  async function send(path: Path, value: unknown, from: Values): Promise<void> {
    const place = placeOf(path);
    const before = JSON.stringify(valueAt(from, place));
    try {
      for (;;) {
        const { values, version } = known();
        const there = valueAt(values, place);
        if (JSON.stringify(there) !== before) {
          const text = `Somebody has saved something else here meanwhile: ${shown(there)}.`;
          return remark(pointerOf(path), { text, keep: () => save(path, value, values) });
        }
        const body = patchAt(values, path, value);
        const saved = await patch('/v1/handoffs/{id}/form', { path: { id }, body, ifMatch: `"${version}"` }).catch(
          (wrong) => {
            if (wrong instanceof TouchlineProblem && wrong.status === 412) return null;
            throw wrong;
          },
        );
        queries.setQueryData(queryKey, saved ?? (await get('/v1/handoffs/{id}/form', { path: { id } })));
        if (saved === null) continue;
        remark(pointerOf(path), null);
        return await queries.invalidateQueries({ queryKey: ['handoff', id] });
      }
    } catch (wrong) {
      remark(pointerOf(path), { text: messageOf(wrong) });
    }
  }

  function save(path: Path, value: unknown, from: Values = values): void {
    const mine = [path, value] as const;
    setUnsaved((others) => [...others, mine]);
    queue.current = queue.current.then(async () => {
      await send(path, value, from);
      setUnsaved((others) => others.filter((each) => each !== mine));
    });
  }

  const refetch = useCallback(() => void ask(), [ask]);
  const values = unsaved.reduce<unknown>(
    (now, [path, value]) => withAt(now, path, value),
    form?.values ?? {},
  ) as Values;
  return { form, error, values, isSaving: unsaved.length > 0, remarks, save, refetch };
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : `“${value}”`;
}

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { get, patch, type Schemas, TouchlineProblem } from '../../api/api.js';
import { useNotices } from '../../parts/notices.js';
import { messageOf } from '../../parts/states.js';
import { useIsShown } from '../../parts/use-is-shown.js';
import { ME } from '../../session/me.js';
import { type Change, withRestored } from './changes.js';
import { pointerWithout } from './entries.js';
import {
  fieldsOf,
  labelAt,
  type Path,
  patchAt,
  patchedPlace,
  pointerOf,
  type Values,
  valueAt,
  withAt,
} from './fields.js';

type HandoffForm = Schemas['HandoffForm'];

/** What is said of a place after it was to be saved. */
export interface FormRemark {
  readonly text: string;
  /** Where somebody else has saved something else meanwhile: what saves it all the same, where it stands by now. */
  readonly keep?: (path: Path) => void;
}

export interface Filling {
  readonly form: HandoffForm | undefined;
  readonly error: unknown;
  /** With what is on its way. */
  readonly values: Values;
  readonly isSaving: boolean;
  readonly remarks: ReadonlyMap<string, FormRemark>;
  /** @param from what stood in the form when it was typed; as it is by default */
  readonly save: (path: Path, value: unknown, from?: Values) => void;
  /** Puts an entry behind those of a list. @returns whether it is saved; why it is not is among the remarks of its place */
  readonly add: (list: Path, entry: unknown) => Promise<boolean>;
  /** Takes an entry out of its list. @param whenRefused told the place at which it is again */
  readonly remove: (path: Path, whenRefused: (place: number) => void) => void;
  readonly refetch: () => void;
}

interface Waiting extends Change {
  readonly whenRefused?: (place: number) => void;
}

/** What one field of it needs. */
export type FieldFilling = Pick<Filling, 'form' | 'values' | 'remarks' | 'save'>;

/**
 * The form of a handoff, saved field by field and in order. What somebody else has saved elsewhere meanwhile stays; what
 * they have saved in the same place is said, and what was typed waits.
 */
export function useForm(id: string): Filling {
  const queries = useQueryClient();
  const { say } = useNotices();
  const isShown = useIsShown();
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
  const waiting = useRef<readonly Waiting[]>([]);
  const [unsaved, setUnsaved] = useState(waiting.current);
  const [remarks, setRemarks] = useState<ReadonlyMap<string, FormRemark>>(new Map());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const known = () => queries.getQueryData<HandoffForm>(queryKey)!;

  /** Says it at its place, and to whoever has gone on among the notices. */
  function refuse(path: Path, remark: FormRemark): void {
    setRemarks((others) => new Map(others).set(pointerOf(path), remark));
    if (isShown()) return;
    const { schema, values } = known();
    const label = labelAt(fieldsOf(schema), values, pointerOf(path));
    say({ text: `Not saved: ${label}. ${remark.text}`, isWrong: true, href: `/handoffs/${id}` });
  }

  function wait(changes: readonly Waiting[]): void {
    waiting.current = changes;
    setUnsaved(changes);
  }

  /** What is kept and what is on its way change at once: a removal that counts twice takes another entry off the page. */
  function settle(saved: HandoffForm): void {
    const [{ path, value }, ...others] = waiting.current as readonly [Waiting, ...Waiting[]];
    queries.setQueryData(queryKey, saved);
    wait(others);
    setRemarks((before) => {
      const others = [...before].filter(([pointer]) => pointer !== pointerOf(path));
      if (!isRemoval({ path, value })) return new Map(others);
      return new Map(
        others.flatMap(([pointer, remark]) => {
          const there = pointerWithout(pointer, path);
          return there === null ? [] : [[there, remark] as const];
        }),
      );
    });
  }

  function giveUp(remark: FormRemark): void {
    const [refused, ...others] = waiting.current as readonly [Waiting, ...Waiting[]];
    refused.whenRefused?.(Number(refused.path.at(-1)));
    wait(isRemoval(refused) ? others.map((each) => withRestored(each, refused)) : others);
    refuse(refused.path, remark);
  }

  /** Sends what waits the longest. @returns whether it is saved */
  async function send(): Promise<boolean> {
    const { path, value, from } = waiting.current[0]!;
    const place = patchedPlace(path);
    try {
      for (;;) {
        const { values, version } = known();
        const there = valueAt(values, place);
        if (from !== null && JSON.stringify(there) !== JSON.stringify(valueAt(from, place))) {
          const text = `Somebody has saved something else here meanwhile: ${shown(there)}.`;
          giveUp({ text, ...(!isRemoval({ path, value }) && { keep: (there) => save(there, value, values) }) });
          return false;
        }
        const body = patchAt(values, from === null ? behind(values, path.slice(0, -1)) : path, value);
        const saved = await patch('/v1/handoffs/{id}/form', { path: { id }, body, ifMatch: `"${version}"` }).catch(
          async (wrong) => {
            const status = wrong instanceof TouchlineProblem ? wrong.status : null;
            if (status !== 412 && status !== 401) throw wrong;
            if (status === 401) await loggedInAgain(queries);
            return null;
          },
        );
        if (saved === null) {
          queries.setQueryData(queryKey, await get('/v1/handoffs/{id}/form', { path: { id } }));
          continue;
        }
        settle(saved);
        await queries.invalidateQueries({ queryKey: ['handoff', id] });
        return true;
      }
    } catch (wrong) {
      giveUp({ text: messageOf(wrong) });
      return false;
    }
  }

  function enqueue(change: Waiting): Promise<boolean> {
    wait([...waiting.current, change]);
    const sent = queue.current.then(send);
    queue.current = sent;
    return sent;
  }

  const save = (path: Path, value: unknown, from: Values = values) => void enqueue({ path, value, from });
  const add = (list: Path, entry: unknown) => enqueue({ path: behind(values, list), value: entry, from: null });
  const remove = (path: Path, whenRefused: (place: number) => void) =>
    void enqueue({ path, value: undefined, from: values, whenRefused });

  const refetch = useCallback(() => void ask(), [ask]);
  const values = unsaved.reduce<unknown>(
    (now, { path, value }) => withAt(now, path, value),
    form?.values ?? {},
  ) as Values;
  return { form, error, values, isSaving: unsaved.length > 0, remarks, save, add, remove, refetch };
}

/** Whoever logs in as somebody else begins anew: then nothing is sent any more. */
function loggedInAgain(queries: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = queries.getQueryCache().subscribe(() => {
      if (queries.getQueryData(ME) == null) return;
      stop();
      resolve();
    });
  });
}

const isRemoval = ({ path, value }: Pick<Change, 'path' | 'value'>) =>
  value === undefined && typeof path.at(-1) === 'number';

function behind(values: Values, list: Path): Path {
  const entries = valueAt(values, list);
  return [...list, Array.isArray(entries) ? entries.length : 0];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : `“${value}”`;
}

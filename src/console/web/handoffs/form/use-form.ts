import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { get, patch, type Schemas, ServerUnreachable, TouchlineProblem } from '../../api/api.js';
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

/** A remark about a place that could not be saved. */
interface FormRemark {
  readonly text: string;
  /** On a conflict: saves the user's value over the other one. Gets the place's present path. */
  readonly keep?: (path: Path) => void;
  /** If the server could not be reached: calls back each time it answers. @returns a function that ends that */
  readonly onAnswer?: (listener: () => void) => () => void;
}

export interface HandoffFormState {
  readonly form: HandoffForm | undefined;
  readonly error: unknown;
  /** The stored values with unconfirmed changes applied. */
  readonly values: Values;
  readonly isSaving: boolean;
  readonly remarks: ReadonlyMap<string, FormRemark>;
  /** @param from the values when it was typed; by default the present ones */
  readonly save: (path: Path, value: unknown, from?: Values) => void;
  /** Appends an entry to a list. @returns whether it was saved; if not, the remarks of its place say why */
  readonly add: (list: Path, entry: unknown) => Promise<boolean>;
  /** Removes an entry of a list. @param whenRefused called with the index at which it is again */
  readonly remove: (path: Path, whenRefused: (place: number) => void) => void;
  readonly refetch: () => void;
}

interface WaitingChange extends Change {
  readonly whenRefused?: (place: number) => void;
}

export type FieldFilling = Pick<HandoffFormState, 'form' | 'values' | 'remarks' | 'save'>;

/**
 * A handoff's form, saved field by field, in order. Changes by others to other places are kept. A conflicting change to
 * the same place is reported, and the typed value is not sent.
 */
export function useForm(id: string): HandoffFormState {
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
    // Never refetched by itself, because each read of sensitive fields is recorded.
    staleTime: Infinity,
  });
  const waiting = useRef<readonly WaitingChange[]>([]);
  const [unsaved, setUnsaved] = useState(waiting.current);
  const [remarks, setRemarks] = useState<ReadonlyMap<string, FormRemark>>(new Map());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const known = () => queries.getQueryData<HandoffForm>(queryKey)!;

  /** Shows a refusal at its place, and as a notice if the user has left the page. */
  function refuse(path: Path, remark: FormRemark): void {
    setRemarks((others) => new Map(others).set(pointerOf(path), remark));
    if (isShown()) return;
    const { schema, values } = known();
    const label = labelAt(fieldsOf(schema), values, pointerOf(path));
    say({ text: `Not saved: ${label}. ${remark.text}`, isWrong: true, href: `/handoffs/${id}` });
  }

  function wait(changes: readonly WaitingChange[]): void {
    waiting.current = changes;
    setUnsaved(changes);
  }

  /** Updates stored and unconfirmed values at once: a removal counted twice would hide another entry. */
  function settle(saved: HandoffForm): void {
    const [{ path, value }, ...others] = waiting.current as readonly [WaitingChange, ...WaitingChange[]];
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
    const [refused, ...others] = waiting.current as readonly [WaitingChange, ...WaitingChange[]];
    refused.whenRefused?.(Number(refused.path.at(-1)));
    wait(isRemoval(refused) ? others.map((each) => withRestored(each, refused)) : others);
    refuse(refused.path, remark);
  }

  /** Sends the oldest unconfirmed change. @returns whether it was saved */
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
      const isOfField = from !== null && !isRemoval({ path, value });
      giveUp(isOfField && wrong instanceof ServerUnreachable ? unreached(queries) : { text: messageOf(wrong) });
      return false;
    }
  }

  function enqueue(change: WaitingChange): Promise<boolean> {
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

/** Resolves once the user has logged in again. If another user logs in, the page reloads and nothing more is sent. */
function loggedInAgain(queries: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = queries.getQueryCache().subscribe(() => {
      if (queries.getQueryData(ME) == null) return;
      stop();
      resolve();
    });
  });
}

/** The remark about a field that could not be sent. It is sent as soon as the server answers any other request. */
function unreached(queries: QueryClient): FormRemark {
  return {
    text: 'Touchline cannot be reached. This is saved as soon as it can be.',
    onAnswer: (listener) =>
      queries.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success' && !event.action.manual) listener();
      }),
  };
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

import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ask, type Schemas, TouchlineProblem } from '../api/api.js';
import { letGo } from '../parts/leaving.js';
import { useNotices } from '../parts/notices.js';
import { useMe } from '../session/me.js';
import type { FieldRemark } from './fields/form-context.js';
import type { Kind } from './kinds.js';
import { editable, pathOf, type Resource, secretIn, useConfigurationAnew } from './resource.js';
import { decided, deciderIn, withoutDependent } from './schema/dependent.js';
import { type Change, changesOf, withChanges } from './schema/differences.js';
import { blankOf, type Field, fieldsOf, isGroup } from './schema/field.js';
import { isObject, isSame, type Json, type JsonObject, type JsonSchema, valueAt } from './schema/json-schema.js';

type Stage =
  | { readonly name: 'editing' | 'busy' }
  /** The dry run is done, and its result is shown before saving. */
  | { readonly name: 'looked'; readonly rehearsed: JsonObject }
  | { readonly name: 'conflict'; readonly theirs: Resource }
  /** The document was created, and its response holds a secret to show once. */
  | { readonly name: 'made'; readonly secret: string; readonly place: string };

export type DraftEditor = ReturnType<typeof useDraft>;

const NOTHING: readonly FieldRemark[] = [];

interface Answer {
  readonly remarks: readonly FieldRemark[];
  /** The draft that they are about. */
  readonly about: JsonObject;
}

/** The state of an editor: the draft, its dry run, and saving. @param saved null for a new document */
export function useDraft(kind: Kind, id: string | null, saved: Resource | null, schema: JsonSchema) {
  const { say } = useNotices();
  const me = useMe();
  const [, go] = useLocation();
  const anew = useConfigurationAnew();
  const [base, setBase] = useState<JsonObject>(saved ?? {});
  const decider = useMemo(() => deciderIn(schema), [schema]);
  const fieldsFor = (value: unknown) => fieldsOf(decided(schema, value));
  const valueIn = (document: JsonObject) => decider && document[decider];
  const editableOf = (document: JsonObject) => editable(fieldsFor(valueIn(document)), document);
  const [start, setStart] = useState(() => (saved === null ? blankBody(fieldsFor(undefined)) : editableOf(saved)));
  const [draft, setDraft] = useState(start);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the draft, only the decisive value counts.
  const fields = useMemo(() => fieldsFor(valueIn(draft)), [schema, valueIn(draft)]);
  const [stage, setStage] = useState<Stage>({ name: 'editing' });
  const [answer, setAnswer] = useState<Answer>({ remarks: NOTHING, about: draft });
  const [problem, setProblem] = useState<unknown>(null);
  const remarks = useMemo(() => stillTrue(answer, draft), [answer, draft]);
  // Part of the form's key: increasing it resets the controls that keep typed text.
  const [round, setRound] = useState(0);
  const isBusy = useRef(false);
  /** The present draft, also while an earlier one is being sent. */
  const now = useRef(draft);
  now.current = draft;
  /** The draft sent last if no response came: it may have been saved. */
  const unanswered = useRef<JsonObject | null>(null);

  function set(changed: JsonObject): void {
    const isDecidedAnew = valueIn(changed) !== valueIn(draft);
    const blank = () => blankBody(fieldsFor(valueIn(changed)));
    setDraft(isDecidedAnew ? { ...blank(), ...withoutDependent(schema, changed) } : changed);
  }

  function begin(document: JsonObject, changed: JsonObject = editableOf(document)): void {
    setBase(document);
    setStart(editableOf(document));
    setDraft(changed);
    if (!isSame(changed, now.current)) setRound((before) => before + 1);
    setStage({ name: 'editing' });
  }

  /** Continues from the saved document, keeping what was typed while it was sent. */
  function goOn(answer: Resource, sent: JsonObject): void {
    begin(answer, withChanges(editableOf(answer), changesOf(sent, now.current)));
    setAnswer({ remarks: warningsIn(answer), about: editableOf(answer) });
    say({ text: 'Saved' });
    // Not awaited, so that the user can save again before everything is reloaded.
    void anew();
  }

  const send = (dryRun: boolean) =>
    saved === null
      ? ask('post', kind.path, { ...(dryRun && { query: { dryRun } }), body: draft })
      : ask('put', pathOf(kind, id), { query: { dryRun }, body: draft, ifMatch: `"${base.version}"` });

  async function attempt(work: () => Promise<void>): Promise<void> {
    // The keyboard can submit again before the button is disabled.
    if (isBusy.current) return;
    isBusy.current = true;
    setStage({ name: 'busy' });
    setProblem(null);
    setAnswer({ remarks: NOTHING, about: draft });
    try {
      await work();
    } catch (error) {
      const isStale = error instanceof TouchlineProblem && error.status === 412;
      const saved = isStale ? ((await ask('get', pathOf(kind, id)).catch(() => null)) as Resource | null) : null;
      const sent = unanswered.current;
      if (saved !== null && sent !== null && (await isOwn(saved))) return goOn(saved, sent);
      if (saved !== null) return setStage({ name: 'conflict', theirs: saved });
      const isInvalid = error instanceof TouchlineProblem && error.errors.length > 0;
      const faults = isInvalid ? error.errors.map((fault) => ({ ...fault, isWarning: false })) : NOTHING;
      setAnswer({ remarks: faults, about: draft });
      setProblem(isInvalid ? null : error);
      setStage({ name: 'editing' });
    } finally {
      isBusy.current = false;
    }
  }

  /** Reports whether a stored version is one's own save, whose response was lost. */
  async function isOwn({ version }: Resource): Promise<boolean> {
    if (version !== Number(base.version) + 1) return false;
    const versions = await ask('get', `${pathOf(kind, id)}/versions`, { query: { limit: 1 } });
    return (versions as Schemas['VersionPage']).data[0]?.by.id === me.id;
  }

  /** Starts the dry run of a save. A new document is created at once, unless it is for what is open too. */
  const look = () =>
    attempt(async () => {
      if (saved === null && draft.applyTo !== 'open') return made((await send(false)) as Resource);
      const rehearsed = (await send(true)) as JsonObject;
      setAnswer({ remarks: warningsIn(rehearsed), about: draft });
      setStage({ name: 'looked', rehearsed });
    });

  const save = () =>
    attempt(async () => {
      const sent = draft;
      unanswered.current = sent;
      const answer = (await send(false)) as Resource;
      unanswered.current = null;
      if (saved === null) await made(answer);
      else goOn(answer, sent);
    });

  async function made(answer: Resource): Promise<void> {
    letGo();
    const [place, secret] = [`/configure/${kind.code}/${answer.id}`, secretIn(answer)];
    await anew();
    if (secret === null) go(place);
    else setStage({ name: 'made', secret, place });
  }

  return {
    kind,
    id,
    base,
    draft,
    fields,
    set,
    stage,
    remarks,
    answer,
    problem,
    round,
    look,
    save,
    begin,
    isChanged: !isSame(draft, start),
    changes: (): Change[] => changesOf(start, draft),
    start,
    reset: () => begin(base, start),
    edit: () => setStage({ name: 'editing' }),
  };
}

/** Returns a body with the required groups only. */
const blankBody = (fields: readonly Field[]): JsonObject =>
  Object.fromEntries(
    fields.filter((field) => field.isRequired && isGroup(field)).map((field) => [field.name, blankOf(field)]),
  );

/** Returns the remarks about values that have not been changed since. */
function stillTrue({ remarks, about }: Answer, draft: JsonObject): readonly FieldRemark[] {
  const kept = remarks.filter(({ pointer }) => isSame(valueAt(about, pointer), valueAt(draft, pointer)));
  // The same list as long as it is the same, so that not every field is rendered at every key.
  return kept.length === remarks.length ? remarks : kept;
}

function warningsIn({ warnings }: JsonObject): readonly FieldRemark[] {
  const given = Array.isArray(warnings) ? (warnings as readonly Json[]) : [];
  return given.flatMap((warning) =>
    isObject(warning) ? [{ pointer: String(warning.pointer), message: String(warning.message), isWarning: true }] : [],
  );
}

import { useState } from 'react';
import { useLocation } from 'wouter';
import { ask, TouchlineProblem } from '../api/api.js';
import { letGo } from '../parts/leaving.js';
import { useNotices } from '../parts/notices.js';
import type { Remark } from './fields/form-context.js';
import type { Kind } from './kinds.js';
import { editable, pathOf, type Resource, secretIn, useConfigurationAnew } from './resource.js';
import { type Change, changesOf } from './schema/differences.js';
import { blankOf, type Field, isGroup } from './schema/field.js';
import { isObject, isSame, type Json, type JsonObject } from './schema/json-schema.js';

type Stage =
  | { readonly name: 'editing' | 'busy' }
  /** It was rehearsed, and is shown before it is saved. */
  | { readonly name: 'looked'; readonly rehearsed: JsonObject }
  | { readonly name: 'conflict'; readonly theirs: Resource }
  /** It was made, with what is shown once. */
  | { readonly name: 'made'; readonly secret: string; readonly place: string };

export type Editing = ReturnType<typeof useDraft>;

const NOTHING: readonly Remark[] = [];

/** What somebody changes of a document, until it is saved. @param saved null for one that is made */
export function useDraft(kind: Kind, id: string | null, saved: Resource | null, fields: readonly Field[]) {
  const { say } = useNotices();
  const [, go] = useLocation();
  const anew = useConfigurationAnew();
  const [base, setBase] = useState<JsonObject>(saved ?? {});
  const [start, setStart] = useState(() => (saved === null ? blankBody(fields) : editable(fields, saved)));
  const [draft, set] = useState(start);
  const [stage, setStage] = useState<Stage>({ name: 'editing' });
  const [remarks, setRemarks] = useState(NOTHING);
  const [problem, setProblem] = useState<unknown>(null);
  // Controls that hold what is typed begin anew with it.
  const [round, setRound] = useState(0);

  function begin(document: JsonObject, changed: JsonObject = editable(fields, document)): void {
    setBase(document);
    setStart(editable(fields, document));
    set(changed);
    setRound((before) => before + 1);
    setStage({ name: 'editing' });
  }

  const send = (dryRun: boolean) =>
    saved === null
      ? ask('post', kind.path, { body: draft })
      : ask('put', pathOf(kind, id), { query: { dryRun }, body: draft, ifMatch: `"${base.version}"` });

  async function attempt(work: () => Promise<void>): Promise<void> {
    setStage({ name: 'busy' });
    setProblem(null);
    setRemarks(NOTHING);
    try {
      await work();
    } catch (error) {
      const isStale = error instanceof TouchlineProblem && error.status === 412;
      const theirs = isStale ? await ask('get', pathOf(kind, id)).catch(() => null) : null;
      if (theirs !== null) return setStage({ name: 'conflict', theirs: theirs as Resource });
      const isInvalid = error instanceof TouchlineProblem && error.errors.length > 0;
      setRemarks(isInvalid ? error.errors.map((fault) => ({ ...fault, isWarning: false })) : NOTHING);
      setProblem(isInvalid ? null : error);
      setStage({ name: 'editing' });
    }
  }

  /** Looks at what saving would do; what is made is made at once. */
  const look = () =>
    attempt(async () => {
      if (saved === null) return made((await send(false)) as Resource);
      const rehearsed = (await send(true)) as JsonObject;
      setRemarks(warningsIn(rehearsed));
      setStage({ name: 'looked', rehearsed });
    });

  const save = () =>
    attempt(async () => {
      const answer = (await send(false)) as Resource;
      begin(answer);
      setRemarks(warningsIn(answer));
      say({ text: 'Saved' });
      await anew();
    });

  async function made(answer: Resource): Promise<void> {
    letGo();
    const [place, secret] = [`/configure/${kind.code}/${answer.id}`, secretIn(answer)];
    await anew();
    if (secret === null) go(place);
    else setStage({ name: 'made', secret, place });
  }

  return {
    ...{ kind, id, base, draft, set, stage, remarks, problem, round, look, save, begin },
    isChanged: !isSame(draft, start),
    changes: (): Change[] => changesOf(start, draft),
    start,
    reset: () => begin(base, start),
    edit: () => setStage({ name: 'editing' }),
  };
}

/** What a document has to have, before anything is filled in. */
const blankBody = (fields: readonly Field[]): JsonObject =>
  Object.fromEntries(
    fields.filter((field) => field.isRequired && isGroup(field)).map((field) => [field.name, blankOf(field)]),
  );

function warningsIn({ warnings }: JsonObject): readonly Remark[] {
  const given = Array.isArray(warnings) ? (warnings as readonly Json[]) : [];
  return given.flatMap((warning) =>
    isObject(warning) ? [{ pointer: String(warning.pointer), message: String(warning.message), isWarning: true }] : [],
  );
}

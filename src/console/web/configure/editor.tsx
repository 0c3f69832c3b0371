import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { ask } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form } from '../parts/form.js';
import { letGo, useUnsaved } from '../parts/leaving.js';
import { useNotices } from '../parts/notices.js';
import { ErrorState, Unread, useTitle } from '../parts/states.js';
import { may, useMe } from '../session/me.js';
import { ASIDES } from './asides.js';
import { ConflictDialog } from './conflict-dialog.js';
import { DifferenceList } from './difference-list.js';
import { Effect } from './effect.js';
import { Fields } from './fields/field-view.js';
import { FormContext, useFormFacts } from './fields/form-context.js';
import { Remarks } from './fields/framed.js';
import type { Kind } from './kinds.js';
import { BeginWith } from './ready-made.js';
import { Refused } from './refused.js';
import { pathOf, type Resource, useConfigurationAnew, useResource } from './resource.js';
import type { Field } from './schema/field.js';
import type { JsonObject, JsonSchema } from './schema/json-schema.js';
import { nameOfDocument } from './schema/references.js';
import { bodyOf, useApiDocument, useFieldsOfLeads } from './use-api-document.js';
import { type DraftEditor, useDraft } from './use-draft.js';
import { useReferences } from './use-references.js';
import { VersionsDialog } from './versions-dialog.js';

interface Props {
  readonly kind: Kind;
  /** Null for kinds with a single document. */
  readonly id: string | null;
}

/** The editor of one document, with a form generated from the OpenAPI document. */
export function Editor({ kind, id }: Props) {
  const { data, error, refetch } = useResource(kind, id);
  const body = useBody('put', kind.isSingle ? kind.path : `${kind.path}/{id}`);
  const wrong = error ?? body.error;
  if (data !== undefined && body.schema) return <OpenEditor kind={kind} id={id} saved={data} schema={body.schema} />;
  return <Unread error={wrong} onRetry={refetch} />;
}

export function NewEditor({ kind }: { kind: Kind }) {
  const { schema, error } = useBody('post', kind.path);
  if (schema) return <OpenEditor kind={kind} id={null} saved={null} schema={schema} />;
  return <Unread error={error} />;
}

function useBody(method: 'post' | 'put', path: string) {
  const { data, error } = useApiDocument();
  return { schema: data && bodyOf(data, method, path), error };
}

interface OpenProps extends Props {
  /** Null for a new document. */
  readonly saved: Resource | null;
  readonly schema: JsonSchema;
}

function OpenEditor({ kind, id, saved, schema }: OpenProps) {
  const formId = useId();
  const me = useMe();
  const references = useReferences();
  const fieldsOfLeads = useFieldsOfLeads();
  const editing = useDraft(kind, id, saved, schema);
  const { draft, fields, base, remarks, isChanged } = editing;
  const Aside = ASIDES[kind.code];
  const [isDeleting, setDeleting] = useState(false);
  useUnsaved(isChanged);
  const name = saved === null ? `New ${kind.one}` : kind.isSingle ? kind.name : nameOfDocument(base);
  useTitle(name);
  const facts = useMemo(
    () => ({ id: formId, saved: saved && base, fields, references, fieldsOfLeads, remarks }),
    [formId, saved, base, fields, references, fieldsOfLeads, remarks],
  );
  return (
    <FormContext value={facts}>
      <section className={Aside ? 'page wide' : 'page'}>
        <Heading kind={kind} name={name} hasVersions={saved !== null} />
        {saved === null && may(me) && <BeginWith kind={kind} onBegin={(body) => editing.begin({}, body)} />}
        <div className={Aside ? 'beside is-editor' : ''}>
          <EditedForm
            editing={editing}
            name={name}
            fields={fields}
            isNew={saved === null}
            onDelete={() => setDeleting(true)}
          />
          {Aside && <Aside draft={draft} id={id} />}
        </div>
        <Dialogs editing={editing} fields={fields} />
        {isDeleting && <DeleteDialog editing={editing} name={name} onClose={() => setDeleting(false)} />}
      </section>
    </FormContext>
  );
}

function Heading({ kind, name, hasVersions }: { kind: Kind; name: string; hasVersions: boolean }) {
  const [here] = useLocation();
  return (
    <>
      <nav aria-label="Where this is">
        <Link href="/configure">Configure</Link>
        {!kind.isSingle && (
          <>
            {' › '}
            <Link href={`/configure/${kind.code}`}>{kind.name}</Link>
          </>
        )}
      </nav>
      <header className="bar">
        <h1>{name}</h1>
        {hasVersions && <Link href={`${here}?versions`}>Versions</Link>}
      </header>
    </>
  );
}

interface EditedProps {
  readonly editing: DraftEditor;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly isNew: boolean;
  readonly onDelete: () => void;
}

function EditedForm({ editing, name, fields, isNew, onDelete }: EditedProps) {
  const { kind, draft, stage, isChanged, problem, remarks, answer } = editing;
  const mayChange = may(useMe());
  const refusal = useRef<HTMLDivElement>(null);
  const isRefused = problem !== null || remarks.some(({ isWarning }) => !isWarning);
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves the focus for each new refusal.
  useEffect(() => {
    if (isRefused) refusal.current?.focus();
  }, [problem, answer]);
  function send(): void {
    if (isChanged) void editing.look();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
    event.preventDefault();
    send();
  }
  return (
    <form
      className="form editor"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isRefused && (
        <div ref={refusal} tabIndex={-1}>
          {problem !== null && <ErrorState error={problem} />}
          <Refused />
        </div>
      )}
      <fieldset className="form" disabled={!mayChange}>
        <legend className="unseen">{name}</legend>
        <Fields key={editing.round} fields={fields} value={draft} pointer="" onChange={editing.set} />
      </fieldset>
      {mayChange && (
        <p className="buttons save-bar">
          {/* aria-disabled, because a disabled button would lose the focus while the form is sent, and after it was saved. */}
          <button type="submit" className="main" aria-disabled={stage.name === 'busy' || !isChanged}>
            {isNew ? 'Create' : 'Save …'}
          </button>
          {isChanged && !isNew && (
            <button type="button" onClick={editing.reset}>
              Discard changes
            </button>
          )}
          {!isNew && !kind.isSingle && (
            <button type="button" className="quiet" onClick={onDelete}>
              Delete …
            </button>
          )}
        </p>
      )}
    </form>
  );
}

function Dialogs({ editing, fields }: { editing: DraftEditor; fields: readonly Field[] }) {
  const { stage } = editing;
  const [here, go] = useLocation();
  const shows = new URLSearchParams(useSearch());
  if (stage.name === 'looked') return <SaveDialog editing={editing} rehearsed={stage.rehearsed} />;
  if (stage.name === 'conflict') return <ConflictDialog editing={editing} theirs={stage.theirs} fields={fields} />;
  if (stage.name === 'made') return <SecretDialog secret={stage.secret} onClose={() => go(stage.place)} />;
  if (!shows.has('versions')) return null;
  return <VersionsDialog editing={editing} fields={fields} onClose={() => go(here, { replace: true })} />;
}

function SaveDialog({ editing, rehearsed }: { editing: DraftEditor; rehearsed: JsonObject }) {
  const { remarks, saved } = useFormFacts();
  const isNew = saved === null;
  const save = editing.draft.effectiveAt === undefined ? 'Save' : 'Plan it';
  return (
    <Dialog title={isNew ? `Create this ${editing.kind.one}?` : 'Save these changes?'} onClose={editing.edit}>
      <Form onSend={editing.save} send={isNew ? 'Create' : save}>
        {!isNew && <DifferenceList changes={editing.changes()} />}
        <Effect rehearsed={rehearsed} isNew={isNew} />
        <Remarks remarks={remarks} />
      </Form>
    </Dialog>
  );
}

/** Shows a secret once. Only its button closes it. */
function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title="Store the secret">
      <div className="secret">
        <p>
          Requests are signed with it. It is shown only once: store it where the program that receives them can read it.
        </p>
        <pre>
          <code>{secret}</code>
        </pre>
        <p className="buttons">
          <button type="button" className="main" onClick={onClose}>
            I have stored it
          </button>
        </p>
      </div>
    </Dialog>
  );
}

interface DeleteDialogProps {
  readonly editing: DraftEditor;
  readonly name: string;
  readonly onClose: () => void;
}

function DeleteDialog({ editing: { kind, id, base }, name, onClose }: DeleteDialogProps) {
  const { say } = useNotices();
  const [, go] = useLocation();
  const anew = useConfigurationAnew();
  async function end(): Promise<void> {
    await ask('delete', pathOf(kind, id), { ifMatch: `"${base.version}"` });
    letGo();
    go(`/configure/${kind.code}`);
    say({ text: `Deleted ${name}` });
    await anew();
  }
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <Form onSend={end} send="Delete it">
        <p>It can be deleted only if nothing uses it. Its versions are kept.</p>
      </Form>
    </Dialog>
  );
}

import { useState } from 'react';
import { useAuthors } from '../access/use-authors.js';
import { ask } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import { Paged } from '../parts/paged.js';
import { ErrorState } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { may, useMe } from '../session/me.js';
import { DifferenceList } from './difference-list.js';
import { Effect } from './effect.js';
import { editable, pathOf, type Resource, useConfigurationAnew } from './resource.js';
import { type Change, changesOf } from './schema/differences.js';
import type { Field } from './schema/field.js';
import type { JsonObject } from './schema/json-schema.js';
import type { DraftEditor } from './use-draft.js';
import { useVersions } from './use-origin.js';

interface Props {
  readonly editing: DraftEditor;
  readonly fields: readonly Field[];
  readonly onClose: () => void;
}

interface RehearsedRestore {
  readonly version: number;
  readonly former: JsonObject;
  /** The result of the dry run of restoring it, or the job that computes it. */
  readonly rehearsed: JsonObject;
}

/** The versions of a document. Restoring one shows its effect first. */
export function VersionsDialog({ editing, fields, onClose }: Props) {
  const { kind, id, base } = editing;
  const me = useMe();
  const { say } = useNotices();
  const nameOf = useAuthors();
  const anew = useConfigurationAnew();
  const pages = useVersions(kind, id);
  const [restoring, setRestoring] = useState<RehearsedRestore | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);

  const restore = (version: number, dryRun: boolean) =>
    ask('post', `${pathOf(kind, id)}/versions/${version}/restore`, {
      query: { dryRun },
      ifMatch: `"${base.version}"`,
    }) as Promise<Resource>;

  async function look(version: number): Promise<void> {
    setRefusal(null);
    try {
      const former = (await ask('get', `${pathOf(kind, id)}/versions/${version}`)) as JsonObject;
      setRestoring({ version, former, rehearsed: await restore(version, true) });
    } catch (error) {
      setRefusal(error);
    }
  }

  async function carryOut(): Promise<void> {
    editing.begin(await restore(restoring!.version, false));
    onClose();
    say({ text: `Restored version ${restoring!.version}` });
    await anew();
  }

  if (restoring !== null) {
    return (
      <Dialog title={`Restore version ${restoring.version}?`} onClose={() => setRestoring(null)}>
        <Form onSend={carryOut} send="Restore it">
          <DifferenceList changes={changesOf(editable(fields, base), editable(fields, restoring.former))} />
          <Effect rehearsed={restoring.rehearsed} />
          {editing.isChanged && <p>Your unsaved changes will be lost.</p>}
        </Form>
      </Dialog>
    );
  }
  return (
    <Dialog title="Versions" onClose={onClose}>
      {refusal !== null && <ErrorState error={refusal} />}
      <Paged pages={pages} empty="No changes yet." more="Older">
        {(versions) => (
          <ol className="entries">
            {versions.map(({ version, at, by, restores, changes }) => (
              <li key={version} className="entry">
                <p className="bar">
                  <strong>Version {version}</strong>
                  <span className="count">
                    {shortDateTime(at, me.timeZone)}, {nameOf(by)}
                    {restores !== undefined && `, restored version ${restores}`}
                  </span>
                  {may(me) && version !== base.version && (
                    <button type="button" onClick={() => look(version)}>
                      Restore …
                    </button>
                  )}
                </p>
                {version === 1 && !kind.isSingle ? (
                  <p>Created.</p>
                ) : (
                  <DifferenceList changes={changes as readonly Change[]} />
                )}
              </li>
            ))}
          </ol>
        )}
      </Paged>
    </Dialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post, putFile } from '../api/api.js';
import { useRefusals } from '../parts/sending.js';
import { Unread, useTitle } from '../parts/states.js';
import { shortDateTime, span } from '../parts/times.js';
import { may, useMe } from '../session/me.js';
import { WavesDialog } from '../waves/waves-dialog.js';
import { FileField } from './file-field.js';
import { type Import, isOver, rowsOf, stateOf, written } from './import.js';
import { Mapping } from './mapping.js';
import { Modes } from './modes.js';
import { Outcome } from './outcome.js';
import { SUBJECTS } from './subjects.js';
import { UndoImportDialog } from './undo-import-dialog.js';
import { importKey, useImport } from './use-import.js';

/** An import, from its file to what it has made. */
export function ImportPage({ id = '' }: { id?: string }) {
  const me = useMe();
  const { data: shown, error } = useImport(id);
  useTitle(shown?.name ?? 'Import');
  const act = useActions(id);
  const [hasWaves, setWaves] = useState(false);
  const [isUndoing, setUndoing] = useState(false);
  if (shown === undefined) return <Unread error={error} notYours="There is no such import, or not for you." />;
  const { of, state, name, source, rows, file, fileUntil } = shown;
  const mayChange = may(me, 'integration');
  const isPrepared = state === 'mapping' || state === 'rehearsed';
  return (
    <section className="page wide">
      <p>
        <Link href="/imports">Imports</Link>
      </p>
      <h1>{name}</h1>
      <p>
        {[
          of !== 'leads' && SUBJECTS[of].name,
          stateOf(shown),
          file && rowsOf(rows),
          file?.sheet && `sheet “${file.sheet}”`,
          source !== null && `source “${source}”`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {shown.error !== null && <p className="wrong">{shown.error}</p>}
      {state === 'uploading' && mayChange && <FileField file={null} onChoose={act.send} />}
      {isPrepared && mayChange && <Modes shown={shown} />}
      {isPrepared && <Mapping shown={shown} mayChange={mayChange} />}
      {state === 'running' && <Progress shown={shown} />}
      {(state === 'rehearsed' || (isOver(shown) && shown.startedAt !== null)) && <Outcome shown={shown} />}
      {mayChange && (
        <p className="buttons">
          {isPrepared && (
            <button type="button" className={state === 'mapping' ? 'main' : undefined} onClick={act.rehearse}>
              {state === 'mapping' ? 'See what would happen' : 'Try again'}
            </button>
          )}
          {state === 'rehearsed' && (
            <button type="button" className="main" onClick={act.start}>
              Start: take in {rowsOf(shown.rows - shown.rejected)}
            </button>
          )}
          {!isOver(shown) && !shown.undoing && (
            <button type="button" onClick={act.cancel}>
              Cancel
            </button>
          )}
          {state === 'done' && of === 'leads' && shown.mode !== 'live' && (
            <button type="button" onClick={() => setWaves(true)}>
              Give the open leads a promise
            </button>
          )}
          {(state === 'done' || state === 'cancelled') && shown.created > 0 && (
            <button type="button" onClick={() => setUndoing(true)}>
              {SUBJECTS[of].undo}
            </button>
          )}
        </p>
      )}
      {isUndoing && <UndoImportDialog shown={shown} onUndo={act.undo} onClose={() => setUndoing(false)} />}
      {hasWaves && <WavesDialog importId={id} onClose={() => setWaves(false)} />}
      {fileUntil !== null && (
        <p className="count">
          The file is stored encrypted, and is deleted {shortDateTime(fileUntil, me.timeZone)} with the refused rows.
        </p>
      )}
    </section>
  );
}

function useActions(id: string) {
  const queries = useQueryClient();
  const orRefused = useRefusals();
  const put = (after: Import) => queries.setQueryData<Import>(importKey(id), after);
  const show = (doing: Promise<Import>) => void orRefused(doing.then(put));
  const path = { id };
  return {
    send: (file: File) => show(putFile<Import>(`/v1/imports/${id}/file`, file)),
    rehearse: () => show(post('/v1/imports/{id}/rehearse', { path })),
    start: () => show(post('/v1/imports/{id}/start', { path })),
    cancel: () => show(post('/v1/imports/{id}/cancel', { path })),
    undo: () => post('/v1/imports/{id}/undo', { path }).then(put),
  };
}

function Progress({ shown: { rehearsing, rows, done, perSecond, secondsLeft } }: { shown: Import }) {
  return (
    <div className="progress">
      <progress aria-label={rehearsing ? 'Rows that were tried' : 'Rows that were taken in'} max={rows} value={done} />
      <p role="status">
        {rehearsing && 'Nothing is changed yet. '}
        {perSecond === null
          ? 'It begins in a moment, or after another import.'
          : `${written(done)} of ${rowsOf(rows)}, ${written(Math.round(perSecond))} a second, about ${span(secondsLeft)} left.`}
      </p>
    </div>
  );
}

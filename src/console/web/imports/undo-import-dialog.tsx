import { FormDialog } from '../parts/form.js';
import { type Import, rowsOf, written } from './import.js';
import { newOnes, SUBJECTS } from './subjects.js';

interface Props {
  readonly shown: Import;
  readonly onUndo: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Says what the undo of an import takes back, before it does. */
export function UndoImportDialog({ shown: { name, of, created, joined }, onUndo, onClose }: Props) {
  return (
    <FormDialog title={`Undo ${name}?`} onClose={onClose} onSend={onUndo} send="Undo it">
      <p>
        The import has made {newOnes(of, created, written(created))}. {SUBJECTS[of].undone} The others stay.
      </p>
      {joined > 0 && <p>{rowsOf(joined)} changed or joined what was there before: that stays as it is.</p>}
      <p>This cannot be redone: to have them back, import the file again.</p>
    </FormDialog>
  );
}

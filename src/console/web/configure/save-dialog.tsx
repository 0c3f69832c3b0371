import { Dialog } from '../parts/dialog.js';
import { Form } from '../parts/form.js';
import { DifferenceList } from './difference-list.js';
import { Effect } from './effect.js';
import { useFormFacts } from './fields/form-context.js';
import { Remarks } from './fields/framed.js';
import type { JsonObject } from './schema/json-schema.js';
import type { Editing } from './use-draft.js';

export function SaveDialog({ editing, rehearsed }: { editing: Editing; rehearsed: JsonObject }) {
  const { remarks } = useFormFacts();
  return (
    <Dialog title="Save these changes?" onClose={editing.edit}>
      <Form onSend={editing.save} send={editing.draft.effectiveAt === undefined ? 'Save' : 'Plan it'}>
        <DifferenceList changes={editing.changes()} />
        <Effect rehearsed={rehearsed} />
        <Remarks remarks={remarks} />
      </Form>
    </Dialog>
  );
}

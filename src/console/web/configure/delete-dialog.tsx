import { useLocation } from 'wouter';
import { ask } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form } from '../parts/form.js';
import { letGo } from '../parts/leaving.js';
import { useNotices } from '../parts/notices.js';
import { pathOf, useConfigurationAnew } from './resource.js';
import type { Editing } from './use-draft.js';

interface Props {
  readonly editing: Editing;
  readonly name: string;
  readonly onClose: () => void;
}

export function DeleteDialog({ editing: { kind, id, base }, name, onClose }: Props) {
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
        <p>It is refused while something uses it. Its versions stay.</p>
      </Form>
    </Dialog>
  );
}

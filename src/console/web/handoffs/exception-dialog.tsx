import { post, type Schemas } from '../api/api.js';
import { ExceptionFields, exceptionIn } from '../deal/exception-fields.js';
import { FormDialog } from '../parts/form.js';
import { usePeople } from '../parts/use-people.js';
import { useMe } from '../session/me.js';
import { useAct } from './use-act.js';

export function ExceptionDialog({ handoff, onClose }: { handoff: Schemas['Handoff']; onClose: () => void }) {
  const act = useAct(handoff);
  const { timeZone } = useMe();
  const deciders = usePeople(handoff.people).filter(({ id: repId }) => repId !== handoff.giverRepId);
  const { id, name } = handoff.deal!;
  async function win(form: FormData): Promise<void> {
    const body = { exception: exceptionIn(form, timeZone) };
    await act.orThrow(`Won by exception: ${name}`, () => post('/v1/deals/{id}/win', { path: { id }, body }));
  }
  return (
    <FormDialog title="Win it by exception" onClose={onClose} onSend={win} send="Win the deal">
      <p>{handoff.missing} missing. Exceptions are counted, and whoever decides is told.</p>
      <ExceptionFields deciders={deciders} />
    </FormDialog>
  );
}

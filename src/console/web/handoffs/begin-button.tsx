import { useState } from 'react';
import { useLocation } from 'wouter';
import { post } from '../api/api.js';
import { SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useDoing } from '../parts/sending.js';
import { useIsShown } from '../parts/use-is-shown.js';
import { useHandoffKinds } from './use-handoff-kinds.js';

type About = { readonly dealId: string } | { readonly accountId: string };

interface Kind {
  readonly id: string;
  readonly name: string;
}

/** Starts a handoff of a kind that is started by hand; renders nothing if there is no such kind. */
export function BeginButton({ about }: { about: About }) {
  const [isOpen, setOpen] = useState(false);
  const kinds = (useHandoffKinds().data ?? []).filter(({ start }) => start.on === 'manual');
  if (kinds.length === 0) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Hand something over …
      </button>
      {isOpen && <BeginDialog about={about} kinds={kinds} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Props {
  readonly about: About;
  readonly kinds: readonly Kind[];
  readonly onClose: () => void;
}

function BeginDialog({ about, kinds, onClose }: Props) {
  const doing = useDoing([['handoffs']]);
  const [, go] = useLocation();
  const isShown = useIsShown();
  async function begin(form: FormData): Promise<void> {
    const { id } = await doing({
      message: 'It is a draft: fill in its form, and hand it over',
      send: () => post('/v1/handoffs', { body: { kindId: textOf(form, 'kindId'), ...about } }),
      leadsTo: (made) => (isShown() ? null : `/handoffs/${made.id}`),
    });
    if (isShown()) go(`/handoffs/${id}`);
  }
  return (
    <FormDialog title="Hand something over" onClose={onClose} onSend={begin} send="Begin">
      <SelectField label="What" name="kindId" options={kinds} />
    </FormDialog>
  );
}

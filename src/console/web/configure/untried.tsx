import { TouchlineProblem } from '../api/api.js';
import { stepsOf } from '../parts/json-pointer.js';
import { messageOf } from '../parts/states.js';
import { useFormFacts } from './fields/form-context.js';
import { pathInWords } from './schema/place.js';

interface Props {
  readonly error: unknown;
  /** Where the request has the document. */
  readonly at?: string;
}

/** Says why a draft cannot be tried: the first fault, with the field that it is about. */
export function Untried({ error, at = '' }: Props) {
  const { fields } = useFormFacts();
  const pointer = error instanceof TouchlineProblem ? (error.errors[0]?.pointer ?? '') : '';
  const place = pointer.startsWith(`${at}/`) ? pointer.slice(at.length) : pointer;
  const field = pathInWords(fields, stepsOf(place)).join(' › ');
  return (
    <p>
      This cannot be tried yet. {field !== '' && `${field}: `}
      {messageOf(error)}
    </p>
  );
}

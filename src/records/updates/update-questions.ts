import type { Untold } from './record-update.js';

/** @returns null where nothing was left */
export function questionOfTouched(receiver: string, untold: readonly Untold[]): string | null {
  if (untold.length === 0) return null;
  const somebody = untold.every(({ mayBeOurs }) => mayBeOurs) ? 'somebody may have changed' : 'somebody has changed';
  const what = `The form was amended after the record of ${receiver} was made, and ${somebody} the same there: it was left as it is.`;
  return [what, ...untold.map(told), 'What holds? Change it there, or say what the form should say.'].join('\n');
}

/** @param stage as its tool says it; null: nothing was left */
export function questionOfClosed(receiver: string, stage: string, untold: readonly Untold[]): string | null {
  if (untold.length === 0) return null;
  const what = `The form was amended after the record of ${receiver} was made, and in its tool it is ${JSON.stringify(stage)} by now: it was left as it is.`;
  return [what, ...untold.map(told), 'See to it in the tool, and answer what was done.'].join('\n');
}

/** @param fields of the form, by their names; null where nobody knows which */
export function questionByHand(receiver: string, fields: readonly string[] | null): string {
  const what =
    fields === null
      ? `The record of ${receiver} was made for an earlier handoff of the same deal, and its tool is not updated from here.`
      : `The form was amended after the record of ${receiver} was made, and its tool is not updated from here.`;
  const which = fields === null ? 'Compare it with the form' : `Another now: ${fields.join('; ')}. Change it there`;
  return `${what}\n${which}, and answer when that is done.`;
}

function told({ name, values, mayBeOurs }: Untold): string {
  const say =
    values === null
      ? `${name}: see the form and the tool for what they say.`
      : `${name}: the form says ${values.inForm}, the tool says ${values.inTool}.`;
  return mayBeOurs ? `${say} It may be what was sent from here: no answer came.` : say;
}

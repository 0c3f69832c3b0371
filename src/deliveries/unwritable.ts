/** A message that its template makes nothing of. It does not say of what: a message names people. */
export class Unwritable {
  readonly problem: string;

  /** @param template the folder of what was to be filled in */
  constructor(template: string) {
    this.problem = `It cannot be written: see what was changed in ${template}`;
  }
}

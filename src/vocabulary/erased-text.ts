/** What is told in the place of a text of a person that was erased, where the row has to have one. */
export const ERASED_TEXT = 'Erased';

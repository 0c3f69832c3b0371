/** Replaces an erased personal text in columns that require a value. */
export const ERASED_TEXT = 'Erased';

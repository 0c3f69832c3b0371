/** Focuses the field of a pointer, or the nearest element around it. */
export function focusOn(pointer: string): void {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const element = document.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(at)}"]`);
    element?.focus();
    if (element !== null) return;
  }
}

/** Returns a form as HTML. The field `_gotcha` is hidden from people: what programs fill in there makes them wait. */
export function formToCopy(url: string): string {
  return `<form action="${url}" method="post">
  <label>Name <input name="name" autocomplete="name" required></label>
  <label>E-mail <input name="email" type="email" autocomplete="email" required></label>
  <label>Phone <input name="phone" type="tel" autocomplete="tel"></label>
  <label>Message <textarea name="message"></textarea></label>
  <input name="_gotcha" tabindex="-1" autocomplete="off" hidden>
  <button>Send</button>
</form>`;
}

/** Returns the line that loads the script of Touchline on a page. */
export function scriptToCopy({ url, key }: { readonly url: string; readonly key: string }): string {
  return `<script src="${url.slice(0, -`/${key}`.length)}.js" data-key="${key}" defer></script>`;
}

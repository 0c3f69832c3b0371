import { useState } from 'react';

/** A text to be pasted elsewhere, with a button that copies it. @param what the text is, such as "the address" */
export function Copied({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  return (
    <div className="copied">
      <pre>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={copy}>
        Copy {what}
      </button>
      <span role="status">{isCopied && ' Copied.'}</span>
    </div>
  );
}

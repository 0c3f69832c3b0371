import { Dialog } from '../parts/dialog.js';

/** Shows a secret once. Only its button closes it. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title="Keep the secret">
      <div className="secret">
        <p>Requests are signed with it. It is shown once: keep it where the program that gets them finds it.</p>
        <pre>
          <code>{secret}</code>
        </pre>
        <p className="buttons">
          <button type="button" className="main" onClick={onClose}>
            I have kept it
          </button>
        </p>
      </div>
    </Dialog>
  );
}

import { Dialog } from '../parts/dialog.js';

const KEYS: readonly (readonly [string, string])[] = [
  ['j k ↑ ↓', 'Next, previous'],
  ['Enter', 'Open'],
  ['c', 'Log a call; then a digit for its outcome'],
  ['e', 'Log an e-mail'],
  ['q', 'Qualified, an opportunity, or won'],
  ['d', 'Close with a reason'],
  ['g', 'Claim'],
  ['a', 'Say that you are on it'],
  ['z', 'Pause'],
  ['b', 'Give back'],
  ['m', 'Move to somebody'],
  ['w', 'Why me?'],
  ['u', 'Undo'],
  ['r', 'Sort the list again'],
  ['?', 'These keys'],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <p>
        They work except while you type; those for a lead also work on its page. Letters can be switched off under
        “You”.
      </p>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

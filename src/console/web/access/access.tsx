import { useTitle } from '../parts/states.js';
import { Keys } from './keys.js';
import { Users } from './users.js';

export function Access() {
  useTitle('Access');
  return (
    <section className="page">
      <h1>Access</h1>
      <Users />
      <Keys />
    </section>
  );
}

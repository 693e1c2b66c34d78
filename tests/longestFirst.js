import { createRequire } from 'node:module';

const Sequencer = createRequire(import.meta.url)('@jest/test-sequencer').default;
const longest = ['redteam/attacks.system', 'faults/faults', 'redteam/redteam', 'azure/mainJob', 'redteam/brokenProducts', 'e2e/'];

/** A fresh clone knows no times yet: those that take a minute begin first, so that the run does not end with one of them alone. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = longest.findIndex((name) => path.replaceAll('\\', '/').includes(`/tests/${name}`));
      return found === -1 ? longest.length : found;
    };
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
}

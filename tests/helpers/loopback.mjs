// Names of Microsoft's cloud that lead to this machine: in a test, and (as `--import` of a child) in the product's own processes, which
// then need no switch for being tested. `HELD_TEST_NOW` sets a child's calendar, because term dates must not depend on the day of the test.
import dns from 'node:dns';
import tls from 'node:tls';

const clouds = /\.(vault\.azure\.net|core\.windows\.net|microsoftonline\.com|applicationinsights\.azure\.com)$/;
export const isOfTheCloud = (name) => clouds.test(name);

/** Leads every such name to 127.0.0.1 and, when given, believes this certificate authority alone. Gives back how to undo it. */
export function leadCloudHere(authority) {
  const [lookup, createSecureContext] = [dns.lookup, tls.createSecureContext];
  dns.lookup = (name, options, callback) => lookup(isOfTheCloud(name) ? '127.0.0.1' : name, options, callback);
  if (authority) tls.createSecureContext = (options) => createSecureContext({ ...options, ca: authority });
  return () => {
    dns.lookup = lookup;
    tls.createSecureContext = createSecureContext;
  };
}

/** Moves `Date` of this process, which goes on from there. */
export function beginAt(iso) {
  const RealDate = Date;
  const ahead = RealDate.parse(iso) - RealDate.now();
  const now = () => RealDate.now() + ahead;
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(now());
      else super(...args);
    }
    static now() {
      return now();
    }
  };
}

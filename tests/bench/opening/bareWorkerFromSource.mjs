// Run from source the worker is TypeScript, which a thread reads only once tsx is set up in that thread. A build does not need this.
import { register } from 'tsx/esm/api';

register();
await import('./bareWorker.ts');

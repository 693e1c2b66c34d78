import type { Bench } from './bench.ts';
import { answer } from './answer.ts';
import { checkIn } from './checkIn.ts';
import { coldStart } from './coldStart.ts';
import { fanOut } from './fanOut.ts';
import { openAndRelease } from './openAndRelease.ts';
import { planDay } from './planDay.ts';
import { promptMemory } from './promptMemory.ts';
import { releaseApi } from './releaseApi.ts';
import { releaseRead } from './releaseRead.ts';
import { rosterImport } from './rosterImport.ts';
import { sealAndStore } from './sealAndStore.ts';
import { tabLoad } from './tabLoad.ts';
import { touch } from './touch.ts';

/** Every bench, in the order in which they run. */
export const benches: readonly Bench[] = [
  answer,
  sealAndStore,
  openAndRelease,
  touch,
  releaseRead,
  releaseApi,
  rosterImport,
  fanOut,
  checkIn,
  coldStart,
  tabLoad,
  planDay,
  promptMemory,
];

import { defaultSignposts, type Signposts } from '../domain/signposts.ts';
import { HeldError } from '../errors.ts';
import type { SignpostStore } from '../ports.ts';

export interface SignpostsDeps {
  readonly signposts: SignpostStore;
  /** The deployment's configured booking address, until an administrator sets others. */
  readonly bookingLink: string | undefined;
}

export async function readSignposts({ signposts, bookingLink }: SignpostsDeps): Promise<Signposts> {
  return (await signposts.read())?.value ?? defaultSignposts(bookingLink);
}

/** Replaces all of them. Rejects with `refused` when somebody else did so at the same moment. */
export async function changeSignposts({ signposts }: SignpostsDeps, next: Signposts): Promise<void> {
  const before = await signposts.read();
  if (!(await signposts.write(next, before?.etag))) throw new HeldError('refused', 'Somebody else changed the links at the same moment.');
}

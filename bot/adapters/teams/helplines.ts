import { nation } from '../../domain/nations.ts';

/** The nation's signposts, as cards show them. */
export const helplines = nation.helplines;

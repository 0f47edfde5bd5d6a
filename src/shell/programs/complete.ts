/**
 * `complete`, bash's builtin. Courses say `complete -o default -F __start_kubectl k`: here Tab looks an alias up by
 * itself, so there is nothing to remember. Left out: completions of one's own.
 */
import type { Program } from '../shell';

export const complete: Program = { name: 'complete', run: async () => 0 };

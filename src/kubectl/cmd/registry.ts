/** Every command that kubectl carries out: one file and one line here. */
import type { Command } from '../command';

export const commands: readonly Command[] = [];

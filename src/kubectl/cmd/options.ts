/** `kubectl options`: the flags that every command takes. */
import type { Command } from '../command';
import { pageOf } from '../help/page';
import { textFor } from '../help/printHelp';

/** Prints the page; words behind it do not count. */
export const options: Command = {
  path: ['options'],
  async run({ io, env }) {
    const page = pageOf(['options']);
    if (page !== undefined) await io.out(textFor(page, env));
  },
};

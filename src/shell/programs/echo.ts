/** `echo`, as bash's builtin: -n and -e. */
import type { Program } from '../shell';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\u001b', '\\': '\\' };

export const echo: Program = {
  name: 'echo',
  run: async (args, io) => {
    const given = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
    const letters = args.slice(0, given < 0 ? args.length : given).join('');
    const text = args.slice(given < 0 ? args.length : given).join(' ');
    const words = letters.includes('e')
      ? text.replace(/\\([ntre\\])/g, (_, char: string) => ESCAPES[char] ?? char)
      : text;
    await io.out(letters.includes('n') ? words : `${words}\n`);
    return 0;
  },
};

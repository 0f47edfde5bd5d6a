/** `printf`, as bash's builtin: %s, %d, %%, and the usual escapes; the format is used again while arguments are left. */
import type { Program } from '../shell';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\u001b', '\\': '\\', '"': '"' };

export const printf: Program = {
  name: 'printf',
  run: async (args, io) => {
    const [format, ...rest] = args;
    if (format === undefined) {
      await io.err('printf: usage: printf [-v var] format [arguments]\n');
      return 2;
    }
    const words = [...rest];
    let text = '';
    do {
      const before = words.length;
      text += format.replace(/\\([ntre\\"])|%(-?\d*)([sd%])/g, (_, escape?: string, width?: string, verb?: string) => {
        if (escape !== undefined) return ESCAPES[escape] ?? escape;
        if (verb === '%') return '%';
        const word = words.shift() ?? (verb === 'd' ? '0' : '');
        const size = Math.abs(Number(width ?? 0));
        return (width ?? '').startsWith('-') ? word.padEnd(size) : word.padStart(size);
      });
      if (words.length === before) break;
    } while (words.length > 0);
    await io.out(text);
    return 0;
  },
};

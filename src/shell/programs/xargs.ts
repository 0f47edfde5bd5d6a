/** `xargs`: -n N, -I TOKEN, -r, -t. Words of the input become arguments. */
import { program, splitLines } from '../program';
import { readAll } from '../streams';

export const xargs = program(
  'xargs',
  { flags: 'rt', values: 'nI', stopAtOperand: true, longs: { 'no-run-if-empty': 'r' } },
  async (run) => {
    const { options, operands, io, world } = run;
    const command = operands.length === 0 ? ['echo'] : operands;
    const text = await readAll(io.input);
    const [name = ''] = command;
    if (!world.hasProgram(name)) {
      await run.complain(`${name}: No such file or directory`);
      return 127;
    }
    const token = options.value('I');
    const words =
      token === undefined
        ? wordsOf(text)
        : splitLines(text)
            .map((line) => line.trim())
            .filter((line) => line !== '');
    if (words.length === 0 && (options.has('r') || token !== undefined)) return 0;
    const size = token === undefined ? Number(options.value('n') ?? Math.max(1, words.length)) : 1;
    let code = 0;
    for (let at = 0; at === 0 || at < words.length; at += size) {
      if (io.interrupt.interrupted) break;
      const some = words.slice(at, at + size);
      const argv =
        token === undefined ? [...command, ...some] : command.map((word) => word.replaceAll(token, some[0] ?? ''));
      if (options.has('t')) await io.err(`${argv.join(' ')}\n`);
      const status = await world.run(argv, { ...io, input: { isTerminal: false, read: async () => undefined } });
      // 123: some run failed.
      if (status !== 0) code = 123;
    }
    return code;
  },
);

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

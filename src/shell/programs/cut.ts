/** `cut`: -d -f -c -s with lists such as `1,3-5,7-`. */
import { openSources, program } from '../program';
import { linesOf } from '../streams';

export const cut = program(
  'cut',
  { flags: 's', values: 'dfcb', longs: { delimiter: 'd', fields: 'f', characters: 'c' } },
  async (run) => {
    const { options, io } = run;
    const list = options.value('f') ?? options.value('c') ?? options.value('b');
    const delimiter = options.value('d') ?? '\t';
    if (list === undefined || !/^(?:\d+|\d*-\d+|\d+-\d*)(?:,(?:\d+|\d*-\d+|\d+-\d*))*$/.test(list)) {
      return run.misuse(
        list === undefined ? 'you must specify a list of bytes, characters, or fields' : 'invalid field range',
      );
    }
    if ([...delimiter].length !== 1) {
      return run.misuse('the delimiter must be a single character');
    }
    const isWanted = wantedBy(list);
    const { sources, failed } = await openSources(run, run.operands);
    for (const { input } of sources) {
      for await (const line of linesOf(input)) {
        if (options.value('f') === undefined)
          await io.out(`${[...line].filter((_, at) => isWanted(at + 1)).join('')}\n`);
        else if (line.includes(delimiter)) {
          await io.out(
            `${line
              .split(delimiter)
              .filter((_, at) => isWanted(at + 1))
              .join(delimiter)}\n`,
          );
        } else if (!options.has('s')) await io.out(`${line}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);

function wantedBy(list: string): (number: number) => boolean {
  const ranges = list.split(',').map((part) => {
    const [from = '', to = from] = part.split('-');
    return [from === '' ? 1 : Number(from), to === '' ? Number.POSITIVE_INFINITY : Number(to)] as const;
  });
  return (number) => ranges.some(([from, to]) => number >= from && number <= to);
}

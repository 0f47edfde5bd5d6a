/** `test` and `[`: files (-e -f -d), texts (-n -z = == !=), numbers (-eq -ne -lt -le -gt -ge), `!`, -a, -o. */
import type { Io } from '../../kubectl/environment';
import { kindOfPath } from '../program';
import type { Program, World } from '../shell';

const WRONG = 2;
const NUMBERS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};
class TestError extends Error {
  override name = 'TestError';
}

export const testProgram: Program = { name: 'test', run: (args, io, world) => judge('test', args, io, world) };

export const bracket: Program = {
  name: '[',
  run: async (args, io, world) => {
    if (args.at(-1) === ']') return judge('[', args.slice(0, -1), io, world);
    await io.err("bash: [: missing `]'\n");
    return WRONG;
  },
};

async function judge(name: string, args: readonly string[], io: Io, world: World): Promise<number> {
  try {
    return (await isTrue(args, world)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    await io.err(`bash: ${name}: ${error.message}\n`);
    return WRONG;
  }
}

async function isTrue(args: readonly string[], world: World): Promise<boolean> {
  for (const [word, isOr] of [
    ['-o', true],
    ['-a', false],
  ] as const) {
    const at = args.indexOf(word);
    if (at <= 0 || args.length <= 3) continue;
    const left = await isTrue(args.slice(0, at), world);
    const right = await isTrue(args.slice(at + 1), world);
    return isOr ? left || right : left && right;
  }
  if (args[0] === '!' && args.length > 1) return !(await isTrue(args.slice(1), world));
  const [first = '', second = '', third = ''] = args;
  if (args.length <= 1) return first !== '';
  if (args.length === 2) return isTrueOfOne(first, second, world);
  if (args.length > 3) throw new TestError('too many arguments');
  if (second === '=' || second === '==') return first === third;
  if (second === '!=') return first !== third;
  const compare = NUMBERS[second];
  if (compare === undefined) throw new TestError(`${second}: binary operator expected`);
  return compare(numberOf(first), numberOf(third));
}

async function isTrueOfOne(operator: string, operand: string, world: World): Promise<boolean> {
  if (operator === '-n') return operand !== '';
  if (operator === '-z') return operand === '';
  const kind = await kindOfPath(world, operand);
  if (operator === '-e') return kind !== undefined;
  if (operator === '-f') return kind === 'file';
  if (operator === '-d') return kind === 'folder';
  throw new TestError(`${operator}: unary operator expected`);
}

function numberOf(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text}: integer expression expected`);
  return Number(text);
}

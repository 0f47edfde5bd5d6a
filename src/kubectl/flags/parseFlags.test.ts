import { expect, test } from 'vitest';
import { globalFlags, pageOf } from '../help/page';
import { parseFlags } from './parseFlags';

const parse = (command: string, ...argv: readonly string[]) =>
  parseFlags([...globalFlags(), ...(pageOf(command.split(' '))?.flags ?? [])], argv);
const errorOf = (command: string, ...argv: readonly string[]): string => {
  try {
    parse(command, ...argv);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

test('a value stands behind its flag in four ways', () => {
  for (const argv of [['-ojson'], ['-o=json'], ['-o', 'json'], ['--output=json'], ['--output', 'json']]) {
    const { flags, args } = parse('get', 'pods', ...argv, 'web');
    expect(flags.string('output')).toBe('json');
    expect(args).toEqual(['pods', 'web']);
  }
});

test('shorthands are bundled, the last may have a value', () => {
  const { flags, args } = parse('exec', 'web', '-itcmain');
  expect([flags.bool('stdin'), flags.bool('tty'), flags.string('container')]).toEqual([true, true, 'main']);
  expect(args).toEqual(['web']);
});

test('a switch is on alone, and takes a value only behind an equal sign', () => {
  expect(parse('get', '-w').flags.bool('watch')).toBe(true);
  expect(parse('get', '-w=false').flags.bool('watch')).toBe(false);
  const { flags, args } = parse('get', '--watch', 'false');
  expect(flags.bool('watch')).toBe(true);
  expect(args).toEqual(['false']);
});

test('a flag that may stand alone has a meaning of its own then', () => {
  expect(parse('run', '--dry-run').flags.string('dry-run')).toBe('unchanged');
  expect(parse('run', '--dry-run=client').flags.string('dry-run')).toBe('client');
  expect(parse('run').flags.string('dry-run')).toBe('none');
  expect(parse('delete', '--cascade').flags.string('cascade')).toBe('background');
});

test('a file list is split at commas, an environment is not', () => {
  expect(parse('get', '-f', 'a,b', '-f', '"c,d"').flags.list('filename')).toEqual(['a', 'b', 'c,d']);
  expect(parse('run', '--env=A=1,2', '--env=B=3').flags.list('env')).toEqual(['A=1,2', 'B=3']);
  expect(parse('port-forward').flags.list('address')).toEqual(['localhost']);
});

test('what stands behind two dashes is no flag', () => {
  const { args, argsBeforeDash } = parse('exec', 'web', '--', 'ls', '-l', '--', 'x');
  expect(args).toEqual(['web', 'ls', '-l', '--', 'x']);
  expect(argsBeforeDash).toBe(1);
  expect(parse('exec', 'web').argsBeforeDash).toBeUndefined();
});

test('a single dash is a word', () => {
  expect(parse('apply', '-f', '-').flags.list('filename')).toEqual(['-']);
  expect(parse('get', '-').args).toEqual(['-']);
});

test('numbers and durations are read as Go reads them', () => {
  expect(parse('get', '--chunk-size=0x10').flags.int('chunk-size')).toBe(16);
  expect(parse('wait', '--timeout=1h1m1.5s').flags.durationMs('timeout')).toBe(3_661_500);
  expect(parse('wait', '--timeout=-1s').flags.durationMs('timeout')).toBe(-1000);
  expect(parse('wait').flags.durationMs('timeout')).toBe(30_000);
});

test('only what was written has changed', () => {
  const { flags } = parse('get', '--watch=false');
  expect([flags.changed('watch'), flags.changed('output')]).toEqual([true, false]);
});

test('underscores are dashes', () => {
  expect(parse('get', '--no_headers').flags.bool('no-headers')).toBe(true);
});

test('help is asked for with both of its names', () => {
  expect([parse('get', '-h').isHelp, parse('get', '--help').isHelp, parse('get', 'help').isHelp]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a deprecated flag works and says so', () => {
  const { flags, notices } = parse('label', '--record');
  expect(flags.bool('record')).toBe(true);
  expect(notices).toEqual(['Flag --record has been deprecated, --record will be removed in the future']);
});

test('asking for a flag that the page does not have is a mistake of ours', () => {
  expect(() => parse('get').flags.string('frob')).toThrow('the help page knows no flag --frob');
  expect(() => parse('get').flags.bool('output')).toThrow('is of kind string');
});

// Recorded from kubectl v1.36.3.
test.each([
  ['get', ['pods', '-o'], "flag needs an argument: 'o' in -o"],
  ['get', ['pods', '--output'], 'flag needs an argument: --output'],
  ['get', ['pods', '-An'], "flag needs an argument: 'n' in -n"],
  ['get', ['-vx'], 'invalid argument "x" for "-v, --v" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  ['get', ['-itx'], "unknown shorthand flag: 'i' in -itx"],
  ['exec', ['-itx'], "unknown shorthand flag: 'x' in -x"],
  ['get', ['--=x'], 'bad flag syntax: --=x'],
  ['get', ['---x'], 'bad flag syntax: ---x'],
  [
    'get',
    ['--chunk-size=abc'],
    'invalid argument "abc" for "--chunk-size" flag: strconv.ParseInt: parsing "abc": invalid syntax',
  ],
  ['wait', ['--timeout=5'], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
  ['logs', ['--since=5x'], 'invalid argument "5x" for "--since" flag: time: unknown unit "x" in duration "5x"'],
  [
    'get',
    ['-A=maybe'],
    'invalid argument "maybe" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  [
    'delete',
    ['--grace-period=1s'],
    'invalid argument "1s" for "--grace-period" flag: strconv.ParseInt: parsing "1s": invalid syntax',
  ],
  [
    'logs',
    ['--limit-bytes=99999999999999999999'],
    'invalid argument "99999999999999999999" for "--limit-bytes" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range',
  ],
  [
    'create deployment',
    ['--replicas=x'],
    'invalid argument "x" for "-r, --replicas" flag: strconv.ParseInt: parsing "x": invalid syntax',
  ],
  ['get', ['--no_heders'], 'unknown flag: --no_heders'],
])('kubectl %s %j is refused', (command, argv, message) => {
  expect(errorOf(command, ...argv)).toBe(message);
});

test('a number of 32 bits ends earlier', () => {
  expect(errorOf('create deployment', '--replicas=2147483648')).toContain('value out of range');
  expect(parse('scale', '--replicas=2147483648').flags.int('replicas')).toBe(2_147_483_648);
});

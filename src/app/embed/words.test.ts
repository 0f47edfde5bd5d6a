import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type HostCommand, readCommand } from './words';

const script = readFileSync('public/embed.js', 'utf8');
const types = readFileSync('public/embed.d.ts', 'utf8');

test.each([
  { type: 'load', link: '#/s/first-pod' },
  { type: 'play' },
  { type: 'pause' },
  { type: 'step' },
  { type: 'seek', to: '1:30' },
  { type: 'seek', to: 90 },
  { type: 'speed', speed: 60 },
  { type: 'action', action: { type: 'kubectl', line: 'kubectl get pods' } },
  { type: 'action', action: { type: 'fault', fault: { type: 'powerOff', node: 'worker-1' } } },
  { type: 'check' },
  { type: 'setLang', lang: 'ko' },
  { type: 'setTheme', theme: 'dark' },
  { type: 'getLink' },
] as const satisfies readonly HostCommand[])('a host may say $type, and embed.js and its types know it', (command) => {
  expect(readCommand({ id: 1, ...command, more: 'is ignored' })).toEqual(command);
  expect(script).toContain(`${command.type} = (`);
  expect(types).toMatch(new RegExp(`^ {2}${command.type}\\(`, 'm'));
});

test.each([
  [undefined, 'no such command: undefined'],
  ['play', 'no such command: undefined'],
  [{ type: 'eval', code: '1' }, 'no such command: eval'],
  [{ type: 'constructor' }, 'no such command: constructor'],
  [{ type: 'load' }, 'load needs a link'],
  [{ type: 'load', link: 'x'.repeat(200_000) }, 'load needs a link'],
  [{ type: 'seek', to: {} }, 'seek needs a time'],
  [{ type: 'speed', speed: '60' }, 'speed needs a number'],
  [{ type: 'setLang', lang: 'fr' }, 'setLang knows ko and en'],
  [{ type: 'setTheme', theme: '<b>' }, 'setTheme knows auto, light and dark'],
  [{ type: 'action', action: { type: 'html' } }, 'an action is a fault or a kubectl line'],
  [{ type: 'action', action: { type: 'kubectl', line: 'curl x' } }, 'a kubectl line begins with kubectl'],
])('%j is no command', (said, why) => {
  expect(readCommand(said)).toBe(why);
});

test('embed.js has no dependencies and weighs less than 5 KB', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThan(5_000);
  expect(script).not.toMatch(/^import |innerHTML|\beval\(|new Function/m);
});

test.each(['ready', 'time', 'action', 'check', 'error', 'resize', 'key', 'lost'])(
  'the types of embed.js know the event %s',
  (name) => {
    expect(types).toMatch(new RegExp(`^ {2}readonly ${name}: `, 'm'));
  },
);

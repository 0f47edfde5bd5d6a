/** `npm run -s session`: what it prints and how it ends, as somebody who types it sees it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-session-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let program = '';
beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  program = await bundle('src/session/main.ts', join(folder, 'bundle'));
}, 60_000);

/** The program behind the command, bundled once; the first test types the command itself. */
function session(options: readonly string[], text: string, name = 'a.console', typed = [process.execPath, program]) {
  const file = join(folder, name);
  writeFileSync(file, text);
  const [command = '', ...before] = typed;
  const { status, stdout, stderr } = spawnSync(command, [...before, ...options, file], {
    encoding: 'utf8',
  });
  return { status, stdout: stdout.replaceAll(file, name), stderr: stderr.replace(/^npm warn.*\n/gm, '') };
}

test('a file is played, and the transcript that came out is printed, which then compares equal', () => {
  const typed = [
    '# a pod by hand',
    '$ kubectl run web --image=nginx',
    '~ wait 5s',
    "$ kubectl get pods -o jsonpath='{.items[0].status.phase}' | tr a-z A-Z",
    '$ kubectl get pod nosuch',
    '',
  ].join('\n');
  const played = session([], typed, 'a.console', ['npm', 'run', '-s', 'session', '--']);
  expect(played).toEqual({
    status: 0,
    stdout: [
      '# a pod by hand',
      '$ kubectl run web --image=nginx',
      'pod/web created',
      '~ wait 5s',
      "$ kubectl get pods -o jsonpath='{.items[0].status.phase}' | tr a-z A-Z",
      'RUNNING',
      '$ kubectl get pod nosuch',
      'Error from server (NotFound): pods "nosuch" not found',
      '[exit 1]',
      '',
    ].join('\n'),
    stderr: '',
  });
  expect(session(['--check'], played.stdout)).toEqual({
    status: 0,
    stdout: 'a.console: 3/3 outputs equal\n',
    stderr: '',
  });
});

test('a difference is printed with its line, and ends with 1', () => {
  const { status, stdout } = session(['--check'], '$ kubectl get pods\nNo pods here.\n');
  expect(status).toBe(1);
  expect(stdout).toBe(
    [
      'a.console:1: $ kubectl get pods',
      '  want: No pods here.',
      '  got:  No resources found in default namespace.',
      'a.console: 0/1 outputs equal',
      '',
    ].join('\n'),
  );
});

test.each([
  ['a line that is none', [], 'kubectl get pods\n', 'line 1: neither $, ~ nor #: kubectl get pods'],
  ['a profile that is none', ['--profile', 'v9'], '$ kubectl get pods\n', 'unknown profile "v9"'],
  ['an option that is none', ['--frob'], '$ kubectl get pods\n', "Unknown option '--frob'"],
])('%s ends with 2 and says why', (_, options, text, message) => {
  const { status, stdout, stderr } = session(options, text);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});

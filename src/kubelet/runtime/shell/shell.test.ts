import { expect, test } from 'vitest';
import { MachineFixture } from '../machineFixture';

/** A script, what it prints, and how it ends. */
const lines: readonly [script: string, output: string, end?: string][] = [
  ['echo one; echo two', 'one\ntwo\n'],
  ['echo hello world | wc -w', '2\n'],
  ['false || echo recovered', 'recovered\n'],
  ['true && echo yes || echo no', 'yes\n'],
  ['X=5; echo "$X and ${X}6 $(echo sub)"', '5 and 56 sub\n'],
  ['echo \'single $X\' "double $HOSTNAME"', 'single $X double pod-1\n'],
  ['for i in 1 2 3; do echo n$i; done', 'n1\nn2\nn3\n'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', '1\n2\n3\n'],
  ['if [ -f /tmp/x ]; then echo there; else echo absent; fi', 'absent\n'],
  ['touch /tmp/x; if [ -f /tmp/x ]; then echo there; fi', 'there\n'],
  ['case abc in a*) echo starts;; *) echo other;; esac', 'starts\n'],
  ['until [ -e /tmp/y ]; do touch /tmp/y; echo made; done', 'made\n'],
  ['for i in 1 2 3; do [ $i = 2 ] && continue; [ $i = 3 ] && break; echo $i; done; echo end', '1\nend\n'],
  ['echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f', 'a\nb\n'],
  ['echo err >&2; exit 3', 'err\n', '3 Error'],
  ['nosuch; echo $?', 'sh: nosuch: not found\n127\n'],
  ['cat /none', "cat: can't open '/none': No such file or directory\n", '1 Error'],
  ['ls /none', 'ls: /none: No such file or directory\n', '1 Error'],
  ['cat /etc', 'cat: read error: Is a directory\n', '1 Error'],
  ['rm /none', "rm: can't remove '/none': No such file or directory\n", '1 Error'],
  ['rm /etc', "rm: '/etc' is a directory\n", '1 Error'],
  ['mkdir /etc', "mkdir: can't create directory '/etc': File exists\n", '1 Error'],
  ['cp /none /tmp/x', "cp: can't stat '/none': No such file or directory\n", '1 Error'],
  ['mv /none /tmp/x', "mv: can't rename '/none': No such file or directory\n", '1 Error'],
  ['tail /none', "tail: can't open '/none': No such file or directory\ntail: no files\n", '1 Error'],
  ['printf "%s-%d\\n" a 1', 'a-1\n'],
  ['seq 3 | tail -n 1', '3\n'],
  ['(cd /tmp; pwd); pwd', '/tmp\n/\n'],
  ['set -e; false; echo never', '', '1 Error'],
  ['echo $1 $0', 'sh\n'],
  ['echo "unterminated', 'sh: syntax error: unterminated quoted string\n', '2 Error'],
  ['while read a b; do echo "$b $a"; done <<EOF\n1 2\n3 4\nEOF', '2 1\n4 3\n'],
  ['printf "x\\ny\\n" | while read l; do echo got $l; done', 'got x\ngot y\n'],
  ['echo bye > /dev/termination-log; exit 4', '', '4 Error'],
  ['trap "echo leaving" EXIT; echo body; exit 5', 'body\nleaving\n', '5 Error'],
  ['date; echo Hello from the Kubernetes cluster', 'Sat Nov 21 07:00:00 UTC 2026\nHello from the Kubernetes cluster\n'],
  ['sh -c "exit 7"; echo $?', '7\n'],
  ['exec echo replaced; echo never', 'replaced\n'],
  ['echo ${UNSET:-default} ${HOSTNAME#pod-}', 'default 1\n'],
  ['ls /etc/hostname; hostname; id -u', '/etc/hostname\npod-1\n0\n'],
  ['kill 1; echo alive', 'alive\n'],
  ['A=1; B=$((A + 2 * 3)); echo $B; echo {}', '7\n{}\n'],
];

test.each(lines)('busybox runs %j', async (script, output, end = '0 Completed') => {
  const machine = new MachineFixture();
  const started = await machine.shell(script);
  expect(machine.log(started)).toBe(output);
  expect(machine.state(started)).toBe(end);
});

test('an image of Debian has GNU tools, and their words', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('cat /none; ls /none; rm /none; mv /none /tmp; mkdir /etc', {}, 'luksa/kubia');
  expect(machine.log(started)).toBe(
    [
      'cat: /none: No such file or directory',
      "ls: cannot access '/none': No such file or directory",
      "rm: cannot remove '/none': No such file or directory",
      "mv: cannot stat '/none': No such file or directory",
      "mkdir: cannot create directory '/etc': File exists\n",
    ].join('\n'),
  );
});

test("the documents' liveness line has its file for 30 seconds", async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600');
  await machine.passes(29_999);
  expect(await machine.exec(started, 'cat', '/tmp/healthy')).toMatchObject({ exitCode: 0, output: '' });
  await machine.passes(2);
  const late = await machine.exec(started, 'cat', '/tmp/healthy');
  expect(late).toMatchObject({ exitCode: 1, output: "cat: can't open '/tmp/healthy': No such file or directory\n" });
  await machine.passes(599_000);
  expect(machine.state(started)).toBe('running');
  await machine.passes(1_100);
  expect(machine.state(started)).toBe('0 Completed');
});

test('a shell without a trap ignores SIGTERM and dies after the grace period', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('while true; do sleep 1; done');
  await machine.passes(5_000);
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  await machine.passes(29_999);
  expect(machine.state(started)).toBe('running');
  await machine.passes(1);
  expect(machine.state(started)).toBe('137 Error');
});

test('a trap runs when the command in the foreground has ended', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('trap "echo bye; sleep 3; exit 0" TERM; while true; do sleep 1; done');
  await machine.passes(500);
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  await machine.passes(499);
  expect(machine.log(started)).toBe('');
  await machine.passes(1);
  expect(machine.log(started)).toBe('bye\n');
  await machine.passes(3_000);
  expect(machine.state(started)).toBe('0 Completed');
});

test('a trap interrupts wait at once', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('trap "echo bye; exit 0" TERM; sleep infinity & wait');
  await machine.passes(1_000);
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  expect(machine.state(started)).toBe('0 Completed');
});

test('a web server of busybox answers once it was started, and misses nothing else', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('mkdir -p /www; echo ok > /www/index.html; sleep 60; httpd -f -p 8080 -h /www');
  expect(await machine.get(started.ip, 8080)).toEqual({ type: 'refused' });
  await machine.passes(60_000);
  expect(await machine.get(started.ip, 8080)).toMatchObject({ status: 200, body: 'ok\n' });
  expect(await machine.get(started.ip, 8080, '/none')).toMatchObject({ status: 404 });
});

test('an exec that sleeps says how long it takes', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 1000');
  expect(await machine.exec(started, 'sleep', '10')).toMatchObject({ exitCode: 0, durationMs: 10_000 });
  const missing = await machine.exec(started, 'no-such');
  expect(missing.error).toContain('exec: "no-such": executable file not found in $PATH: unknown');
});

test('a loop that never waits burns a core and lets time pass', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('while true; do :; done', { resources: { limits: { cpu: '200m' } } });
  await machine.passes(60_000);
  expect(machine.state(started)).toBe('running');
  expect(machine.runtime.meters.usage(started.id)?.cpuMillis).toBe(200);
});

test('containers of a pod share an emptyDir and nothing else', async () => {
  const machine = new MachineFixture();
  const mounts = [{ volume: 'shared', mountPath: '/shared', readOnly: false }];
  const first = await machine.shell('echo made > /shared/f; echo mine > /tmp/f; sleep 60', { mounts });
  const second = await machine.shell('cat /shared/f; cat /tmp/f', { mounts, podUid: first.podUid, name: 'second' });
  expect(machine.log(second)).toBe("made\ncat: can't open '/tmp/f': No such file or directory\n");
});

test('a configMap volume is read-only text', async () => {
  const machine = new MachineFixture();
  const source = { type: 'copy', files: { 'a.txt': 'hello\n' } } as const;
  const mounts = [{ volume: 'cfg', mountPath: '/etc/cfg', readOnly: true, source }];
  const started = await machine.shell('ls /etc/cfg; cat /etc/cfg/a.txt; echo x > /etc/cfg/b', { mounts });
  expect(machine.log(started)).toBe("a.txt\nhello\nsh: can't create /etc/cfg/b: Read-only file system\n");
});

test('a background job prints beside the main command', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('(sleep 2; echo later) & echo now; sleep 5; echo end');
  await machine.passes(3_000);
  expect(machine.log(started)).toBe('now\nlater\n');
  await machine.passes(2_000);
  expect(machine.log(started)).toBe('now\nlater\nend\n');
});

test('a loop piped into tee prints at its own pace', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('while true; do date +%s; sleep 5; done | tee -a /tmp/log | grep -v none');
  await machine.passes(11_000);
  expect(machine.log(started)).toBe('1795244400\n1795244405\n1795244410\n');
  expect(await machine.exec(started, 'wc', '-l', '/tmp/log')).toMatchObject({ output: '3 /tmp/log\n' });
});

test('a file that grows is followed', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('touch /tmp/log; tail -f /tmp/log');
  await machine.exec(started, 'sh', '-c', 'echo one >> /tmp/log');
  await machine.passes(1_000);
  expect(machine.log(started)).toBe('one\n');
});

test("a script that ends in the image's server serves, but keeps SIGTERM from it", async () => {
  const machine = new MachineFixture();
  const script = "echo hi > /usr/share/nginx/html/index.html && nginx -g 'daemon off;'";
  const started = await machine.shell(script, {}, 'nginx');
  expect(await machine.get(started.ip, 80)).toMatchObject({ status: 200, body: 'hi\n' });
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  expect(machine.state(started)).toBe('running');
  await machine.passes(30_000);
  expect(machine.state(started)).toBe('137 Error');
});

test('a script that hands over with exec lets the server stop cleanly', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 2; exec nginx', {}, 'nginx');
  await machine.passes(2_000);
  expect(await machine.get(started.ip, 80)).toMatchObject({ status: 200 });
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  expect(machine.state(started)).toBe('0 Completed');
});

test('a command that takes more memory than the limit takes the container with it', async () => {
  const machine = new MachineFixture();
  const resources = { limits: { memory: '50Mi' } };
  const started = await machine.shell('echo start; sleep 1; dd if=/dev/zero of=/dev/null bs=100M', { resources });
  await machine.passes(999);
  expect(machine.state(started)).toBe('running');
  await machine.passes(1);
  expect(machine.state(started)).toBe('137 OOMKilled');
});

test('clients say what those of busybox say', async () => {
  const machine = new MachineFixture();
  const server = await machine.start('luksa/kubia');
  const client = await machine.shell('sleep 1000');
  const run = async (line: string) => {
    const { exitCode, output, durationMs } = await machine.exec(client, 'sh', '-c', line);
    return [exitCode, output, durationMs];
  };
  const { ip } = server;
  const bar = `-                    100% |${'*'.repeat(32)}|    17  0:00:00 ETA`;
  expect(await run(`wget -qO- http://${ip}:8080`)).toEqual([0, "You've hit pod-1\n", 0]);
  expect(await run(`wget -O- http://${ip}:8080`)).toEqual([
    0,
    `Connecting to ${ip}:8080 (${ip}:8080)\nwriting to stdout\nYou've hit pod-1\n${bar}\nwritten to stdout\n`,
    0,
  ]);
  expect(await run(`wget -qO- http://${ip}:81`)).toEqual([
    1,
    `wget: can't connect to remote host (${ip}): Connection refused\n`,
    0,
  ]);
  expect(await run('wget -T 3 -qO- http://10.244.9.9')).toEqual([1, 'wget: download timed out\n', 3000]);
  expect(await run(`nc -zv ${ip} 8080`)).toEqual([0, `${ip} (${ip}:8080) open\n`, 0]);
  expect(await run(`nc -zv ${ip} 81`)).toEqual([1, '', 0]);
  expect(await run(`wget -O- http://${ip}:8080 2>/dev/null`)).toEqual([0, "You've hit pod-1\n", 0]);
  expect(await run('ping -c1 nope')).toEqual([1, "ping: bad address 'nope'\n", 0]);
});

/** Lines of the Kubernetes documents. */
const documents: readonly [script: string, output: RegExp][] = [
  ['echo The app is running! && sleep 3600', /^The app is running!\n$/],
  ['i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done', /^0: Sat Nov 21 07:00:00 UTC 2026\n1: /],
  [
    'while true; do echo $(date -u) >> /tmp/out.txt; sleep 5; done & sleep 7; cat /tmp/out.txt',
    /^(Sat Nov 21 .*2026\n){2}$/,
  ],
  [
    'until nslookup myservice; do echo waiting for myservice; sleep 2; done',
    // This machine has no DNS server.
    /^;; connection timed out; no servers could be reached\n\nwaiting for myservice\n$/,
  ],
  ['while true\ndo\n  echo tick # comment\n  sleep 5\ndone', /^tick\ntick\n$/],
  ['for i in $(seq 1 3); do echo -n "$i "; done; echo', /^1 2 3 \n$/],
  ['[ "$HOSTNAME" = pod-1 ] && echo "it is me" || exit 1', /^it is me\n$/],
  ['sleep 3; echo \'{"a": "b"}\' | tee /tmp/x; wc -c < /tmp/x', /^\{"a": "b"\}\n11\n$/],
];

test.each(documents)('the line %j of the documents runs', async (script, output) => {
  const machine = new MachineFixture();
  const started = await machine.shell(script);
  await machine.passes(8_000);
  expect(machine.log(started)).toMatch(output);
});

test('what a script left in the background does not disturb the server it became', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 5 & nginx', {}, 'nginx');
  await machine.passes(10_000);
  expect(await machine.get(started.ip, 80)).toMatchObject({ status: 200 });
});

/** Pieces that scripts are made of, whole and broken. */
const PIECES = [
  'echo',
  'a',
  '"',
  "'",
  '$(',
  ')',
  '((',
  '))',
  '${X',
  '}',
  '${X:-',
  '$',
  '`',
  '|',
  '||',
  '&&',
  '&',
  ';',
  ';;',
  '\n',
  '>',
  '>>',
  '<',
  '<<E',
  '2>&1',
  '/tmp/f',
  'while',
  'true',
  'do',
  'done',
  'for',
  'i',
  'in',
  '1',
  '2',
  'if',
  'then',
  'else',
  'fi',
  'case',
  'esac',
  '*',
  '[',
  ']',
  '[a',
  '-f',
  'sleep',
  '-5',
  '9e99',
  'x=',
  'y=$i',
  'cat',
  'grep',
  '\\(',
  'sed',
  's/[/b/',
  'printf',
  '%s',
  'seq',
  'head',
  '-n',
  'trap',
  'exit',
  'read',
  'wait',
  'set',
  '-e',
  'eval',
  'exec',
  'sh',
  '-c',
  'timeout',
  'kill',
  '1',
  'wget',
  'curl',
  '#',
  '!',
  '{',
  'until',
  'break',
  'continue',
  'shift',
  'constructor',
  '__proto__',
  'httpd',
  '-p',
  'nc',
  '-l',
  'tail',
  '-f',
  'yes',
];

test('no script, however broken, stops the engine', async () => {
  const machine = new MachineFixture();
  let seed = 1;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  const script = () => Array.from({ length: 2 + next(14) }, () => PIECES[next(PIECES.length)]).join(' ');
  const shell = await machine.shell('sleep 1000000');
  for (let i = 0; i < 1000; i++) await machine.exec(shell, 'sh', '-c', script());
  for (let i = 0; i < 400; i++) {
    const { podUid } = await machine.shell(script());
    await machine.passes(1_500);
    await machine.does(() => machine.runtime.removePod(podUid));
  }
  expect(machine.state(shell)).toBe('running');
  await machine.exec(shell, 'sh', '-c', '('.repeat(5000));
  await machine.exec(shell, 'sh', '-c', `echo ${'"${a:-'.repeat(2000)}`);
  await machine.exec(shell, 'sh', '-c', `a='$(eval "$a")'; eval "x=$a"`);
}, 20_000);

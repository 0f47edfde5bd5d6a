import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { credentialsOf } from './credentials';
import { loadKubeconfig, targetOf } from './kubeconfigTarget';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-target-'));
afterAll(() => rmSync(folder, { recursive: true }));

function target(user: string, cluster = 'server: https://10.0.0.1:6443', context?: string) {
  const path = join(folder, 'config');
  writeFileSync(
    path,
    `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {${cluster}}}]
users: [{name: u, user: {${user}}}]
contexts: [{name: here, context: {cluster: c, user: u, namespace: team}}]
current-context: here
`,
  );
  return targetOf(loadKubeconfig(path, {}), context);
}

test('the current context names the server and who asks', async () => {
  const found = target('token: secret');
  expect(found).toMatchObject({ context: 'here', namespace: 'team', insecure: false });
  expect(found.server.host).toBe('10.0.0.1:6443');
  expect(await credentialsOf(found).show()).toEqual({ authorization: 'Bearer secret' });
});

test('files are looked for beside the kubeconfig', async () => {
  writeFileSync(join(folder, 'token'), 'from-a-file\n');
  writeFileSync(join(folder, 'ca.crt'), 'PEM');
  const found = target('tokenFile: token', 'server: https://10.0.0.1, certificate-authority: ca.crt');
  expect(found.authority).toBe('PEM');
  expect(await credentialsOf(found).show()).toEqual({ authorization: 'Bearer from-a-file' });
});

test('a name and a password are shown as they are', async () => {
  expect(await credentialsOf(target('username: a, password: b')).show()).toEqual({ authorization: 'Basic YTpi' });
});

const plugin = (text: string) => {
  const path = join(folder, 'plugin');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return 'exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never, args: [a]}';
};

test('a program hands out a token, and is asked again when it has expired', async () => {
  const status = '"status":{"token":"\'$1-$(date +%N)\'","expirationTimestamp":"2020-01-01T00:00:00Z"}';
  const user = plugin(
    `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",${status}}'; test -n "$KUBERNETES_EXEC_INFO"`,
  );
  const credentials = credentialsOf(target(user));
  const first = await credentials.show();
  expect(first.authorization).toMatch(/^Bearer a-\d+$/);
  expect((await credentials.show()).authorization).not.toBe(first.authorization);
});

test('a program that fails is told in the words of kubectl', async () => {
  await expect(credentialsOf(target(plugin('exit 3'))).show()).rejects.toThrow(
    /^getting credentials: exec: executable .*plugin failed with exit code 3$/,
  );
  await expect(credentialsOf(target(plugin("echo '{}'"))).show()).rejects.toThrow('plugin returned version undefined');
});

test.each([
  ['auth-provider: {name: gcp}', undefined, undefined, 'auth-provider'],
  ['token: x', 'server: https://10.0.0.1, proxy-url: http://proxy', undefined, 'goes through none'],
  ['token: x', 'server: ftp://10.0.0.1', undefined, 'neither HTTPS nor HTTP'],
  ['token: x', 'server: ""', undefined, 'names no server'],
  ['token: x', undefined, 'elsewhere', 'has no context "elsewhere": it has here'],
  ['client-certificate: missing.crt', undefined, undefined, 'client-certificate cannot be read'],
])('what cannot be used is named: %s %s %s', (user, cluster, context, message) => {
  expect(() => target(user, cluster, context)).toThrow(message);
});

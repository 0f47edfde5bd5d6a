import { expect, test } from 'vitest';
import { testKubectl } from '../../../tests/testKubectl';
import { builtInDocument } from '../explain/builtIn';
import { explainPlaintext } from '../explain/plaintext';
import { explainPlaintextV2 } from '../explain/plaintextV2';
import { wrapWords } from '../explain/wordWrap';

async function explained(apiVersion: string, kind: string, path: string, recursive = false): Promise<string> {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const document = await builtInDocument(group, version, kind);
  if (document === undefined) throw new Error(`no ${kind}`);
  let text = '';
  explainPlaintext(document, { path: path.split('.').filter(Boolean), recursive }, (part) => void (text += part));
  return text;
}

test('a field with values has them listed, and its text wrapped at column 80', async () => {
  const run = await testKubectl();

  const blanks = '    ';
  expect(await run('kubectl explain pod.spec.restartPolicy')).toBe(`KIND:       Pod
VERSION:    v1

FIELD: restartPolicy <string>
ENUM:
    Always
    Never
    OnFailure

DESCRIPTION:
    Restart policy for all containers within the pod. One of Always, OnFailure,
    Never. In some contexts, only a subset of those values may be permitted.
    Default to Always. More info:
    https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
${blanks}
    Possible enum values:
     - \`"Always"\`
     - \`"Never"\`
     - \`"OnFailure"\`
${blanks}`);
});

test('a list says what it holds, marks what is required, and shows at most four values', async () => {
  const text = await explained('v1', 'Pod', 'spec.containers');

  expect(text).toContain('FIELD: containers <[]Container>\n\n\nDESCRIPTION:\n    List of containers');
  expect(text).toContain(
    '    updated.\n    A single application container that you want to run within a pod.\n    \nFIELDS:\n',
  );
  expect(text).toContain('  name\t<string> -required-\n    Name of the container');
  expect(text).toContain('  imagePullPolicy\t<string>\n  enum: Always, IfNotPresent, Never\n');
  expect(await explained('v1', 'Pod', 'spec.containers.lifecycle')).toContain(
    'enum: SIGABRT, SIGALRM, SIGBUS, SIGCHLD, ....\n',
  );
});

test('--recursive prints names and types alone, each level further in', async () => {
  expect(await explained('apps/v1', 'DaemonSet', 'spec.updateStrategy', true)).toContain(
    '  rollingUpdate\t<RollingUpdateDaemonSet>\n    maxSurge\t<IntOrString>\n    maxUnavailable\t<IntOrString>\n  type\t<string>\n  enum: OnDelete, RollingUpdate\n',
  );
});

test('the older form says RESOURCE and FIELD, and indents more', async () => {
  const document = await builtInDocument('apps', 'v1', 'Deployment');
  if (document === undefined) throw new Error('no Deployment');
  const text = explainPlaintextV2(document, { path: ['spec', 'strategy'], recursive: false });

  expect(text).toContain(
    'KIND:     Deployment\nVERSION:  apps/v1\n\nRESOURCE: strategy <Object>\n\nDESCRIPTION:\n     The deployment',
  );
  expect(text).toContain('   rollingUpdate\t<Object>\n     Rolling update config params.');
});

test.each([
  [
    '',
    'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
  ],
  ['nosuch', 'the server doesn\'t have a resource type "nosuch"'],
  ['pod extra', 'error: We accept only this format: explain RESOURCE'],
  ['pod --output=frob', 'error: unrecognized format: frob'],
  ['pod.nosuch.x', 'KIND:       Pod\nVERSION:    v1\n\nerror: field "x" does not exist'],
  ['deploy --api-version=apps/v1beta1', 'error: couldn\'t find resource for "apps/v1beta1, Resource=deployments"'],
  ['pod[0]', 'error: invalid jsonpath syntax, first node must be field node'],
])('explain %s', async (words, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl explain ${words}`)).toBe(`${message}\n[exit 1]`);
});

test('words longer than a line stay whole, runs of blanks stay', () => {
  expect(wrapWords('aa bb  cc', 5)).toBe('aa bb\ncc');
  expect(wrapWords('a verylongword b', 6)).toBe('a\nverylongword\nb');
  expect(wrapWords('a\n\n b', 10)).toBe('a\n\n b');
});

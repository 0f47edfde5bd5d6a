import { expect, test } from 'vitest';
import { skeleton } from '../app/authoring/skeleton';
import { parseLesson } from './parseLesson';

/** The mistakes of a new lesson whose solution is `text`. */
function mistakesOf(text: string) {
  const { name, files } = skeleton('my-lesson');
  const reading = parseLesson(name, { ...files, 'solution.session': text });
  return reading.type === 'mistakes' ? reading.mistakes : [];
}

test.each([
  ['$ kubectl get pods\n~ sleep 5\n', 2, 'no such step: ~ sleep 5'],
  ['# first\n~ fault cutNetwrok node=worker-2\n', 2, '"cutNetwrok node=worker-2": fault.type'],
  ['$ kubectl apply -f - <<END\nkind: Pod\n', 1, 'no END ends the heredoc'],
  ['$ kubectl get pods\nkubectl get nodes\n', 2, 'neither $, ~ nor #: kubectl get nodes'],
])('what cannot be played is a mistake at its line: %j', (text, line, words) => {
  expect(mistakesOf(text)).toEqual([{ file: 'solution.session', line, text: words }]);
});

test('commands, here-documents, waits, variables and deeds are none', () => {
  const text =
    '$ kubectl apply -f - <<END\nkind: Pod\nEND\n\n# and then\n~ set POD = kubectl get pods -o name\n' +
    '~ fault killContainer pod=${POD} container=web\n~ fault breakEndpoint pod=web container=web port=80 mode=error\n~ wait 5s\n';
  expect(mistakesOf(text)).toEqual([]);
});

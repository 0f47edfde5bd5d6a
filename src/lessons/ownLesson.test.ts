import { expect, test } from 'vitest';
import { folderText, isLessonName, readFiles, readFolderText } from './ownLesson';

const folder = { name: 'my-lesson', files: { 'lesson.yaml': 'goal: []\n', 'Pod/pod.yaml': 'kind: Pod\n' } };

test('a lesson goes into a text and comes back', () => {
  expect(readFolderText(folderText(folder))).toEqual({ type: 'folder', folder });
});

test.each([
  ['no JSON', 'hello', { type: 'notJson' }],
  ['a run', '{"version":1}', { type: 'notALesson', where: 'kubeloopLesson' }],
  ['of a later version', '{"kubeloopLesson":2}', { type: 'newer', version: 2 }],
  ['with a bad name', '{"kubeloopLesson":1,"name":"../x","files":{}}', { type: 'notALesson', where: 'name' }],
  ['without its main file', '{"kubeloopLesson":1,"name":"x","files":{}}', { type: 'notALesson', where: 'lesson.yaml' }],
  ['huge', `"${'x'.repeat(1_000_001)}"`, { type: 'tooBig' }],
])('a text that is %s is refused with its reason', (_, text, problem) => {
  expect(readFolderText(text)).toEqual({ type: 'problem', problem });
});

test('files that lead out of the folder, or are none, are refused', () => {
  for (const name of ['../x.yaml', 'a/../../x', '/etc/passwd', 'a/b/c.yaml', '.hidden']) {
    const where = `files.${name}`;
    expect(readFiles('x', { ...folder.files, [name]: '' })).toEqual({
      type: 'problem',
      problem: { type: 'notALesson', where },
    });
  }
  expect(readFiles('x', { ...folder.files, 'a.md': 1 })).toMatchObject({ type: 'problem' });
});

test('names are words with hyphens', () => {
  expect(['a', 'my-lesson-2'].every(isLessonName)).toBe(true);
  expect(['', 'A', 'a--b', '-a', 'a b', 'x'.repeat(61)].some(isLessonName)).toBe(false);
});

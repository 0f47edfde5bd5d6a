import { expect, test } from 'vitest';
import { parseLesson } from '../../lessons/parseLesson';
import { unzipSync } from 'fflate';
import { readChosen, textFileOf, zipOf } from './folderFiles';
import { openLessonLink, sealLesson } from './lessonLink';
import { skeleton } from './skeleton';

const folder = skeleton('my-lesson');

test('a new lesson is one that can be read', () => {
  expect(parseLesson(folder.name, folder.files)).toMatchObject({ type: 'lesson', lesson: { name: 'my-lesson' } });
});

test('a lesson travels in a link that chat programs take, and a changed link opens nothing', () => {
  const sealed = sealLesson(folder);
  if (sealed.type !== 'link') throw new Error('too big');
  expect(sealed.fragment).toMatch(/^#l1:[\w-]+$/);
  expect(sealed.fragment.length).toBeLessThan(2_000);
  expect(openLessonLink(sealed.fragment)).toEqual({ type: 'folder', folder });
  expect(openLessonLink(sealed.fragment.slice(0, -9))).toMatchObject({ type: 'problem', problem: { type: 'cut' } });
  expect(openLessonLink('#z1:abc')).toEqual({ type: 'none' });
  expect(openLessonLink('#l2:abc')).toMatchObject({ problem: { type: 'newer', version: 2 } });
});

/** A link that an earlier build made: it opens for ever. */
const OLD_LINK = '';
test.skipIf(OLD_LINK === '')('a link of the first build still opens', () => {
  expect(openLessonLink(OLD_LINK)).toMatchObject({ type: 'folder', folder: { name: 'my-lesson' } });
});

test('a folder goes into a zip or one file and comes back', async () => {
  const zip = zipOf(folder);
  expect(Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())))).toContain('my-lesson/lesson.yaml');
  const read = (blob: Blob, name: string) => readChosen([new File([blob], name)]);
  expect(await read(zip, 'my-lesson.zip')).toEqual({ type: 'folder', folder });
  expect(await read(textFileOf(folder), 'my-lesson.lesson.json')).toEqual({ type: 'folder', folder });
  expect(await read(new Blob(['no zip']), 'x.zip')).toEqual({
    type: 'problem',
    problem: { type: 'notALesson', where: 'zip' },
  });
  expect(await read(new Blob(['a']), 'x.md')).toMatchObject({ problem: { where: 'lesson.yaml' } });
});

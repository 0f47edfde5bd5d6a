import { expect, test } from 'vitest';
import { fieldsOf } from './lessonFields';
import { lessonSchema } from './lessonSchema';

test('an editor offers what the reader of lesson.yaml knows, and refuses nothing', () => {
  const text = JSON.stringify(lessonSchema);
  for (const name of Object.values(fieldsOf).flat()) expect(text).toContain(`"${name}":`);
  expect(text).toContain('"minikube3"');
  expect(text).not.toMatch(/additionalProperties|required|"type":/);
});

/** `base64`: -d decodes, -w wraps. */
import { base64OfBytes, bytesOfBase64, utf8Bytes, utf8Text } from '../../api/meta/base64';
import { program, readSources } from '../program';

const WIDTH = 76;

export const base64 = program('base64', { flags: 'd', values: 'w', longs: { decode: 'd', wrap: 'w' } }, async (run) => {
  const { text, failed } = await readSources(run, run.operands);
  if (failed) return 1;
  if (run.options.has('d')) {
    const bytes = bytesOfBase64(text.replace(/\s/g, ''));
    if (bytes === undefined) {
      await run.complain('invalid input');
      return 1;
    }
    await run.io.out(utf8Text(bytes) ?? String.fromCharCode(...bytes));
    return 0;
  }
  const encoded = base64OfBytes(utf8Bytes(text));
  const width = Number(run.options.value('w') ?? WIDTH);
  const lines = width > 0 ? encoded.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n') : encoded;
  await run.io.out(width > 0 ? `${lines}\n` : lines);
  return 0;
});

/** A link as a QR code, for a room that looks at a wall. Loaded when it is asked for. */
import { renderSVG } from 'uqr';
import { useText } from '../i18n/useText';

/** Longer ones make cells that no telephone reads from a wall. */
const MOST_CHARACTERS = 1_200;

export function QrCode({ text }: { readonly text: string }) {
  const t = useText();
  if (text.length > MOST_CHARACTERS)
    return <p className="callout warn">{t('share.qr.long', { most: MOST_CHARACTERS })}</p>;
  // Dark on light in every theme: many readers know no other. The quiet zone of four cells belongs to the standard.
  const svg = renderSVG(text, { ecc: 'L', border: 4, pixelSize: 4, blackColor: '#000', whiteColor: '#fff' });
  return (
    <img
      className="share-qr"
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      alt={t('share.qr.alt', { length: text.length })}
    />
  );
}

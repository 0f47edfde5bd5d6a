/** A name that is cut before its last part where room is short: machines of one pool differ at the end alone. */

/** Shorter ones stand in one piece, to be found and copied as they are. */
const SHORT = 20;

export function LongName({ name }: { readonly name: string }) {
  const at = name.lastIndexOf('-');
  if (at <= 0 || name.length <= SHORT) return <span className="ell">{name}</span>;
  return (
    <>
      <span className="ell">{name.slice(0, at)}</span>
      <span className="name-end">{name.slice(at)}</span>
    </>
  );
}

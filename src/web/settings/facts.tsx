/** Names and values in rows. */
export function Facts({ facts }: { facts: [string, string][] }) {
  return (
    <dl class="rows">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="numbers">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

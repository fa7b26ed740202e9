import type { Plan } from './api/get-plan';

export function AimList({ aims }: { aims: Plan['aims'] }) {
  return (
    <div style={{ maxWidth: 860 }}>
      {aims.map((aim) => (
        <section key={aim.clause}>
          <h2>{aim.clause} {aim.title}</h2>
          <p>{aim.text}</p>
        </section>
      ))}
    </div>
  );
}

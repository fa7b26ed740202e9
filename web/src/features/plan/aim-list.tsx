import { useLanguage } from '@/lib/i18n';
import type { Plan } from './api/get-plan';

export function AimList({ aims }: { aims: Plan['aims'] }) {
  const { told } = useLanguage();
  return (
    <div style={{ maxWidth: 860 }}>
      {aims.map((aim) => (
        <section key={aim.clause}>
          <h2>{aim.clause} {told(aim.title, aim.title_en)}</h2>
          <p>{told(aim.text, aim.text_en)}</p>
        </section>
      ))}
    </div>
  );
}

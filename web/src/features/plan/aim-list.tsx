import { useLanguage } from '@/lib/i18n';
import type { Plan } from './api/get-plan';

export function AimList({ aims }: { aims: Plan['aims'] }) {
  const english = useLanguage().language === 'en';
  return (
    <div style={{ maxWidth: 860 }}>
      {aims.map((aim) => (
        <section key={aim.clause}>
          <h2>{aim.clause} {(english && aim.title_en) || aim.title}</h2>
          <p>{(english && aim.text_en) || aim.text}</p>
        </section>
      ))}
    </div>
  );
}

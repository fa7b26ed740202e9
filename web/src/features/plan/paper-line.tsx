import { Button } from 'antd';
import { useState } from 'react';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { Plan } from './api/get-plan';
import { PaperDialog } from './paper-dialog';

// Number, day and signer of the plan, typed by those who issued it: no file of content can know them.
export function PaperLine({ plan }: { plan: Plan }) {
  const t = useT();
  const { may } = useReader();
  const [open, setOpen] = useState(false);
  const unknown = t('plan.unknown');
  const signer = [plan.signer_title, plan.signer].filter(Boolean).join(' ');
  return (
    <>
      {t('plan.number', { number: plan.number ?? unknown, date: plan.issued_on ? formatDate(plan.issued_on) : unknown })}
      {signer && <>, {t('plan.signedBy', { signer })}</>}
      {plan.paper && <> ({plan.paper.unit_name})</>}
      {may.includes('plan') && (
        <Button className="no-print" type="link" size="small" onClick={() => setOpen(true)}>
          {t(plan.number ? 'plan.editPaper' : 'plan.enterPaper')}
        </Button>
      )}
      {open && <PaperDialog plan={plan} close={() => setOpen(false)} />}
    </>
  );
}

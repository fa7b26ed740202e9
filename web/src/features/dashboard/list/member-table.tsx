import { Checkbox } from 'antd';
import { Link } from 'react-router-dom';
import { DataTable, type Column } from '@/components/data-table';
import { Empty } from '@/components/empty';
import { formatAge, formatCount, formatDate, formatFraction } from '@/lib/format';
import { useLanguage, type Translate } from '@/lib/i18n';
import { isDated, lackWords } from '@/lib/lacks';
import { sexWord } from '@/lib/sex';
import type { Given, Member } from '../api/get-members';
import styles from './list.module.css';

interface Props {
  members: Member[];
  people: boolean;
  today: string;
  selectable: boolean;
  selected: ReadonlySet<string>;
  select: (selected: ReadonlySet<string>) => void;
  placeName: (id: string | null | undefined, name: string) => string;
}

export function MemberTable({ members, people, today, selectable, selected, select, placeName }: Props) {
  const { t, language } = useLanguage();
  if (members.length === 0) return <Empty>{t('list.empty')}</Empty>;

  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    select(next);
  };
  const free = members.filter((one) => !one.open_item);
  const all = free.length > 0 && free.every((one) => selected.has(one.member));

  const box: Column<Member> = {
    key: 'box',
    className: 'box no-print',
    width: 40,
    title: (
      <Checkbox
        className="no-print"
        aria-label={t('list.selectAll')}
        checked={all}
        onChange={() => select(new Set(all ? [] : free.map((one) => one.member)))}
      />
    ),
    cell: (one) => (
      <Checkbox aria-label={t('list.select', { name: one.name })} checked={selected.has(one.member)} onChange={() => toggle(one.member)} />
    ),
  };
  const name: Column<Member> = {
    key: 'name',
    className: `title nowrap ${styles.keep}`,
    title: t(people ? 'list.name' : 'dashboard.unit'),
    cell: (one) =>
      people ? (
        // One box, so that on a phone both stand below each other.
        <div>
          <Link to={`/people/${one.member}`}>{one.name}</Link>
          {one.open_item && <span className={`${styles.given} quiet small`}>{givenWords(one.open_item, t)}</span>}
        </div>
      ) : (
        one.name
      ),
  };
  const why: Column<Member> = { key: 'why', className: styles.reason, title: t('list.why'), cell: (one) => <Why one={one} /> };
  const about: Column<Member>[] = [
    {
      key: 'age',
      className: `nowrap ${styles.keep}`,
      title: t('list.age'),
      cell: (one) => [t(sexWord(one.sex)), one.birth_date && formatAge(one.birth_date, today, language)].filter(Boolean).join(', '),
    },
    { key: 'unit', className: styles.place, title: t('list.hamlet'), cell: (one) => <span className={styles.placeName}>{one.unit_name ? placeName(one.unit, one.unit_name) : t('list.unplaced')}</span> },
    { key: 'phone', title: t('list.phone'), cell: (one) => (one.phone ? <a className="tel" href={`tel:${one.phone}`}>{one.phone}</a> : '–') },
  ];
  const work: Column<Member>[] = [
    { key: 'due', title: t('list.due'), number: true, cell: (one) => formatDate(one.due_on) },
    { key: 'overdue', className: 'no-print', title: t('list.overdue'), number: true, cell: (one) => ((one.days_overdue ?? 0) > 0 ? t('list.days', { days: formatCount(one.days_overdue ?? 0) }) : '–') },
    { key: 'risk', className: 'no-print', title: t('list.risk'), help: t('list.riskNote'), number: true, cell: (one) => one.risk ?? '–' },
  ];
  return (
    <DataTable
      cards
      label={t('list.table')}
      rows={members}
      rowKey={(one) => one.member}
      columns={people ? [...(selectable ? [box] : []), name, ...about, why, ...work] : [name, why]}
    />
  );
}

function givenWords({ open, owner, due_on: due, outcome_on: done }: Given, t: Translate): string {
  if (!open) return t('list.isDone', { date: formatDate(done), owner: owner ?? '' });
  return t('list.isGivenTo', { owner: owner ?? '', date: formatDate(due) });
}

// The reason, and thing by thing what is missing.
function Why({ one }: { one: Member }) {
  const { t, language, told } = useLanguage();
  const lacks = lackWords(one.details ?? [], one.why, language, t);
  return (
    // One box, so that on a phone the reason and what is lacking stand below each other.
    <div>
      {told(one.why_title, one.why_title_en) ?? (one.met ? t('status.reached') : '–')}
      {isDated(one.why) && one.evidence?.on && <span className="quiet"> · {formatDate(one.evidence.on)}</span>}
      {typeof one.whole === 'number' && one.whole > 1 && <span className="quiet"> · {formatFraction(one.part ?? 0, one.whole)}</span>}
      {lacks && <span className={`${styles.details} quiet small`}>{lacks}</span>}
    </div>
  );
}

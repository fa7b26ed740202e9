import { Modal } from 'antd';
import { useT } from '@/lib/i18n';
import type { Place } from './places';

export function ShortcutList({ close, places }: { close: () => void; places: Place[] }) {
  const t = useT();
  const rows: [string, string][] = [
    ['/', t('keys.search')],
    ['?', t('keys.help')],
    ...places.map((place): [string, string] => [`g ${place.letter}`, t(place.label)]),
    ['← → ↑ ↓', t('keys.arrows')],
    ['Enter', t('keys.enter')],
    ['Esc', t('keys.escape')],
    ['1 – 6', t('keys.outcomes')],
    ['Ctrl+Z', t('app.undo')],
    ['Ctrl+Enter', t('keys.save')],
  ];
  return (
    <Modal open onCancel={close} footer={null} title={t('app.shortcuts')} width={440}>
      <table style={{ width: '100%', borderSpacing: '0 4px' }}>
        <tbody>
          {rows.map(([key, words]) => (
            <tr key={key}>
              <th scope="row" style={{ textAlign: 'left', width: 110, fontWeight: 600 }}>{key}</th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}

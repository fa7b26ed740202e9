import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ReaderProvider, type Session } from '@/lib/session';
import { HomeCheckForm } from './home-check-form';

const reader = { today: '2026-11-22', may: ['record'], units: [] } as unknown as Session;
const show = (save = vi.fn(), back = vi.fn()) => {
  const shown = render(
    <ReaderProvider value={reader}>
      <HomeCheckForm person="p1" save={save} back={back} saving={false} error={null} />
    </ReaderProvider>,
  );
  return { save, back, ...shown };
};
const box = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

it('begins in the first box, goes on with Enter, saves with Ctrl+Enter', () => {
  const { save } = show();
  expect(document.activeElement).toBe(box('Huyết áp tâm thu'));
  box('Đường huyết').focus();
  fireEvent.keyDown(box('Đường huyết'), { key: 'Enter' });
  expect(document.activeElement).toBe(box('Cân nặng'));
  fireEvent.change(box('Cân nặng'), { target: { value: '58,5' } });
  fireEvent.keyDown(box('Cân nặng'), { key: 'Enter', ctrlKey: true });
  expect(save).toHaveBeenCalledWith(expect.objectContaining({ on: '2026-11-22', weight: 58.5 }), expect.any(Function));
  // Saved: the next form of this person is empty.
  (save.mock.calls[0]![1] as () => void)();
});

it('does not let the Enter after the first number pass over the second', () => {
  show();
  fireEvent.change(box('Huyết áp tâm thu'), { target: { value: '135' } });
  expect(document.activeElement).toBe(box('Huyết áp tâm trương'));
  fireEvent.keyDown(box('Huyết áp tâm trương'), { key: 'Enter' });
  expect(document.activeElement).toBe(box('Huyết áp tâm trương'));
  fireEvent.change(box('Huyết áp tâm trương'), { target: { value: '88' } });
  fireEvent.keyDown(box('Huyết áp tâm trương'), { key: 'Enter' });
  expect(document.activeElement).toBe(box('Đường huyết'));
  for (const name of ['Huyết áp tâm thu', 'Huyết áp tâm trương']) fireEvent.change(box(name), { target: { value: '' } });
});

it('asks once about what hardly ever is, and then believes it', () => {
  const { save } = show();
  fireEvent.change(box('Đường huyết'), { target: { value: '48' } });
  fireEvent.keyDown(box('Đường huyết'), { key: 'Enter', ctrlKey: true });
  expect(save).not.toHaveBeenCalled();
  expect(screen.getByRole('alert').textContent).toContain('48 mmol/L là số rất hiếm gặp');
  fireEvent.change(box('Đường huyết'), { target: { value: '50' } });
  fireEvent.keyDown(box('Đường huyết'), { key: 'Enter', ctrlKey: true });
  expect(save).not.toHaveBeenCalled();
  fireEvent.keyDown(box('Đường huyết'), { key: 'Enter', ctrlKey: true });
  expect(save).toHaveBeenCalledWith(expect.objectContaining({ glucose: 50 }), expect.any(Function));
  (save.mock.calls[0]![1] as () => void)();
});

it('judges a box when it is left, not while it is typed into', () => {
  show();
  fireEvent.change(box('Đường huyết'), { target: { value: '126' } });
  expect(screen.queryByRole('alert')).toBeNull();
  fireEvent.blur(box('Đường huyết'));
  expect(screen.getByRole('alert').textContent).toContain('1,5–55');
  fireEvent.change(box('Đường huyết'), { target: { value: '' } });
});

it('goes back with Esc and has what was typed when it is opened again', () => {
  const { back, unmount } = show();
  fireEvent.change(box('Vòng bụng'), { target: { value: '84' } });
  fireEvent.keyDown(box('Vòng bụng'), { key: 'Escape' });
  expect(back).toHaveBeenCalled();
  unmount();
  show();
  expect(box('Vòng bụng').value).toBe('84');
});

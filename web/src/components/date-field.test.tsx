import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { DateField } from './date-field';

it('refuses a day that lies ahead in words, and keeps the one it has', () => {
  const change = vi.fn();
  render(<DateField label="Ngày thăm" value="2026-11-22" max="2026-11-22" onChange={change} />);
  const box = screen.getByLabelText<HTMLInputElement>('Ngày thăm');
  fireEvent.input(box, { target: { value: '30/11/2026' } });
  expect(screen.getByRole('alert').textContent).toBe('Không nhận ngày 30/11/2026: chậm nhất là 22/11/2026. Đang giữ 22/11/2026.');
  fireEvent.blur(box);
  expect(screen.getByRole('alert')).toBeTruthy();
  expect(change).not.toHaveBeenCalled();
  fireEvent.input(box, { target: { value: '20/11/2026' } });
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says what is no day, and does not send the form with the old one', () => {
  const send = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <form onSubmit={send}>
      <DateField label="Hạn" value="2026-11-22" />
    </form>,
  );
  const box = screen.getByLabelText<HTMLInputElement>('Hạn');
  fireEvent.input(box, { target: { value: '31/02/2027' } });
  expect(screen.queryByRole('alert')).toBeNull();
  expect(fireEvent.keyDown(box, { key: 'Enter' })).toBe(false);
  expect(screen.getByRole('alert').textContent).toBe('“31/02/2027” không phải là một ngày; ghi như 22/11/2026. Đang giữ 22/11/2026.');
  fireEvent.blur(box);
  expect(screen.getByRole('alert')).toBeTruthy();
});

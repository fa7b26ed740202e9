import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { App } from 'antd';
import { afterEach, expect, it, vi } from 'vitest';
import { ChangePasswordDialog } from './change-password-dialog';

afterEach(() => vi.unstubAllGlobals());

const refusal = (status: number, path: string, detail: string) =>
  new Response(JSON.stringify({ status, path, detail, detail_en: detail }), { status });

function show(answer: () => Response = () => new Response(null, { status: 204 })) {
  const send = vi.fn<(path: string, how: RequestInit) => Promise<Response>>(() => Promise.resolve(answer()));
  const close = vi.fn();
  vi.stubGlobal('fetch', send);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <ChangePasswordDialog user="lan" close={close} />
      </App>
    </QueryClientProvider>,
  );
  return { send, close };
}
const labels = { current: 'Mật khẩu hiện tại', new: 'Mật khẩu mới', again: 'Nhập lại mật khẩu mới' };
const box = (name: keyof typeof labels) => screen.getByLabelText<HTMLInputElement>(labels[name]);
const type = (values: Partial<typeof labels>) => {
  for (const [name, value] of Object.entries(values)) fireEvent.change(box(name as keyof typeof labels), { target: { value } });
};
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }));
const filled = { current: 'mat khau cu', new: 'mot mat khau khac', again: 'mot mat khau khac' };

it('sends the current and the new password, says so and closes', async () => {
  const { send: asked, close } = show();
  type(filled);
  send();
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(await screen.findByText(/^Đã đổi mật khẩu/)).toBeTruthy();
  const [path, how] = asked.mock.calls[0]!;
  expect([path, how.method, how.body]).toEqual(['/api/v1/session/password', 'POST', JSON.stringify({ current: filled.current, new: filled.new })]);
});

it('tells at its field what is missing and that the two differ, and sends nothing', async () => {
  const { send: asked, close } = show();
  send();
  expect(await screen.findByText('Nhập mật khẩu đang dùng.')).toBeTruthy();
  expect(document.activeElement).toBe(box('current'));
  type({ ...filled, again: 'mot mat khau khat' });
  send();
  expect(await screen.findByText(/không giống nhau/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(box('again')));
  expect(box('again').getAttribute('aria-invalid')).toBe('true');
  expect(asked).not.toHaveBeenCalled();
  expect(close).not.toHaveBeenCalled();
});

it('shows the refusal of the server at the field it is about, until that is typed anew', async () => {
  const { close } = show(() => refusal(422, 'current', 'Mật khẩu hiện tại chưa đúng.'));
  type(filled);
  send();
  expect(await screen.findByText('Mật khẩu hiện tại chưa đúng.')).toBeTruthy();
  expect(box('current').getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(box('current'));
  expect(box('new').value).toBe(filled.new);
  type({ current: 'mat khau dung' });
  await waitFor(() => expect(box('current').getAttribute('aria-invalid')).toBeNull());
  expect(close).not.toHaveBeenCalled();
});

it('shows a rule that the new password breaks at the new password', async () => {
  show(() => refusal(422, 'new', 'mật khẩu quá ngắn; hãy dùng ít nhất 10 ký tự'));
  type({ ...filled, new: 'ngan', again: 'ngan' });
  send();
  expect(await screen.findByText(/quá ngắn/)).toBeTruthy();
  await waitFor(() => expect(box('new').getAttribute('aria-invalid')).toBe('true'));
});

it('shows what is about no field below them', async () => {
  show(() => refusal(429, '', 'đã nhập sai nhiều lần; vui lòng thử lại sau 8 giây'));
  type(filled);
  send();
  expect((await screen.findByText(/thử lại sau 8 giây/)).closest('[role="alert"]')).toBeTruthy();
});

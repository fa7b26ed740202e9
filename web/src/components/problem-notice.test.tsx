import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Problem } from '@/lib/api';
import { ProblemNotice } from './problem-notice';

const said = (status: number, detail: string) => {
  render(<ProblemNotice error={new Problem(status, detail, detail)} />);
  return screen.getAllByRole('alert').pop()?.textContent;
};

it('says what a user can do, not what programs and the command line are told', () => {
  expect(said(404, 'Không có đơn vị này, hoặc ngoài phạm vi của bạn. Chọn lại trong danh sách đơn vị (lệnh `tram units`).')).toContain('danh sách đơn vị.');
  expect(said(404, 'Không có Patient/xyz, hoặc ngoài phạm vi bạn được xem.')).toBe('Không có người này, hoặc hồ sơ ngoài phạm vi của bạn.');
  expect(said(409, 'Hồ sơ nay đã ở phiên bản 3.')).toBe('Hồ sơ nay đã ở phiên bản 3.');
});

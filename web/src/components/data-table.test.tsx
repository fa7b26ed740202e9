import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { DataTable } from './data-table';

const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

function show() {
  render(
    <DataTable
      label="people"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'name', title: 'name', cell: (row) => <a href={`/${row.id}`}>{row.id}</a> },
        { key: 'note', title: 'note', cell: (row) => (row.id === 'b' ? '–' : <input aria-label={`note ${row.id}`} />) },
      ]}
    />,
  );
}
const link = (name: string) => screen.getByRole('link', { name });

it('walks its rows by arrows, beginning at the table itself', () => {
  show();
  screen.getByRole('region').focus();
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(link('a'));
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(link('b'));
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(link('a'));
});

it('stays in the column where the next row has something there, else takes what the row has', () => {
  show();
  screen.getByLabelText('note a').focus();
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(link('b'));
});

it('leaves the sideways arrows to the caret in a box, and takes them on a link', () => {
  show();
  screen.getByLabelText('note a').focus();
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowLeft' });
  expect(document.activeElement).toBe(screen.getByLabelText('note a'));
  link('a').focus();
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' });
  expect(document.activeElement).toBe(screen.getByLabelText('note a'));
});

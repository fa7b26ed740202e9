import { lazy } from 'react';
import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '@/components/no-such-page';
import { DashboardPage } from './dashboard-page';

const ListPage = lazy(() => import('./list/list-page'));

export default function Dashboard() {
  return (
    <Routes>
      <Route index element={<DashboardPage />} />
      <Route path="list" element={<ListPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}

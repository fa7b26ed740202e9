import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '@/components/no-such-page';
import { ReportList } from './report-list';
import { ReportPage } from './report-page';

export default function Reports() {
  return (
    <Routes>
      <Route index element={<ReportList />} />
      <Route path=":id" element={<ReportPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}

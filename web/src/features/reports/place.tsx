import { Route, Routes } from 'react-router-dom';
import { ReportList } from './report-list';
import { ReportPage } from './report-page';

export default function Reports() {
  return (
    <Routes>
      <Route index element={<ReportList />} />
      <Route path=":id" element={<ReportPage />} />
    </Routes>
  );
}

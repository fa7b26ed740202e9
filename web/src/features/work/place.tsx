import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '@/components/no-such-page';
import { WorkPage } from './work-page';
import { WorklistPage } from './worklist/worklist-page';

export default function Work() {
  return (
    <Routes>
      <Route index element={<WorkPage />} />
      <Route path=":id" element={<WorklistPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}

import { Route, Routes } from 'react-router-dom';
import { WorkPage } from './work-page';
import { WorklistPage } from './worklist/worklist-page';

export default function Work() {
  return (
    <Routes>
      <Route index element={<WorkPage />} />
      <Route path=":id" element={<WorklistPage />} />
    </Routes>
  );
}

import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '@/components/no-such-page';
import { HomeCheckPage } from './home-check/home-check-page';
import { PersonPage } from './person-page';

export default function People() {
  return (
    <Routes>
      <Route path=":id" element={<PersonPage />} />
      <Route path=":id/home-check" element={<HomeCheckPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
